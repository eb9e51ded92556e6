{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with mentions as (
    select * from {{ ref("stg_annotated__mentions") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
    where {{ in_stale_days("first_seen_at") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

ranked as (
    select
        mentions.mention_id,
        mentions.article_id,
        mentions.version_id,
        annotations.source_id,
        coalesce(moves.new_id, mentions.actor_id) as actor_id,
        mentions.form,
        mentions.kind,
        mentions.char_start,
        mentions.char_end,
        mentions.exact_text,
        mentions.score,
        annotations.is_current,
        cast(annotations.first_seen_at as date) as seen_on,
        annotations.first_seen_at,
        annotations.annotator_name,
        annotations.annotator_version,
        annotations.annotated_at,
        mentions.loaded_at,
        row_number()
            over (partition by mentions.mention_id order by mentions.score desc, mentions.actor_id)
            as copy_number
    from mentions
    inner join annotations on mentions.version_id = annotations.version_id and mentions.batch_id = annotations.batch_id
    left join moves on mentions.version_id = moves.version_id and mentions.actor_id = moves.old_id
),

resolved as (
    select * from ranked
    where copy_number = 1
)

select * from resolved
