{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with events as (
    select * from {{ ref("int_event_mentions__dated") }}
),

annotations as (
    select * from {{ ref("int_annotations__ranked") }}
),

members as (
    select * from {{ ref("stg_clusters__event_members") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

-- unknown publication days stay NULL; the day an event was first told is the earliest that is known
published as (
    select
        version_id,
        min(published_on) as published_on
    from {{ ref("stg_extracted__articles") }}
    group by version_id
),

-- a mention that no other one was found for is an event of its own
ranked as (
    select
        events.*,
        annotations.source_id,
        annotations.is_current,
        annotations.is_superseded,
        annotations.first_seen_at,
        cast(annotations.first_seen_at as date) as seen_on,
        annotations.annotator_name,
        annotations.annotator_version,
        annotations.annotated_at,
        stories.story_id,
        stories.story_source_id,
        published.published_on,
        coalesce(members.event_id, {{ make_id("evt", ["events.event_mention_id"]) }}) as event_id,
        -- an id stays where a newer annotation finds the same again; the newest one's row is taken
        row_number() over (
            partition by events.event_mention_id
            order by annotations.recency, events.score desc, events.cameo_code
        ) as copy_number
    from events
    inner join annotations on events.version_id = annotations.version_id and events.batch_id = annotations.batch_id
    inner join stories on events.article_id = stories.article_id
    left join published on events.version_id = published.version_id
    left join members on events.event_mention_id = members.event_mention_id
    where {{ is_stale("event_id", "coalesce(members.event_id, " ~ make_id("evt", ["events.event_mention_id"]) ~ ")") }}
),

-- what an event is, is told by what still stands; when nothing does, by what once stood
clustered as (
    select
        *,
        is_current = max(is_current) over (partition by event_id) as is_telling
    from ranked
    where copy_number = 1
)

select * from clustered
