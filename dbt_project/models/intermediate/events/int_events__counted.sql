{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where {{ is_stale("event_id") }}
),

counted as (
    select
        event_id,
        max(is_current) as is_current,
        sum(case when is_current then 1 else 0 end) as mention_count,
        count(distinct case when is_current then article_id end) as article_count,
        count(distinct case when is_current then source_id end) as source_count,
        count(distinct case when is_current then story_id end) as story_count,
        count(distinct case when is_current then story_source_id end) as independent_source_count,
        min(case when is_telling then published_on end) as first_published_on,
        max(case when is_telling then published_on end) as last_published_on,
        min(case when is_telling then first_seen_at end) as first_seen_at,
        max(case when is_telling then first_seen_at end) as last_seen_at
    from mentions
    group by event_id
)

select * from counted
