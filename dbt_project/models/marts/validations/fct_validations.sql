with judgements as (
    select * from {{ ref("stg_validations__judgements") }}
),

claimed as (
    select * from {{ ref("rpt_validation_claims") }}
),

final as (
    select
        -- keys
        {{ make_id("vli", ["judgements.judgement_id", "judgements.question"]) }} as validation_id,
        judgements.judgement_id,
        judgements.kind,
        judgements.row_id,
        judgements.article_id,
        judgements.version_id,
        -- evidence
        judgements.char_start,
        judgements.char_end,
        judgements.exact_text,
        -- what was asked
        judgements.question,
        judgements.claimed,
        judgements.answer,
        judgements.should_be,
        -- state
        case
            when claimed.row_id is null then 'gone'
            when claimed.claimed = judgements.claimed then 'current'
            else 'stale'
        end as state,
        -- provenance
        judgements.judged_by,
        judgements.judged_at
    from judgements
    left join claimed
        on
            judgements.kind = claimed.kind
            and judgements.row_id = claimed.row_id
            and judgements.question = claimed.question
)

select * from final
