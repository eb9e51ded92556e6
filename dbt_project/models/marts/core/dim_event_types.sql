with plover_types as (
    select * from {{ ref("plover_types") }}
),

quad_classes as (
    select * from {{ ref("quad_classes") }}
),

final as (
    select
        plover_types.type as event_type,
        plover_types.quad as quad_class,
        quad_classes.quad_code,
        quad_classes.quad_name,
        plover_types.plover_score,
        plover_types.recipient_required as is_recipient_required,
        plover_types.description
    from plover_types
    left join quad_classes on plover_types.quad = quad_classes.quad_class
)

select * from final
