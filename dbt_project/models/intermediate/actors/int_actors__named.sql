{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with mentions as (
    select * from {{ ref("int_mentions__resolved") }}
    where {{ in_stale_days("seen_on") }} and actor_id is not null
),

named as (
    select
        actor_id,
        version_id,
        article_id,
        source_id,
        is_current,
        first_seen_at,
        seen_on,
        count(*) as mention_count
    from mentions
    group by actor_id, version_id, article_id, source_id, is_current, first_seen_at, seen_on
)

select * from named
