{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }}
),

parties as (
    select * from {{ ref("int_event_parties__resolved") }}
),

counted as (
    select
        mentions.event_id,
        parties.actor_id,
        parties.role,
        sum(case when mentions.is_current then 1 else 0 end) as mention_count,
        count(distinct mentions.story_id) as story_count
    from mentions
    inner join parties on mentions.event_mention_id = parties.event_mention_id
    group by mentions.event_id, parties.actor_id, parties.role
)

select * from counted
