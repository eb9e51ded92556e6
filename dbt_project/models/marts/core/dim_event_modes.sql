with plover_modes as (
    select * from {{ ref("plover_modes") }}
),

final as (
    select
        {{ make_id("mod", ["type", "mode"]) }} as event_mode_id,
        type as event_type,
        mode,
        plover_score,
        description
    from plover_modes
)

select * from final
