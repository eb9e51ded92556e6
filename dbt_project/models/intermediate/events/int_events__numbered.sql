{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }}
),

numbers as (
    select * from {{ ref("stg_annotated__event_numbers") }}
    where kind <> 'amount'
),

-- least and most that any telling mention allows; those that allow no common number contradict each other
ranges as (
    select
        mentions.event_id,
        numbers.kind,
        min(coalesce(numbers.low, 0)) as low,
        max(coalesce(numbers.high, numbers.low)) as high,
        max(coalesce(numbers.low, 0)) > min(coalesce(numbers.high, 1e15)) as is_contradictory
    from mentions
    inner join numbers
        on
            mentions.event_mention_id = numbers.event_mention_id
            and mentions.batch_id = numbers.batch_id
    group by mentions.event_id, numbers.kind
),

numbered as (
    select
        event_id,
        cast(max(case when kind = 'killed' then low end) as bigint) as killed_min,
        cast(max(case when kind = 'killed' then high end) as bigint) as killed_max,
        cast(max(case when kind = 'wounded' then low end) as bigint) as wounded_min,
        cast(max(case when kind = 'wounded' then high end) as bigint) as wounded_max,
        cast(max(case when kind = 'arrested' then low end) as bigint) as arrested_min,
        cast(max(case when kind = 'arrested' then high end) as bigint) as arrested_max,
        cast(max(case when kind = 'protesters' then low end) as bigint) as protesters_min,
        cast(max(case when kind = 'protesters' then high end) as bigint) as protesters_max,
        sum(case when is_contradictory then 1 else 0 end) as contradiction_count
    from ranges
    group by event_id
)

select * from numbered
