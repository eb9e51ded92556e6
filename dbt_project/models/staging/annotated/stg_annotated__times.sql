with times as (
    select * from {{ source("annotated", "times") }}
),

renamed as (
    select
        time_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        type,
        value,
        batch_id,
        loaded_at
    from times
)

select * from renamed
