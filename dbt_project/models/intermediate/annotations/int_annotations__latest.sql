with annotations as (
    select * from {{ ref("int_annotations__ranked") }}
),

latest as (
    select
        version_id,
        batch_id,
        article_id,
        source_id,
        is_current,
        first_seen_at,
        annotator_name,
        annotator_version,
        annotated_at,
        sentence_count,
        token_count,
        reading_limit
    from annotations
    where recency = 1
)

select * from latest
