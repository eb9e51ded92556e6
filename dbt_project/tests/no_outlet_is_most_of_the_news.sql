-- No outlet brings more than half of all articles where there are three or more: counts would be its habits.
{{ config(severity="warn") }}

with counted as (
    select
        source_id,
        count(*) as article_count,
        sum(count(*)) over () as all_count,
        count(*) over () as source_count
    from {{ ref("fct_articles") }}
    group by source_id
)

select * from counted
where source_count >= 3 and all_count >= 50 and article_count > 0.5 * all_count
