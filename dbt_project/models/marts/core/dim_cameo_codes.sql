with cameo_codes as (
    select * from {{ ref("cameo_codes") }}
),

final as (
    select
        code as cameo_code,
        substr(code, 1, 2) as cameo_root_code,
        name,
        goldstein,
        quad_class as cameo_quad_class,
        plover_type as event_type,
        plover_mode as mode
    from cameo_codes
)

select * from final
