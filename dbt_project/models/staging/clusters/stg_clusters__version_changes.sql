with version_changes as (
    select * from {{ source("clusters", "version_changes") }}
),

renamed as (
    select
        version_id,
        previous_version_id,
        change_ratio
    from version_changes
)

select * from renamed
