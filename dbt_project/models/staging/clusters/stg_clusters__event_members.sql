with event_members as (
    select * from {{ source("clusters", "event_members") }}
),

renamed as (
    select
        event_mention_id,
        event_id
    from event_members
)

select * from renamed
