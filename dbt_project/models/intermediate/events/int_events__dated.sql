{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }} and occurred_from is not null
),

votes as (
    select
        event_id,
        occurred_from,
        occurred_to,
        occurred_precision,
        count(distinct story_id) as story_count
    from mentions
    group by event_id, occurred_from, occurred_to, occurred_precision
),

-- the most precise date wins, then the one that most stories give
ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by
                case occurred_precision when 'day' then 1 when 'month' then 2 else 3 end,
                story_count desc,
                occurred_from
        ) as place
    from votes
),

dated as (
    select
        event_id,
        occurred_from,
        occurred_to,
        occurred_precision
    from ranked
    where place = 1
)

select * from dated
