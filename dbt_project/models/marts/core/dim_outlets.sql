with sources as (
    select * from {{ ref("stg_raw__sources") }}
),

fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

-- a source that was fetched is a source, even if the registry forgot it
known as (
    select source_id from sources
    where source_id is not null
    union
    select source_id from fetches
    where source_id is not null
    union
    select source_id from versions
    where source_id is not null
),

ranked as (
    select
        *,
        row_number() over (partition by source_id order by observed_at desc nulls last, batch_id desc) as recency
    from sources
),

final as (
    select
        known.source_id as outlet_id,
        ranked.name,
        ranked.homepage as homepage_url,
        ranked.domain,
        ranked.country,
        ranked.language,
        ranked.kind,
        ranked.expected_articles_per_day_min,
        ranked.expected_articles_per_day_max,
        ranked.expected_published_on_share,
        ranked.expected_author_share
    from known
    left join ranked on known.source_id = ranked.source_id and ranked.recency = 1
)

select * from final
