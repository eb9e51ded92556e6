with versions as (
    select
        *,
        cast(first_seen_at as date) as seen_on
    from {{ ref("int_article_versions__numbered") }}
),

annotations as (
    select * from {{ ref("int_annotations__ranked") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

statements as (
    select
        version_id,
        statement_id
    from {{ ref("stg_annotated__statements") }}
),

utterances as (
    select * from {{ ref("stg_clusters__utterance_members") }}
),

event_mentions as (
    select
        version_id,
        event_mention_id
    from {{ ref("stg_annotated__events") }}
),

events as (
    select * from {{ ref("stg_clusters__event_members") }}
),

readings as (
    select
        version_id,
        fetch_id,
        batch_id
    from {{ ref("stg_extracted__articles") }}
),

-- batches never change, so what a version's rows are follows from these
parts as (
    select
        version_id,
        {{ row_digest(["version_id", "fetch_id", "batch_id"]) }} as digest
    from readings
    union all
    select
        version_id,
        {{ row_digest(["version_id", "article_id", "source_id", "fetch_id", "batch_id", "is_current"]) }} as digest
    from versions
    union all
    select
        version_id,
        {{ row_digest(["version_id", "batch_id", "recency", "is_current", "annotator_version"]) }} as digest
    from annotations
    union all
    select
        versions.version_id,
        {{ row_digest([
            "versions.version_id", "stories.story_id", "stories.story_source_id", "stories.first_seen_at"
        ]) }} as digest
    from versions
    inner join stories on versions.article_id = stories.article_id
    union all
    select
        version_id,
        {{ row_digest(["version_id", "old_id", "new_id"]) }} as digest
    from moves
    union all
    select
        statements.version_id,
        {{ row_digest(["statements.statement_id", "utterances.utterance_id"]) }} as digest
    from statements
    left join utterances on statements.statement_id = utterances.statement_id
    union all
    select
        event_mentions.version_id,
        {{ row_digest(["event_mentions.event_mention_id", "events.event_id"]) }} as digest
    from event_mentions
    left join events on event_mentions.event_mention_id = events.event_mention_id
),

digested as (
    select
        versions.version_id,
        versions.seen_on,
        sum(parts.digest) as digest
    from versions
    inner join parts on versions.version_id = parts.version_id
    group by versions.version_id, versions.seen_on
)

select * from digested
