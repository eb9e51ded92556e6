with versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

parts as (
    select * from {{ ref("stg_extracted__article_parts") }}
),

final as (
    select
        -- keys
        parts.part_id,
        versions.article_id,
        versions.version_id,
        versions.source_id as outlet_id,
        -- evidence
        parts.part_number,
        parts.kind,
        parts.char_start,
        parts.char_end,
        parts.speaker_text,
        parts.author,
        -- state
        versions.is_current,
        -- time
        parts.posted_at
    from versions
    inner join parts
        on
            versions.version_id = parts.version_id
            and versions.batch_id = parts.batch_id
)

select * from final
