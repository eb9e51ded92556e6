with redirects as (
    select * from {{ source("clusters", "redirects") }}
),

renamed as (
    select
        kind,
        old_id,
        new_id
    from redirects
)

select * from renamed
