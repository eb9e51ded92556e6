{{ config(materialized="view") }}

with articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

days as (
    select
        version_id,
        max(published_on) as published_on,
        max(modified_on) as modified_on,
        max(cast(first_seen_at as date)) as seen_on
    from articles
    group by version_id
),

told as (
    select
        version_id,
        cast(coalesce(greatest(published_on, modified_on), seen_on) + interval '1' day as date) as latest_day
    from days
)

select * from told
