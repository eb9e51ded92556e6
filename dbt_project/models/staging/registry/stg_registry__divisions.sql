with divisions as (
    select * from {{ source("registry", "divisions") }}
),

renamed as (
    select
        cast(geonames_id as bigint) as geonames_id,
        division as admin1_code,
        is_whole = '1' as is_admin1
    from divisions
)

select * from renamed
