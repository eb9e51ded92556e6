with built_events as (
    select * from {{ source("audit", "built_events") }}
),

renamed as (
    select
        event_id,
        digest
    from built_events
)

select * from renamed
