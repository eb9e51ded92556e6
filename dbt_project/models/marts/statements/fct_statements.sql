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

final as (
    select
        -- keys
        statements.statement_id,
        statements.article_id,
        statements.version_id,
        statements.source_id,
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
    left join utterances on statements.statement_id = utterances.statement_id
)

select * from final
