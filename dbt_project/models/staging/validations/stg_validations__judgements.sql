with judgements as (
    select * from {{ source("validations", "judgements") }}
),

renamed as (
    select
        judgement_id,
        kind,
        row_id,
        article_id,
        version_id,
        cast(char_start as bigint) as char_start,
        cast(char_end as bigint) as char_end,
        exact_text,
        question,
        claimed,
        answer,
        should_be,
        judged_by,
        {{ utc_timestamp("judged_at") }} as judged_at
    from judgements
)

select * from renamed
