with digested as (
    select * from {{ ref("int_events__digested") }}
),

built as (
    select * from {{ ref("stg_audit__built_events") }}
),

-- also events that have no mentions any more; a NULL digest equals none
stale as (
    select distinct coalesce(digested.event_id, built.event_id) as event_id
    from digested
    full outer join built on digested.event_id = built.event_id and digested.digest = built.digest
    where digested.event_id is null or built.event_id is null
)

select * from stale
