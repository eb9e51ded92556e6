{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with statements as (
    select * from {{ ref("int_statements__dated") }}
),

annotations as (
    select * from {{ ref("int_annotations__ranked") }}
    where {{ in_stale_days("first_seen_at") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

ranked as (
    select
        statements.*,
        annotations.source_id,
        annotations.is_current,
        annotations.is_superseded,
        cast(annotations.first_seen_at as date) as seen_on,
        annotations.annotator_name,
        annotations.annotator_version,
        annotations.annotated_at,
        -- whom an older annotation took somebody for no longer counts
        case when not annotations.is_superseded then coalesce(speakers.new_id, statements.speaker_actor_id) end
            as resolved_speaker_id,
        case when not annotations.is_superseded then coalesce(addressees.new_id, statements.addressee_actor_id) end
            as resolved_addressee_id,
        least(
            statements.char_start,
            coalesce(statements.cue_start, statements.char_start),
            coalesce(statements.speaker_start, statements.char_start)
        ) as evidence_start,
        greatest(
            statements.char_end,
            coalesce(statements.cue_end, statements.char_end),
            coalesce(statements.speaker_end, statements.char_end)
        ) as evidence_end,
        -- an id stays where a newer annotation finds the same again; the newest one's row is taken
        row_number() over (
            partition by statements.statement_id
            order by annotations.recency, statements.score desc, statements.cue_start
        ) as copy_number
    from statements
    inner join
        annotations
        on statements.version_id = annotations.version_id and statements.batch_id = annotations.batch_id
    left join moves as speakers
        on statements.version_id = speakers.version_id and statements.speaker_actor_id = speakers.old_id
    left join moves as addressees
        on statements.version_id = addressees.version_id and statements.addressee_actor_id = addressees.old_id
),

resolved as (
    select * from ranked
    where copy_number = 1
)

select * from resolved
