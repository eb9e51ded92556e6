-- One when it stands, none when it was withdrawn.
with versions as (
    select * from {{ ref("fct_article_versions") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
)

select
    articles.article_id,
    articles.status,
    sum(case when versions.is_current then 1 else 0 end) as current_count
from articles
inner join versions on articles.article_id = versions.article_id
group by articles.article_id, articles.status
having sum(case when versions.is_current then 1 else 0 end) <> case when articles.status = 'withdrawn' then 0 else 1 end
