-- The number on a chart is the number of rows behind it.
with events as (
    select * from {{ ref("fct_events") }}
),

mentions as (
    select
        event_id,
        sum(case when is_current then 1 else 0 end) as mention_count,
        count(distinct case when is_current then story_id end) as story_count
    from {{ ref("fct_event_mentions") }}
    group by event_id
)

select
    events.event_id,
    events.mention_count,
    mentions.mention_count as counted
from events
left join mentions on events.event_id = mentions.event_id
where
    mentions.event_id is null
    or events.mention_count <> mentions.mention_count
    or events.story_count <> mentions.story_count
    or events.is_current <> (mentions.mention_count > 0)
