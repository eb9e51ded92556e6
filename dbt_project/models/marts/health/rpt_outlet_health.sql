with outlets as (
    select * from {{ ref("dim_outlets") }}
),

fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

troubled as (
    select
        outlets.outlet_id,
        count(case when hours.is_silent then 1 end) as silent_hour_count,
        count(case when hours.is_blocked then 1 end) as blocked_hour_count,
        count(case when hours.is_slow then 1 end) as slow_hour_count,
        count(case when hours.is_changed then 1 end) as changed_hour_count
    from outlets
    left join {{ ref("rpt_outlet_hours") }} as hours on outlets.outlet_id = hours.outlet_id
    group by outlets.outlet_id
),

-- the present is the newest request of all outlets, so that a rebuild gives the same
newest as (
    select cast(max(requested_at) as date) as day_on from fetches
),

waiting as (
    select
        outlet_id,
        count(case when is_pending then 1 end) as pending_count,
        count(case when is_given_up then 1 end) as given_up_count
    from {{ ref("rpt_pipeline_outcomes") }}
    group by outlet_id
),

aged as (
    select
        articles.*,
        {{ days_between("coalesce(articles.published_on, cast(articles.first_seen_at as date))", "newest.day_on") }}
            as days_old
    from articles
    cross join newest
),

published as (
    select
        outlet_id,
        count(*) as article_count,
        count(case when status = 'withdrawn' then 1 end) as withdrawn_article_count,
        count(published_on) as dated_article_count,
        count(author) as signed_article_count,
        max(first_seen_at) as last_article_at,
        count(case when days_old between 0 and {{ var("health_window_days") }} - 1 then 1 end) as window_article_count,
        least({{ var("health_window_days") }}, 1 + greatest(0, max(days_old))) as window_days
    from aged
    group by outlet_id
),

measured as (
    select
        troubled.*,
        coalesce(attempted.attempt_count, 0) as attempt_count,
        coalesce(attempted.success_count, 0) as success_count,
        coalesce(attempted.blocked_count, 0) as blocked_count,
        coalesce(attempted.failed_count, 0) as failed_count,
        coalesce(attempted.rejected_count, 0) as rejected_count,
        coalesce(attempted.gone_count, 0) as gone_count,
        coalesce(attempted.newest_run_success_count, 0) as newest_run_success_count,
        coalesce(attempted.newest_run_blocked_count, 0) as newest_run_blocked_count,
        coalesce(waiting.pending_count, 0) as pending_count,
        coalesce(waiting.given_up_count, 0) as given_up_count,
        attempted.first_attempt_at,
        attempted.last_attempt_at,
        attempted.last_success_at,
        coalesce(published.article_count, 0) as article_count,
        coalesce(published.withdrawn_article_count, 0) as withdrawn_article_count,
        published.last_article_at,
        cast(published.window_days as bigint) as window_days,
        coalesce(published.window_article_count, 0) as window_article_count,
        cast(published.window_article_count as double) / published.window_days as articles_per_day,
        outlets.expected_articles_per_day_min,
        outlets.expected_articles_per_day_max,
        outlets.expected_published_on_share,
        outlets.expected_author_share,
        cast(published.dated_article_count as double) / published.article_count as published_on_share,
        cast(published.signed_article_count as double) / published.article_count as author_share
    from outlets
    inner join troubled on outlets.outlet_id = troubled.outlet_id
    left join {{ ref("int_sources__attempted") }} as attempted on outlets.outlet_id = attempted.source_id
    left join waiting on outlets.outlet_id = waiting.outlet_id
    left join published on outlets.outlet_id = published.outlet_id
),

final as (
    select
        outlet_id,
        case
            when attempt_count = 0 then 'not_attempted'
            when newest_run_success_count = 0 and newest_run_blocked_count > 0 then 'blocked'
            when newest_run_success_count = 0 then 'failing'
            when
                coalesce(
                    expected_articles_per_day_min,
                    expected_articles_per_day_max,
                    expected_published_on_share,
                    expected_author_share
                ) is null
                then 'no_expectation'
            when coalesce(articles_per_day, 0) < expected_articles_per_day_min then 'below_expected'
            when
                published_on_share < expected_published_on_share or author_share < expected_author_share
                then 'incomplete'
            when articles_per_day > expected_articles_per_day_max then 'above_expected'
            else 'as_expected'
        end as health,
        attempt_count,
        success_count,
        blocked_count,
        failed_count,
        rejected_count,
        gone_count,
        pending_count,
        given_up_count,
        first_attempt_at,
        last_attempt_at,
        last_success_at,
        last_article_at,
        article_count,
        withdrawn_article_count,
        window_days,
        window_article_count,
        articles_per_day,
        expected_articles_per_day_min,
        expected_articles_per_day_max,
        published_on_share,
        expected_published_on_share,
        author_share,
        expected_author_share,
        silent_hour_count,
        blocked_hour_count,
        slow_hour_count,
        changed_hour_count
    from measured
)

select * from final
