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

paired as (
    select
        event_id,
        max(case when role = 'source' then country end) as source_country,
        max(case when role = 'target' then country end) as target_country
    from ranked
    where place = 1
    group by event_id
)

select * from paired
