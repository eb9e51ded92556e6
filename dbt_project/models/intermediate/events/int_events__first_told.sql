{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

published as (
    select
        version_id,
        min(published_at) as published_at
    from {{ ref("stg_extracted__articles") }}
    group by version_id
),

-- one poll sees many articles at once: of those the first published told first
ranked as (
    select
        mentions.event_id,
        mentions.event_mention_id,
        row_number() over (
            partition by mentions.event_id
            order by
                stories.first_seen_at, published.published_at nulls last,
                mentions.article_id, mentions.char_start, mentions.event_mention_id
        ) as place
    from mentions
    inner join stories on mentions.article_id = stories.article_id
    left join published on mentions.version_id = published.version_id
),

first_told as (
    select
        event_id,
        event_mention_id
    from ranked
    where place = 1
)

select * from first_told
