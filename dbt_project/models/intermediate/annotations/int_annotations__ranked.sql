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
        versions.first_seen_at,
        row_number() over (
            partition by annotations.version_id
            order by annotations.annotated_at desc nulls last, annotations.batch_id desc
        ) as recency,
        versions.is_current as is_current_version
    from annotations
    inner join versions on annotations.version_id = versions.version_id
),

judged as (
    select
        *,
        recency > 1 as is_superseded,
        is_current_version and recency = 1 as is_current
    from ranked
)

select * from judged
