with versions as (
    select * from {{ ref("fct_article_versions") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

-- what became of an article
restated as (
    select
        'article' as subject_kind,
        article_id as subject_id,
        article_id,
        version_id,
        case change_kind when 're_extracted' then 're_extracted' else 'corrected' end as change_kind,
        valid_from as changed_at
    from versions
    where version_number > 1
    union all
    select
        'article' as subject_kind,
        article_id as subject_id,
        article_id,
        version_id,
        'withdrawn' as change_kind,
        withdrawn_at as changed_at
    from articles
    where withdrawn_at is not null
),

evidence as (
    select
        'statement' as subject_kind,
        statement_id as subject_id,
        article_id,
        version_id,
        is_current,
        is_superseded
    from {{ ref("fct_statements") }}
    union all
    select
        'event_mention' as subject_kind,
        event_mention_id as subject_id,
        article_id,
        version_id,
        is_current,
        is_superseded
    from {{ ref("fct_event_mentions") }}
),

-- what rested on a text that no longer stands, or on an annotation that no longer counts
closed as (
    select
        evidence.subject_kind,
        evidence.subject_id,
        evidence.article_id,
        evidence.version_id,
        case
            when evidence.is_superseded then 'superseded'
            when articles.withdrawn_at is not null and articles.version_id = evidence.version_id then 'withdrawn'
            when next_versions.change_kind = 're_extracted' then 're_extracted'
            else 'corrected'
        end as change_kind,
        -- when an annotator ran is no property of the news
        case when not evidence.is_superseded then versions.valid_to end as changed_at
    from evidence
    inner join versions on evidence.version_id = versions.version_id
    left join versions as next_versions on evidence.version_id = next_versions.previous_version_id
    inner join articles on evidence.article_id = articles.article_id
    where not evidence.is_current
),

-- what nothing that stands tells any more
lost as (
    select
        'event' as subject_kind,
        events.event_id as subject_id,
        mentions.article_id,
        mentions.version_id,
        'lost' as change_kind,
        cast(null as timestamp) as changed_at
    from {{ ref("fct_events") }} as events
    inner join {{ ref("fct_event_mentions") }} as mentions
        on events.first_event_mention_id = mentions.event_mention_id
    where not events.is_current
    union all
    select
        'utterance' as subject_kind,
        utterances.utterance_id as subject_id,
        statements.article_id,
        statements.version_id,
        'lost' as change_kind,
        cast(null as timestamp) as changed_at
    from {{ ref("fct_utterances") }} as utterances
    inner join {{ ref("fct_statements") }} as statements
        on utterances.representative_statement_id = statements.statement_id
    where not utterances.is_current
),

changes as (
    select * from restated
    union all
    select * from closed
    union all
    select * from lost
),

final as (
    select
        {{ make_id("chg", ["subject_kind", "subject_id", "version_id", "change_kind"]) }} as change_id,
        subject_kind,
        subject_id,
        article_id,
        version_id,
        change_kind,
        changed_at
    from changes
)

select * from final
