-- Something new was seen in the three days before the newest request: if not, collecting runs and brings nothing.
{{ config(severity="warn") }}

with articles as (
    select max(first_seen_at) as newest_article_at from {{ ref("fct_articles") }}
),

health as (
    select max(last_attempt_at) as newest_request_at from {{ ref("rpt_outlet_health") }}
)

select
    articles.newest_article_at,
    health.newest_request_at
from articles
cross join health
where articles.newest_article_at < health.newest_request_at - interval '72' hour
