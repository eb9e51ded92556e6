{{ config(
    materialized="incremental", pre_hook="{{ remove_stale('utterance_id') }}", meta={"made_anew_by": "utterance_id"}
) }}

with statements as (
    select * from {{ ref("int_statements__resolved") }}
),

members as (
    select * from {{ ref("stg_clusters__utterance_members") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

published as (
    select
        version_id,
        min(published_at) as published_at,
        min(published_on) as published_on
    from {{ ref("stg_extracted__articles") }}
    group by version_id
),

-- a statement that no other one was found for is an utterance of its own
joined as (
    select
        statements.statement_id,
        statements.article_id,
        statements.source_id,
        statements.kind,
        statements.exact_text,
        statements.resolved_speaker_id,
        statements.said_from,
        statements.said_to,
        statements.said_precision,
        statements.is_current,
        stories.story_id,
        stories.story_source_id,
        published.published_at,
        published.published_on,
        stories.first_seen_at,
        coalesce(members.utterance_id, {{ make_id("utt", ["statements.statement_id"]) }}) as utterance_id
    from statements
    inner join stories on statements.article_id = stories.article_id
    left join published on statements.version_id = published.version_id
    left join members on statements.statement_id = members.statement_id
),

stale as (
    select * from joined
    where {{ is_stale("utterance_id") }}
),

standing as (
    select
        utterance_id,
        max(is_current) as is_current
    from stale
    group by utterance_id
),

-- what an utterance is, is told by what still stands; when nothing does, by what once stood
uttered as (
    select
        stale.*,
        stale.is_current = standing.is_current as is_telling
    from stale
    inner join standing on stale.utterance_id = standing.utterance_id
)

select * from uttered
