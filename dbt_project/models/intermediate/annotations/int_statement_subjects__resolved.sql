{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with subjects as (
    select * from {{ ref("stg_annotated__statement_subjects") }}
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
        subjects.statement_id,
        subjects.version_id,
        cast(annotations.first_seen_at as date) as seen_on,
        coalesce(moves.new_id, subjects.actor_id) as actor_id
    from subjects
    inner join annotations on subjects.version_id = annotations.version_id and subjects.batch_id = annotations.batch_id
    left join moves on subjects.version_id = moves.version_id and subjects.actor_id = moves.old_id
    where subjects.actor_id is not null
)

select * from resolved
