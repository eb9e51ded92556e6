with statements as (
    select * from {{ ref("fct_statements") }}
),

utterances as (
    select * from {{ ref("fct_utterances") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

outlets as (
    select * from {{ ref("dim_outlets") }}
),

actors as (
    select * from {{ ref("dim_actors") }}
),

subjects as (
    select
        subjects.statement_id,
        {{ list_of_texts("actors.name") }} as subject_names
    from {{ ref("bridge_statement_subjects") }} as subjects
    inner join actors on subjects.actor_id = actors.actor_id
    group by subjects.statement_id
),

final as (
    select
        -- time
        statements.counted_on,
        statements.counted_on_basis,
        case when statements.said_precision = 'day' then statements.said_from end as said_on,
        statements.said_from,
        statements.said_to,
        statements.said_precision,
        utterances.counted_on as utterance_counted_on,
        articles.published_at,
        articles.published_on,
        articles.first_seen_at,
        -- who
        speakers.name as speaker_name,
        statements.speaker_text,
        speakers.kind as speaker_kind,
        speakers.country as speaker_country,
        speakers.sector as speaker_sector,
        speakers.role as speaker_role,
        speakers.gender as speaker_gender,
        -- what
        statements.exact_text,
        statements.sentence_text,
        statements.kind,
        statements.cue_text,
        statements.cue_lemma,
        statements.cue_kind,
        statements.polarity,
        statements.venue,
        subjects.subject_names,
        addressees.name as addressee_name,
        statements.addressee_text,
        -- where it stands
        case
            when outlets.kind = 'files' then coalesce(articles.site_name, outlets.name)
            else outlets.name
        end as outlet_name,
        outlets.country as outlet_country,
        articles.title,
        articles.url,
        articles.canonical_url,
        articles.language,
        articles.status as article_status,
        articles.is_original,
        -- state
        statements.is_negated,
        statements.is_headline,
        statements.is_current,
        statements.is_superseded,
        coalesce(utterances.representative_statement_id = statements.statement_id, false) as is_representative,
        utterances.article_count as utterance_article_count,
        statements.score,
        -- evidence
        statements.char_start,
        statements.char_end,
        statements.annotator_name,
        statements.annotator_version,
        -- keys
        statements.statement_id,
        statements.utterance_id,
        statements.speaker_actor_id,
        statements.addressee_actor_id,
        statements.article_id,
        statements.version_id,
        articles.story_id,
        statements.outlet_id
    from statements
    inner join articles on statements.article_id = articles.article_id
    left join utterances on statements.utterance_id = utterances.utterance_id
    left join outlets on statements.outlet_id = outlets.outlet_id
    left join actors as speakers on statements.speaker_actor_id = speakers.actor_id
    left join actors as addressees on statements.addressee_actor_id = addressees.actor_id
    left join subjects on statements.statement_id = subjects.statement_id
)

select * from final
