with outlets as (
    select * from {{ ref("dim_outlets") }}
),

fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

extractions as (
    select * from {{ ref("int_extractions__latest") }}
),

articles as (
    select
        outlet_id,
        cast(date_trunc('hour', first_seen_at) as timestamp) as hour_at,
        count(*) as article_count
    from {{ ref("fct_articles") }}
    where first_seen_at is not null
    group by outlet_id, date_trunc('hour', first_seen_at)
),

attempts as (
    select
        fetches.*,
        cast(date_trunc('hour', fetches.requested_at) as timestamp) as hour_at,
        fetches.outcome in ('fetched', 'unchanged') as is_success,
        fetches.kind in ('feed', 'sitemap', 'listing') as is_poll,
        fetches.outcome = 'fetched' and fetches.kind in ('article', 'file') as is_page,
        extractions.outcome as extract_outcome
    from fetches
    left join extractions on fetches.fetch_id = extractions.fetch_id
    where fetches.kind <> 'robots' and fetches.requested_at is not null
),

-- an hour in which nobody asked has no row: what happened in it is unknown, not silence
hours as (
    select
        source_id,
        hour_at,
        count(*) as attempt_count,
        count(case when is_poll then 1 end) as poll_count,
        count(case when outcome = 'fetched' then 1 end) as fetched_count,
        count(case when outcome = 'unchanged' then 1 end) as unchanged_count,
        count(case when outcome = 'gone' then 1 end) as gone_count,
        count(case when outcome = 'blocked' then 1 end) as blocked_count,
        count(case when outcome = 'rejected' then 1 end) as rejected_count,
        count(case when outcome = 'failed' then 1 end) as failed_count,
        count(case when is_success then 1 end) as success_count,
        coalesce(sum(byte_count), 0) as byte_count,
        median(elapsed_ms) as median_ms,
        count(case when is_page then 1 end) as page_count,
        count(case when is_page and extract_outcome = 'rejected' then 1 end) as no_article_count,
        count(case when is_poll and outcome = 'rejected' then 1 end) as unreadable_poll_count
    from attempts
    group by source_id, hour_at
),

counted as (
    select
        hours.*,
        coalesce(articles.article_count, 0) as article_count,
        outlets.expected_articles_per_day_min,
        min(hours.hour_at) over (partition by hours.source_id) as first_hour_at,
        max(case when articles.article_count > 0 then hours.hour_at end) over (
            partition by hours.source_id order by hours.hour_at
            rows between unbounded preceding and current row
        ) as last_article_hour_at
    from hours
    left join outlets on hours.source_id = outlets.outlet_id
    left join articles on hours.source_id = articles.outlet_id and hours.hour_at = articles.hour_at
),

quiet as (
    select
        *,
        {{ hours_between("coalesce(last_article_hour_at, first_hour_at)", "hour_at") }} as quiet_hours
    from counted
),

final as (
    select
        -- keys
        {{ make_id("hou", ["source_id", "cast(hour_at as string)"]) }} as outlet_hour_id,
        source_id as outlet_id,
        hour_at,
        -- attempts
        attempt_count,
        poll_count,
        fetched_count,
        unchanged_count,
        gone_count,
        blocked_count,
        rejected_count,
        failed_count,
        article_count,
        cast(byte_count as bigint) as byte_count,
        cast(median_ms as double) as median_ms,
        cast(quiet_hours as bigint) as quiet_hour_count,
        -- verdicts
        case
            when success_count = 0 then false
            when expected_articles_per_day_min > 0
                then quiet_hours * expected_articles_per_day_min > 24 * {{ var("silence_factor") }}
        end as is_silent,
        success_count = 0 and blocked_count > 0 as is_blocked,
        coalesce(median_ms > {{ var("slow_ms") }}, false) as is_slow,
        unreadable_poll_count > 0 or (page_count >= 3 and no_article_count * 2 > page_count) as is_changed
    from quiet
)

select * from final
