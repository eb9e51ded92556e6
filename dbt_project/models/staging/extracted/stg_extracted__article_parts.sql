with article_parts as (
    select * from {{ source("extracted", "article_parts") }}
),

renamed as (
    select
        part_id,
        article_id,
        version_id,
        part_number,
        kind,
        char_start,
        char_end,
        speaker_text,
        {{ utc_timestamp("posted_at") }} as posted_at,
        author,
        batch_id,
        loaded_at
    from article_parts
)

select * from renamed
