with fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

attempts as (
    select
        fetches.*,
        fetches.outcome in ('fetched', 'unchanged') as is_success,
        first_value(fetches.run_key) over (
            partition by fetches.source_id order by fetches.requested_at desc, fetches.fetch_id
        ) as newest_run_key
    from fetches
    where fetches.kind <> 'robots' -- reading robots.txt is no success in reading the source
),

attempted as (
    select
        source_id,
        count(*) as attempt_count,
        count(case when is_success then 1 end) as success_count,
        count(case when outcome = 'blocked' then 1 end) as blocked_count,
        count(case when outcome = 'failed' then 1 end) as failed_count,
        count(case when outcome = 'rejected' then 1 end) as rejected_count,
        count(case when outcome = 'gone' then 1 end) as gone_count,
        count(case when is_success and run_key = newest_run_key then 1 end) as newest_run_success_count,
        count(case when outcome = 'blocked' and run_key = newest_run_key then 1 end) as newest_run_blocked_count,
        min(requested_at) as first_attempt_at,
        max(requested_at) as last_attempt_at,
        max(case when is_success then requested_at end) as last_success_at
    from attempts
    group by source_id
)

select * from attempted
