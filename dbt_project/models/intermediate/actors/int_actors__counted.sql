with versions as (
    select * from {{ ref("int_actors__named") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

-- one version of an article is current at most
named as (
    select
        actor_id,
        count(case when is_current then article_id end) as article_count,
        count(distinct case when is_current then source_id end) as source_count,
        sum(case when is_current then mention_count else 0 end) as mention_count,
        min(first_seen_at) as first_seen_at,
        max(first_seen_at) as last_seen_at,
        min(article_id) as example_article_id
    from versions
    group by actor_id
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
