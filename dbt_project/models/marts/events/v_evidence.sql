{{ config(materialized="view") }}

with statements as (
    select * from {{ ref("fct_statements") }}
),

event_mentions as (
    select * from {{ ref("fct_event_mentions") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

evidence as (
    select
        'statement' as subject_kind,
        statement_id as subject_id,
        statement_id as evidence_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        sentence_text,
        score,
        is_current,
        annotator_name,
        annotator_version
    from statements
    union all
    select
        'utterance' as subject_kind,
        utterance_id as subject_id,
        statement_id as evidence_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        sentence_text,
        score,
        is_current,
        annotator_name,
        annotator_version
    from statements
    union all
    select
        'event' as subject_kind,
        event_id as subject_id,
        event_mention_id as evidence_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        sentence_text,
        score,
        is_current,
        annotator_name,
        annotator_version
    from event_mentions
),

final as (
    select
        evidence.subject_kind,
        evidence.subject_id,
        evidence.evidence_id,
        evidence.article_id,
        evidence.version_id,
        articles.source_id,
        articles.url,
        articles.title,
        articles.published_at,
        evidence.char_start,
        evidence.char_end,
        evidence.exact_text,
        evidence.sentence_text,
        evidence.score,
        evidence.is_current,
        evidence.annotator_name,
        evidence.annotator_version
    from evidence
    inner join articles on evidence.article_id = articles.article_id
)

select * from final
