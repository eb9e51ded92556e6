-- On its last whole day a source brought no less than a fifth and no more than five times its usual day of the four weeks before.
{{ config(severity="warn") }}

with articles as (
    select
        outlet_id,
        cast(first_seen_at as date) as seen_on
    from {{ ref("fct_articles") }}
),

last_day as (
    select cast(max(last_attempt_at) as date) - 1 as last_on from {{ ref("rpt_outlet_health") }}
),

days as (
    select
        articles.outlet_id,
        articles.seen_on,
        last_day.last_on,
        count(*) as article_count
    from articles
    cross join last_day
    where articles.seen_on between last_day.last_on - 28 and last_day.last_on
    group by articles.outlet_id, articles.seen_on, last_day.last_on
),

compared as (
    select
        outlet_id,
        sum(case when seen_on = last_on then article_count else 0 end) as last_count,
        median(case when seen_on < last_on then article_count end) as usual_count,
        count(case when seen_on < last_on then 1 end) as day_count
    from days
    group by outlet_id
)

select * from compared
-- fewer than seven days with articles are no habit, and a usual day below five is chance
where day_count >= 7 and usual_count >= 5 and (last_count < usual_count / 5 or last_count > usual_count * 5)
