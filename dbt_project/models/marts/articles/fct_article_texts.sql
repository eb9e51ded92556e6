{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with versions as (
    select * from {{ ref("int_article_versions__numbered") }}
    where {{ in_stale_days("first_seen_at") }}
),

articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

final as (
    select
        versions.version_id,
        versions.article_id,
        cast(versions.first_seen_at as date) as seen_on,
        articles.text_sha256,
        length(articles.text) as char_count,
        articles.text
    from versions
    inner join articles
        on
            versions.fetch_id = articles.fetch_id
            and versions.batch_id = articles.batch_id
            and versions.version_id = articles.version_id
)

select * from final
