with sentences as (
    select * from {{ source("annotated", "sentences") }}
),

renamed as (
    select
        article_id,
        version_id,
        sentence_number,
        char_start,
        char_end,
        batch_id,
        loaded_at
    from sentences
)

select * from renamed
