{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with actors as (
    select * from {{ ref("stg_annotated__actors") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
    where {{ in_stale_days("first_seen_at") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

resolved as (
    select
        coalesce(moves.new_id, actors.actor_id) as actor_id,
        cast(annotations.first_seen_at as date) as seen_on,
        annotations.is_current,
        actors.name,
        actors.kind,
        actors.country,
        actors.sector,
        actors.gender,
        actors.role,
        actors.wikidata_id
    from actors
    inner join annotations on actors.version_id = annotations.version_id and actors.batch_id = annotations.batch_id
    left join moves on actors.version_id = moves.version_id and actors.actor_id = moves.old_id
),

described as (
    select
        actor_id,
        seen_on,
        name,
        kind,
        country,
        sector,
        gender,
        role,
        wikidata_id,
        count(*) as version_count,
        sum(case when is_current then 1 else 0 end) as article_count
    from resolved
    group by actor_id, seen_on, name, kind, country, sector, gender, role, wikidata_id
)

select * from described
