with annotations as (
    select * from {{ source("annotated", "annotations") }}
),

renamed as (
    select
        article_id,
        version_id,
        text_sha256,
        annotator_name,
        annotator_version,
        {{ utc_timestamp("annotated_at") }} as annotated_at,
        sentence_count,
        token_count,
        reading_limit,
        batch_id,
        loaded_at
    from annotations
)

select * from renamed
