-- Of the articles that stand, at least two in five are no copy of another: fewer is a loop or a wire without its credit.
{{ config(severity="warn") }}

with counted as (
    select
        count(*) as article_count,
        avg(case when is_original then 1.0 else 0.0 end) as original_share
    from {{ ref("fct_articles") }}
    where status <> 'withdrawn'
)

select * from counted
where article_count >= 50 and original_share < 0.4
