-- No outlet brings more than half of all articles where there are three or more: counts would be its habits.
{{ config(severity="warn") }}

with counted as (
    select
        outlet_id,
        count(*) as article_count,
        sum(count(*)) over () as all_count,
        count(*) over () as outlet_count
    from {{ ref("fct_articles") }}
    group by outlet_id
)

select * from counted
where outlet_count >= 3 and all_count >= 50 and article_count > 0.5 * all_count
