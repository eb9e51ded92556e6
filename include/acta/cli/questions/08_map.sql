-- 8. For a map: material conflict of the week to 17 May 2026, how precisely placed, and who told of it first.
select
    events.counted_on as day, events.event_type as event, places.name as place, places.country,
    places.admin1_code as admin1, places.place_precision as precision,
    places.lat, places.lon, sources.name as told_first
from fct_events as events
inner join dim_places as places using (place_id)
inner join fct_event_mentions as firsts
    on events.first_event_mention_id = firsts.event_mention_id
inner join dim_outlets as sources on firsts.source_id = sources.source_id
where
    events.is_current and events.status = 'actual' and events.quad_class = 4
    and events.counted_on between date '2026-05-17' - 6 and '2026-05-17'
order by day, event, place
