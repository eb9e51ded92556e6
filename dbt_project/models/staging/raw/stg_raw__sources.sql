with sources as (
    select * from {{ source("raw", "sources") }}
),

renamed as (
    select
        source_id,
        name,
        homepage,
        domain,
        country,
        language,
        kind,
        expected_articles_per_day_min,
        expected_articles_per_day_max,
        expected_published_on_share,
        expected_author_share,
        {{ utc_timestamp("observed_at") }} as observed_at,
        batch_id,
        loaded_at
    from sources
)

select * from renamed
