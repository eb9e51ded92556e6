with fetches as (
    select * from {{ ref("stg_raw__fetches") }}
),

ranked as (
    select
        *,
        row_number() over (partition by fetch_id order by requested_at, batch_id) as copy_number
    from fetches
),

deduplicated as (
    select
        fetch_id,
        source_id,
        run_key,
        kind,
        url,
        final_url,
        article_id,
        requested_at,
        outcome,
        reason,
        detail,
        http_status,
        byte_count,
        elapsed_ms,
        body_sha256,
        warc_path,
        warc_offset,
        first_seen_at
    from ranked
    where copy_number = 1
)

select * from deduplicated
