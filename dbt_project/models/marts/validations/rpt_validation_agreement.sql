with figures as (
    select * from {{ ref("stg_validations__agreement") }}
),

final as (
    select
        -- keys
        {{ make_id("vag", ["sample_id", "kind", "question"]) }} as validation_agreement_id,
        sample_id,
        kind,
        question,
        -- how many
        row_count,
        -- how alike
        agreement_share,
        alpha_score
    from figures
)

select * from final
