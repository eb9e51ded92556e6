with plover_sectors as (
    select * from {{ ref("plover_sectors") }}
),

final as (
    select
        sector,
        cameo_code,
        description
    from plover_sectors
)

select * from final
