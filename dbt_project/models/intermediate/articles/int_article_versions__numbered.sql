with extracted as (
    select * from {{ ref("int_articles__extracted") }}
),

duplicates as (
    select * from {{ ref("int_articles__duplicated") }}
),

withdrawn as (
    select * from {{ ref("int_articles__withdrawn") }}
),

readings as (
    select
        extracted.*,
        min(extracted.seen_at) over (partition by extracted.version_id) as first_seen_at,
        lead(extracted.seen_at) over (
            partition by extracted.article_id order by extracted.seen_at, extracted.fetch_id
        ) as next_seen_at,
        row_number() over (
            partition by extracted.version_id order by extracted.seen_at desc, extracted.fetch_id desc
        ) as recency
    from extracted
    left join duplicates on extracted.article_id = duplicates.article_id
    where duplicates.article_id is null
),

-- the last reading of a version is followed by another text, or by nothing: then the version is the article's latest
versions as (
    select
        *,
        row_number() over (partition by article_id order by first_seen_at, version_id) as version_number,
        lag(body_sha256) over (partition by article_id order by first_seen_at, version_id) as previous_body_sha256,
        lag(version_id) over (partition by article_id order by first_seen_at, version_id) as previous_version_id
    from readings
    where recency = 1
),

numbered as (
    select
        versions.version_id,
        versions.article_id,
        versions.source_id,
        versions.fetch_id,
        versions.batch_id,
        versions.version_number,
        versions.previous_version_id,
        versions.first_seen_at,
        coalesce(versions.next_seen_at, withdrawn.withdrawn_at) as valid_to,
        withdrawn.withdrawn_at,
        versions.next_seen_at is null as is_latest,
        versions.next_seen_at is null and withdrawn.article_id is null as is_current,
        case
            when versions.previous_version_id is null then 'first'
            when versions.previous_body_sha256 = versions.body_sha256 then 're_extracted'
            else 'text_changed'
        end as change_kind
    from versions
    left join withdrawn on versions.article_id = withdrawn.article_id
)

select * from numbered
