with fetches as (
    select * from {{ source("raw", "fetches") }}
),

renamed as (
    select
        fetch_id,
        source_id,
        run_key,
        kind,
        url,
        final_url,
        url_key,
        article_id,
        seen_in,
        {{ utc_timestamp("requested_at") }} as requested_at,
        outcome,
        reason,
        detail,
        http_status,
        byte_count,
        elapsed_ms,
        etag,
        last_modified,
        content_type,
        body_sha256,
        warc_path,
        warc_offset,
        hint_title,
        {{ utc_timestamp("hint_published_at") }} as hint_published_at,
        {{ utc_timestamp("first_seen_at") }} as first_seen_at,
        collector_version,
        batch_id,
        loaded_at
    from fetches
)

select * from renamed
