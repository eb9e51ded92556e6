{{ config(materialized="view") }}

with statements as (
    select * from {{ ref("stg_annotated__statements") }}
),

versions as (
    select * from {{ ref("int_versions__told") }}
),

judged as (
    select
        statements.*,
        versions.latest_day,
        coalesce(statements.said_from > versions.latest_day, false) as is_day_impossible
    from statements
    left join versions on statements.version_id = versions.version_id
),

-- nobody can report what will be said: such a day was read wrongly, and the statement's day is not known
dated as (
    select
        statement_id,
        article_id,
        version_id,
        kind,
        char_start,
        char_end,
        exact_text,
        cue_start,
        cue_end,
        cue_text,
        cue_lemma,
        cue_kind,
        polarity,
        venue,
        is_headline,
        speaker_start,
        speaker_end,
        speaker_text,
        speaker_actor_id,
        addressee_start,
        addressee_end,
        addressee_text,
        addressee_actor_id,
        said_on,
        case when not is_day_impossible then said_from end as said_from,
        case when not is_day_impossible then said_to end as said_to,
        case when not is_day_impossible then said_precision end as said_precision,
        is_day_impossible,
        is_negated,
        score,
        batch_id,
        loaded_at
    from judged
)

select * from dated
