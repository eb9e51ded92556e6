{{ config(materialized="view") }}
-- the columns are named as GDELT names them
-- noqa: disable=CP02

with mentions as (
    select * from {{ ref("fct_event_mentions") }}
    where is_current
),

events as (
    select * from {{ ref("fct_events") }}
    where is_current and status = 'actual'
),

articles as (
    select * from {{ ref("fct_articles") }}
),

sources as (
    select * from {{ ref("dim_outlets") }}
),

parties as (
    select
        event_mention_id,
        min(case when party_role = 'source' then char_start end) as actor1_start,
        min(case when party_role = 'target' then char_start end) as actor2_start
    from {{ ref("bridge_event_mention_actors") }}
    group by event_mention_id
),

told as (
    select
        mentions.*,
        articles.url,
        articles.char_count,
        {{ quarter_hour("articles.first_seen_at") }} as seen_in
    from mentions
    inner join articles on mentions.article_id = articles.article_id
),

final as (
    select
        {{ number_of_id("told.event_id") }} as GLOBALEVENTID,
        min(told.seen_in) over (partition by told.event_id) as EventTimeDate,
        told.seen_in as MentionTimeDate,
        cast(1 as bigint) as MentionType,
        coalesce(sources.domain, told.outlet_id) as MentionSourceName,
        told.url as MentionIdentifier,
        told.sentence_number as SentenceID,
        coalesce(parties.actor1_start, -1) as Actor1CharOffset,
        coalesce(parties.actor2_start, -1) as Actor2CharOffset,
        told.char_start as ActionCharOffset,
        cast(1 as bigint) as InRawText,
        cast(greatest(10, round(told.score * 10) * 10) as bigint) as Confidence,
        told.char_count as MentionDocLen,
        cast(null as double) as MentionDocTone,
        cast(null as string) as MentionDocTranslationInfo,
        told.article_id as Extras
    from told
    inner join events on told.event_id = events.event_id
    left join sources on told.outlet_id = sources.outlet_id
    left join parties on told.event_mention_id = parties.event_mention_id
)

select * from final
