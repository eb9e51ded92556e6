with figures as (
    select * from {{ ref("stg_validations__precision") }}
),

final as (
    select
        -- keys
        {{ make_id("vpr", ["sample_id", "kind", "question", "part", "part_name"]) }} as validation_precision_id,
        sample_id,
        kind,
        question,
        part,
        part_name,
        -- how many
        population_count,
        row_count,
        unclear_count,
        effective_row_count,
        -- how good
        share,
        share_min,
        share_max,
        -- time
        drawn_at
    from figures
)

select * from final
