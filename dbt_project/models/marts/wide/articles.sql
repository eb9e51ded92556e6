with articles as (
    select * from {{ ref("fct_articles") }}
),

outlets as (
    select * from {{ ref("dim_outlets") }}
),

versions as (
    select * from {{ ref("fct_article_versions") }}
),

stories as (
    select * from {{ ref("fct_stories") }}
),

originals as (
    select
        articles.story_id,
        articles.published_at,
        outlets.name
    from articles
    inner join stories on articles.article_id = stories.original_article_id
    left join outlets on articles.outlet_id = outlets.outlet_id
),

said as (
    select
        article_id,
        count(*) as statement_count
    from {{ ref("fct_statements") }}
    where is_current
    group by article_id
),

told as (
    select
        article_id,
        count(*) as event_mention_count
    from {{ ref("fct_event_mentions") }}
    where is_current
    group by article_id
),

final as (
    select
        -- time
        articles.published_at,
        articles.published_on,
        articles.published_offset_minutes,
        articles.modified_at,
        articles.first_seen_at,
        articles.corrected_at,
        articles.withdrawn_at,
        -- what the page says
        articles.title,
        case
            when outlets.kind = 'files' then coalesce(articles.site_name, outlets.name)
            else outlets.name
        end as outlet_name,
        outlets.country as outlet_country,
        outlets.kind as outlet_kind,
        articles.author,
        articles.section,
        articles.tags,
        articles.genre,
        articles.topic,
        articles.language,
        articles.url,
        articles.canonical_url,
        articles.site_name,
        articles.wire_credit,
        articles.dateline_place,
        articles.dateline_on,
        articles.word_count,
        articles.char_count,
        -- state
        articles.status,
        articles.is_live_blog,
        articles.is_paywalled,
        articles.is_annotated,
        articles.version_count,
        articles.quality_doubts,
        -- what was found in it
        coalesce(said.statement_count, 0) as statement_count,
        coalesce(told.event_mention_count, 0) as event_mention_count,
        -- the story it belongs to
        articles.is_original,
        originals.name as original_outlet_name,
        originals.published_at as original_published_at,
        stories.article_count as story_article_count,
        stories.outlet_count as story_outlet_count,
        -- where the page is kept, and what read it
        versions.archive_path,
        versions.archive_offset,
        versions.extractor_version,
        -- keys
        articles.article_id,
        articles.version_id,
        articles.story_id,
        articles.outlet_id,
        versions.batch_id
    from articles
    inner join versions on articles.version_id = versions.version_id
    left join outlets on articles.outlet_id = outlets.outlet_id
    left join stories on articles.story_id = stories.story_id
    left join originals on articles.story_id = originals.story_id
    left join said on articles.article_id = said.article_id
    left join told on articles.article_id = told.article_id
)

select * from final
