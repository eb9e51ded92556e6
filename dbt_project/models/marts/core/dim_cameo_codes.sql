with cameo_codes as (
    select * from {{ ref("cameo_codes") }}
),

final as (
    select
        cameo_code,
        substr(cameo_code, 1, 2) as cameo_root_code,
        name,
        goldstein,
        cast(
            case
                when substr(cameo_code, 1, 2) <= '05' then 1
                when substr(cameo_code, 1, 2) <= '08' then 2
                when substr(cameo_code, 1, 2) <= '13' then 3
                else 4
            end as bigint
        ) as cameo_quad_class,
        event_type,
        mode
    from cameo_codes
)

select * from final
