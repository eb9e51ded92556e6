{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}") }}

with event_actors as (
    select * from {{ ref("int_event_actors__counted") }}
    where {{ is_stale("event_id") }}
),

final as (
    select
        {{ make_id("eva", ["event_id", "actor_id", "role"]) }} as event_actor_id,
        event_id,
        actor_id,
        role as party_role,
        cast(mention_count as bigint) as mention_count
    from event_actors
)

select * from final
