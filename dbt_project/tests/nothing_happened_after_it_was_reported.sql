-- The future is never fact: nothing was said, and no act has happened, after the article that tells of it; and no article
-- was published days after it was seen. What annotation reads wrongly is taken away before, so a row is a fault of ours.
{{ config(group="warehouse") }}

with versions as (
    select * from {{ ref("int_versions__told") }}
)

select statements.statement_id as subject_id
from {{ ref("fct_statements") }} as statements
inner join versions on statements.version_id = versions.version_id
where statements.said_from > versions.latest_day
union all
select mentions.event_mention_id as subject_id
from {{ ref("fct_event_mentions") }} as mentions
inner join versions on mentions.version_id = versions.version_id
where mentions.status in ('actual', 'historical') and mentions.occurred_from > versions.latest_day
union all
select articles.article_id as subject_id
from {{ ref("fct_articles") }} as articles
where articles.published_on > cast(articles.first_seen_at + interval '{{ days_ahead() }}' day as date)
