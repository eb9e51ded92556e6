-- In its last week a source's articles were dated and signed as often as before: a fall by a third is a change of its pages.
{{ config(severity="warn") }}

with articles as (
    select
        outlet_id,
        first_seen_at,
        case when published_on is null then 0.0 else 1.0 end as is_dated,
        case when author is null then 0.0 else 1.0 end as is_signed,
        first_seen_at >= (select max(last_attempt_at) from {{ ref("rpt_outlet_health") }}) - interval '168' hour as is_new
    from {{ ref("fct_articles") }}
),

compared as (
    select
        outlet_id,
        count(case when is_new then 1 end) as new_count,
        count(case when not is_new then 1 end) as old_count,
        avg(case when is_new then is_dated end) as new_dated_share,
        avg(case when not is_new then is_dated end) as old_dated_share,
        avg(case when is_new then is_signed end) as new_signed_share,
        avg(case when not is_new then is_signed end) as old_signed_share
    from articles
    group by outlet_id
)

select * from compared
where
    new_count >= 20 and old_count >= 20 -- fewer say nothing of a share
    and (new_dated_share < old_dated_share - 0.33 or new_signed_share < old_signed_share - 0.33)
