-- 8. For a map: material conflict of the week to 17 May 2026, how precisely placed, and who told of it first.
select
    counted_on as day, event_type as event, place_name as place, place_country as country,
    place_admin1_code as admin1, place_precision as precision,
    place_lat as lat, place_lon as lon, outlet_name as told_first
from events
where
    is_current and status = 'actual' and quad_class = 4 and place_id is not null
    and counted_on between date '2026-05-17' - 6 and '2026-05-17'
order by day, event, place
