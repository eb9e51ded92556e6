{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with statements as (
    select * from {{ ref("int_statements__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

utterances as (
    select * from {{ ref("stg_clusters__utterance_members") }}
),

sentences as (
    select * from {{ ref("int_sentences__latest") }}
    where {{ in_stale_days("first_seen_at") }}
),

texts as (
    select * from {{ ref("fct_article_texts") }}
    where {{ in_stale_days("seen_on") }}
),

-- which of these texts' time expressions mean which days
times as (
    select
        version_id,
        batch_id,
        char_start,
        char_end,
        {{ partial_date_from("value") }} as time_from,
        {{ partial_date_to("value") }} as time_to
    from {{ ref("stg_annotated__times") }}
    where version_id in (select texts.version_id from texts)
),

published as (
    select
        version_id,
        min(published_on) as published_on
    from {{ ref("stg_extracted__articles") }}
    where version_id in (select texts.version_id from texts)
    group by version_id
),

-- from the first sentence that the content, its cue or its speaker touch to the last
surroundings as (
    select
        statements.statement_id,
        min(sentences.char_start) as sentence_start,
        max(sentences.char_end) as sentence_end
    from statements
    inner join sentences
        on
            statements.version_id = sentences.version_id
            and statements.evidence_end > sentences.char_start
            and statements.evidence_start < sentences.char_end
    group by statements.statement_id
),

-- whose day a time expression in its own sentence gives
stated as (
    select distinct statements.statement_id
    from statements
    inner join surroundings on statements.statement_id = surroundings.statement_id
    inner join times
        on
            statements.version_id = times.version_id
            and statements.batch_id = times.batch_id
            and statements.said_from = times.time_from
            and statements.said_to = times.time_to
    where times.char_start >= surroundings.sentence_start and times.char_end <= surroundings.sentence_end
),

final as (
    select
        -- keys
        statements.statement_id,
        statements.article_id,
        statements.version_id,
        statements.source_id as outlet_id,
        -- a statement that no other one was found for is an utterance of its own
        coalesce(utterances.utterance_id, {{ make_id("utt", ["statements.statement_id"]) }}) as utterance_id,
        statements.resolved_speaker_id as speaker_actor_id,
        statements.resolved_addressee_id as addressee_actor_id,
        -- evidence
        statements.kind,
        statements.char_start,
        statements.char_end,
        statements.exact_text,
        substr(
            texts.text, surroundings.sentence_start + 1, surroundings.sentence_end - surroundings.sentence_start
        ) as sentence_text,
        statements.cue_start,
        statements.cue_end,
        statements.cue_text,
        statements.cue_lemma,
        statements.cue_kind,
        statements.polarity,
        statements.venue,
        statements.is_headline,
        statements.speaker_start,
        statements.speaker_end,
        statements.speaker_text,
        statements.addressee_start,
        statements.addressee_end,
        statements.addressee_text,
        -- time
        {{ counted_on(
            "statements.said_from", "statements.said_to", "statements.said_precision",
            "published.published_on", "statements.seen_on"
        ) }} as counted_on,
        {{ counted_on_basis(
            "statements.said_from", "statements.said_to", "statements.said_precision",
            "published.published_on", "statements.seen_on",
            "stated.statement_id is not null"
        ) }} as counted_on_basis,
        statements.seen_on,
        statements.said_from,
        statements.said_to,
        statements.said_precision,
        -- state
        statements.is_negated,
        statements.score,
        statements.is_current,
        statements.is_superseded,
        -- provenance
        statements.annotator_name,
        statements.annotator_version,
        statements.annotated_at,
        statements.loaded_at
    from statements
    left join surroundings on statements.statement_id = surroundings.statement_id
    left join texts on statements.version_id = texts.version_id
    left join published on statements.version_id = published.version_id
    left join stated on statements.statement_id = stated.statement_id
    left join utterances on statements.statement_id = utterances.statement_id
)

select * from final
