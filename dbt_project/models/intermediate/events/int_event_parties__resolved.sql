{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with parties as (
    select * from {{ ref("stg_annotated__event_parties") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
    where {{ in_stale_days("first_seen_at") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

resolved as (
    select distinct
        parties.event_mention_id,
        parties.version_id,
        cast(annotations.first_seen_at as date) as seen_on,
        parties.role,
        coalesce(moves.new_id, parties.actor_id) as actor_id
    from parties
    inner join annotations on parties.version_id = annotations.version_id and parties.batch_id = annotations.batch_id
    left join moves on parties.version_id = moves.version_id and parties.actor_id = moves.old_id
    where parties.actor_id is not null
)

select * from resolved
