with versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

texts as (
    select
        version_id,
        char_count
    from {{ ref("fct_article_texts") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

histories as (
    select
        article_id,
        count(*) as version_count,
        min(first_seen_at) as first_seen_at,
        max(case when change_kind = 'text_changed' then first_seen_at end) as corrected_at
    from versions
    group by article_id
),

-- what a source usually prints: the median over its articles as they stand now
usual as (
    select
        versions.source_id,
        median(articles.word_count) as word_count
    from versions
    inner join articles
        on
            versions.fetch_id = articles.fetch_id
            and versions.batch_id = articles.batch_id
            and versions.version_id = articles.version_id
    where versions.is_latest
    group by versions.source_id
),

final as (
    select
        -- keys
        versions.article_id,
        versions.source_id as outlet_id,
        stories.story_id,
        versions.version_id,
        -- what the page says
        articles.url,
        articles.canonical_url,
        articles.title,
        articles.author,
        articles.site_name,
        articles.section,
        articles.tags,
        articles.genre,
        articles.topic,
        articles.language,
        articles.wire_credit,
        articles.dateline_place,
        articles.dateline_on,
        articles.is_live_blog,
        articles.is_paywalled,
        articles.word_count,
        texts.char_count,
        articles.text_sha256,
        -- how far to trust it
        articles.link_density,
        articles.boilerplate_share,
        articles.language_score,
        cast(articles.word_count / nullif(usual.word_count, 0) as double) as length_ratio,
        articles.quality_doubts,
        -- where it comes from
        articles.title_from as title_basis,
        articles.author_from as author_basis,
        articles.published_from as published_basis,
        articles.modified_from as modified_basis,
        articles.section_from as section_basis,
        articles.genre_from as genre_basis,
        articles.topic_from as topic_basis,
        articles.body_from as body_basis,
        -- state
        case
            when versions.withdrawn_at is not null then 'withdrawn'
            when histories.corrected_at is not null or articles.is_correction then 'corrected'
            else 'current'
        end as status,
        stories.is_original,
        annotations.version_id is not null as is_annotated,
        histories.version_count,
        -- time
        articles.published_at,
        articles.published_on,
        articles.published_offset_minutes,
        articles.modified_at,
        histories.first_seen_at,
        histories.corrected_at,
        versions.withdrawn_at
    from versions
    inner join histories on versions.article_id = histories.article_id
    inner join articles
        on
            versions.fetch_id = articles.fetch_id
            and versions.batch_id = articles.batch_id
            and versions.version_id = articles.version_id
    inner join texts on versions.version_id = texts.version_id
    inner join stories on versions.article_id = stories.article_id
    left join usual on versions.source_id = usual.source_id
    left join annotations on versions.version_id = annotations.version_id
    where versions.is_latest
)

select * from final
