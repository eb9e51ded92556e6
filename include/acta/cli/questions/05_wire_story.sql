-- 5. One wire story: who carried it, when, and how much of it?
with widest as (
    select story_id from fct_stories
    order by source_count desc, article_count desc, first_published_at
    limit 1
)

select
    sources.name as outlet,
    coalesce(
        strftime(articles.published_at, '%Y-%m-%d %H:%M'),
        cast(articles.published_on as varchar)
    ) as published_utc,
    case when articles.is_original then 'original' else 'copy' end as role,
    articles.word_count as words,
    articles.title
from fct_articles as articles
inner join widest using (story_id)
inner join dim_outlets as sources using (source_id)
order by articles.published_on, articles.published_at
