with articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

extractions as (
    select * from {{ ref("int_extractions__latest") }}
),

fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

ranked as (
    select
        articles.*,
        fetches.body_sha256,
        coalesce(fetches.requested_at, articles.first_seen_at) as seen_at,
        row_number() over (partition by articles.fetch_id order by articles.version_id) as copy_number
    from articles
    inner join extractions
        on
            articles.fetch_id = extractions.fetch_id
            and articles.batch_id = extractions.batch_id
            and extractions.outcome = 'article'
    left join fetches on articles.fetch_id = fetches.fetch_id
),

extracted as (
    select
        fetch_id,
        batch_id,
        article_id,
        version_id,
        source_id,
        text_sha256,
        body_sha256,
        extractor_version,
        seen_at
    from ranked
    where copy_number = 1
)

select * from extracted
