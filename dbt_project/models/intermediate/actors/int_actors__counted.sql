with mentions as (
    select * from {{ ref("int_mentions__resolved") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
),

versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

named as (
    select
        mentions.actor_id,
        count(distinct case when mentions.is_current then mentions.article_id end) as article_count,
        count(distinct case when mentions.is_current then mentions.source_id end) as source_count,
        sum(case when mentions.is_current then 1 else 0 end) as mention_count,
        min(versions.first_seen_at) as first_seen_at,
        max(versions.first_seen_at) as last_seen_at,
        min(mentions.article_id) as example_article_id
    from mentions
    inner join versions on mentions.version_id = versions.version_id
    where mentions.actor_id is not null
    group by mentions.actor_id
),

-- near copies are one story: being carried by ten outlets is not being quoted ten times
quoted as (
    select
        statements.resolved_speaker_id as actor_id,
        count(*) as statement_count,
        count(distinct stories.story_id) as quoted_story_count,
        count(distinct statements.source_id) as quoted_source_count
    from statements
    inner join stories on statements.article_id = stories.article_id
    where
        statements.is_current
        and statements.resolved_speaker_id is not null
        and not coalesce(statements.is_negated, false)
    group by statements.resolved_speaker_id
),

actors as (
    select actor_id from {{ ref("int_actors__merged") }}
),

counted as (
    select
        actors.actor_id,
        coalesce(named.article_count, 0) as article_count,
        coalesce(named.source_count, 0) as source_count,
        coalesce(cast(named.mention_count as bigint), 0) as mention_count,
        coalesce(quoted.statement_count, 0) as statement_count,
        coalesce(quoted.quoted_story_count, 0) as quoted_story_count,
        coalesce(quoted.quoted_source_count, 0) as quoted_source_count,
        named.first_seen_at,
        named.last_seen_at,
        named.example_article_id
    from actors
    left join named on actors.actor_id = named.actor_id
    left join quoted on actors.actor_id = quoted.actor_id
)

select * from counted
