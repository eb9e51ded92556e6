-- 15. Protests by month and country: how many, and how well do we know their day?
select
    cast(date_trunc('month', counted_on) as date) as month,
    coalesce(place_country, source_actor_country, 'unknown') as country,
    count(*) as protests,
    count(*) filter (counted_on_basis = 'stated') as day_stated,
    count(*) filter (counted_on_basis = 'context') as from_context,
    count(*) filter (counted_on_basis in ('report', 'first_seen')) as day_of_report,
    max(protesters_max) as largest
from events
where event_type = 'PROTEST' and is_current and status = 'actual'
group by all
order by month, protests desc, country
