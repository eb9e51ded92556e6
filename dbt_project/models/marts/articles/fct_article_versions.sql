with versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

changes as (
    select * from {{ ref("stg_clusters__version_changes") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

worded as (
    select
        versions.*,
        articles.title,
        articles.section,
        articles.genre,
        articles.topic,
        articles.text_sha256,
        articles.word_count,
        articles.modified_at,
        articles.is_correction,
        articles.quality_doubts,
        annotations.reading_limit,
        articles.extractor_name,
        articles.extractor_version,
        articles.loaded_at,
        fetches.warc_path,
        fetches.warc_offset,
        changes.change_ratio,
        lag(articles.word_count)
            over (partition by versions.article_id order by versions.version_number)
            as previous_word_count
    from versions
    inner join articles
        on
            versions.fetch_id = articles.fetch_id
            and versions.batch_id = articles.batch_id
            and versions.version_id = articles.version_id
    left join fetches on versions.fetch_id = fetches.fetch_id
    left join changes
        on
            versions.version_id = changes.version_id
            and versions.previous_version_id = changes.previous_version_id
    left join annotations on versions.version_id = annotations.version_id
),

final as (
    select
        -- keys
        version_id,
        article_id,
        source_id as outlet_id,
        previous_version_id,
        version_number,
        -- what the page says
        title,
        section,
        genre,
        topic,
        text_sha256,
        word_count,
        is_correction,
        quality_doubts,
        reading_limit,
        -- state
        change_kind,
        word_count - previous_word_count as word_count_change,
        change_ratio,
        is_current,
        -- time
        modified_at,
        first_seen_at,
        first_seen_at as valid_from,
        valid_to,
        -- provenance
        warc_path as archive_path,
        warc_offset as archive_offset,
        batch_id,
        extractor_name,
        extractor_version,
        loaded_at
    from worded
)

select * from final
