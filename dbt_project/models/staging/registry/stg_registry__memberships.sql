with memberships as (
    select * from {{ source("registry", "memberships") }}
),

renamed as (
    select
        member_id,
        body_id,
        {{ partial_date_from("nullif(valid_from, '')") }} as valid_from,
        {{ partial_date_to("nullif(valid_to, '')") }} as valid_to,
        nullif(source, '') as source
    from memberships
)

select * from renamed
