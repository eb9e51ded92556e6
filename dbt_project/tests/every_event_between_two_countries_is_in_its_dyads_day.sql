-- The days of a dyad add up to its events.
with events as (
    select
        source_actor_country,
        target_actor_country,
        count(*) as event_count
    from {{ ref("fct_events") }}
    where
        is_current
        and status = 'actual'
        and {{ is_counted_by_day("occurred_precision", "counted_on_basis") }}
        and source_actor_country <> target_actor_country
    group by source_actor_country, target_actor_country
),

dyads as (
    select
        source_actor_country,
        target_actor_country,
        sum(event_count) as event_count
    from {{ ref("agg_dyad_day") }}
    group by source_actor_country, target_actor_country
)

select
    coalesce(events.source_actor_country, dyads.source_actor_country) as source_actor_country,
    coalesce(events.target_actor_country, dyads.target_actor_country) as target_actor_country,
    events.event_count,
    dyads.event_count as counted
from events
full outer join dyads
    on events.source_actor_country = dyads.source_actor_country and events.target_actor_country = dyads.target_actor_country
where coalesce(events.event_count, 0) <> coalesce(dyads.event_count, 0)
