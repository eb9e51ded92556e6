with statement_spans as (
    select * from {{ source("annotated", "statement_spans") }}
),

renamed as (
    select
        statement_id,
        article_id,
        version_id,
        span_number,
        char_start,
        char_end,
        exact_text,
        batch_id,
        loaded_at
    from statement_spans
)

select * from renamed
