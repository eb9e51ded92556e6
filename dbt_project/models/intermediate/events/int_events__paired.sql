with event_actors as (
    select * from {{ ref("int_event_actors__counted") }}
),

actors as (
    select * from {{ ref("int_actors__merged") }}
    where country is not null
),

votes as (
    select
        event_actors.event_id,
        event_actors.role,
        actors.country,
        sum(event_actors.story_count) as story_count
    from event_actors
    inner join actors on event_actors.actor_id = actors.actor_id
    group by event_actors.event_id, event_actors.role, actors.country
),

ranked as (
    select
        *,
        row_number() over (partition by event_id, role order by story_count desc, country) as place
    from votes
),

-- the one actor a side that most stories name
foremost as (
    select
        event_id,
        role,
        actor_id,
        row_number() over (
            partition by event_id, role order by story_count desc, mention_count desc, actor_id
        ) as place
    from event_actors
),

sides as (
    select
        event_id,
        role,
        country,
        cast(null as string) as actor_id
    from ranked
    where place = 1
    union all
    select
        event_id,
        role,
        cast(null as string) as country,
        actor_id
    from foremost
    where place = 1
),

paired as (
    select
        event_id,
        max(case when role = 'source' then actor_id end) as source_actor_id,
        max(case when role = 'target' then actor_id end) as target_actor_id,
        max(case when role = 'source' then country end) as source_country,
        max(case when role = 'target' then country end) as target_country
    from sides
    group by event_id
)

select * from paired
