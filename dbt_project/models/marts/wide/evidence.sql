{% set shared = [
    "counted_on", "counted_on_basis", "published_at", "published_on", "first_seen_at", "exact_text", "sentence_text",
    "outlet_name", "outlet_country", "title", "url", "canonical_url", "language", "article_status", "is_original",
    "is_current", "is_superseded", "score", "char_start", "char_end", "annotator_name", "annotator_version",
    "article_id", "version_id", "story_id", "outlet_id"
] %}
with statements as (
    select * from {{ ref("statements") }}
),

event_mentions as (
    select * from {{ ref("event_mentions") }}
),

together as (
    select
        {{ shared | join(",\n        ") }},
        'statement' as evidence_kind,
        statement_id as evidence_id,
        statement_id,
        utterance_id,
        cast(null as string) as event_mention_id,
        cast(null as string) as event_id
    from statements
    union all
    select
        {{ shared | join(",\n        ") }},
        'event_mention' as evidence_kind,
        event_mention_id as evidence_id,
        cast(null as string) as statement_id,
        cast(null as string) as utterance_id,
        event_mention_id,
        event_id
    from event_mentions
),

final as (
    select
        counted_on,
        counted_on_basis,
        published_at,
        published_on,
        first_seen_at,
        evidence_kind,
        exact_text,
        sentence_text,
        outlet_name,
        outlet_country,
        title,
        url,
        canonical_url,
        language,
        article_status,
        is_original,
        is_current,
        is_superseded,
        score,
        char_start,
        char_end,
        annotator_name,
        annotator_version,
        evidence_id,
        statement_id,
        utterance_id,
        event_mention_id,
        event_id,
        article_id,
        version_id,
        story_id,
        outlet_id
    from together
)

select * from final
