with statements as (
    select * from {{ source("annotated", "statements") }}
),

renamed as (
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
        {{ partial_date_from("said_on") }} as said_from,
        {{ partial_date_to("said_on") }} as said_to,
        {{ partial_date_precision("said_on") }} as said_precision,
        is_negated,
        score,
        batch_id,
        loaded_at
    from statements
)

select * from renamed
