with countries as (
    select * from {{ ref("countries") }}
),

final as (
    select
        country,
        iso2_code,
        name,
        fips_code,
        cow_code,
        cameo_code
    from countries
)

select * from final
