{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}") }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }}
),

contexts as (
    select * from {{ ref("stg_annotated__event_contexts") }}
    where context is not null
),

named as (
    select distinct
        mentions.event_id,
        contexts.context
    from mentions
    inner join contexts
        on
            mentions.event_mention_id = contexts.event_mention_id
            and mentions.batch_id = contexts.batch_id
),

final as (
    select
        {{ make_id("evc", ["event_id", "context"]) }} as event_context_id,
        event_id,
        context
    from named
)

select * from final
