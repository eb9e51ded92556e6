{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}") }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where {{ is_stale("event_id") }}
),

numbers as (
    select * from {{ ref("stg_annotated__event_numbers") }}
),

final as (
    select
        numbers.number_id,
        mentions.event_mention_id,
        mentions.event_id,
        mentions.version_id,
        numbers.kind,
        numbers.low as value_min,
        numbers.high as value_max,
        numbers.is_approximate,
        numbers.currency,
        numbers.char_start,
        numbers.char_end,
        numbers.exact_text,
        mentions.is_current
    from mentions
    inner join numbers
        on
            mentions.event_mention_id = numbers.event_mention_id
            and mentions.batch_id = numbers.batch_id
)

select * from final
