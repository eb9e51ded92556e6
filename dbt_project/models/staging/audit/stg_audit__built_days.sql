with built_days as (
    select * from {{ source("audit", "built_days") }}
),

renamed as (
    select
        seen_on,
        digest
    from built_days
)

select * from renamed
