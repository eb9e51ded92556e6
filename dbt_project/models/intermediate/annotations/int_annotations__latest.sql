with annotations as (
    select * from {{ ref("stg_annotated__annotations") }}
),

versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

ranked as (
    select
        annotations.*,
        versions.source_id,
        versions.is_current,
        versions.first_seen_at,
        row_number() over (
            partition by annotations.version_id
            order by annotations.annotated_at desc nulls last, annotations.batch_id desc
        ) as recency
    from annotations
    inner join versions on annotations.version_id = versions.version_id
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
        token_count
    from ranked
    where recency = 1
)

select * from latest
