-- The days of a dyad add up to its events.
with events as (
    select
        source_country,
        target_country,
        count(*) as event_count
    from {{ ref("fct_events") }}
    where
        is_current
        and status = 'actual'
        and counted_on is not null
        and source_country <> target_country
    group by source_country, target_country
),

dyads as (
    select
        source_country,
        target_country,
        sum(event_count) as event_count
    from {{ ref("agg_dyad_day") }}
    group by source_country, target_country
)

select
    coalesce(events.source_country, dyads.source_country) as source_country,
    coalesce(events.target_country, dyads.target_country) as target_country,
    events.event_count,
    dyads.event_count as counted
from events
full outer join dyads
    on events.source_country = dyads.source_country and events.target_country = dyads.target_country
where coalesce(events.event_count, 0) <> coalesce(dyads.event_count, 0)
