-- 2. Kestria and Tavaro by week: each real event once, scored by Goldstein.
select
    cast(date_trunc('week', counted_on) as date) as week,
    count(*) filter (quad_class in (3, 4)) as hostile,
    coalesce(round(sum(goldstein) filter (quad_class in (3, 4)), 1), 0) as conflict,
    count(*) filter (quad_class in (1, 2)) as friendly,
    coalesce(round(sum(goldstein) filter (quad_class in (1, 2)), 1), 0) as cooperation
from events
where
    (source_actor_country, target_actor_country) in (('XAA', 'XAB'), ('XAB', 'XAA'))
    and is_current and status = 'actual'
group by week
order by week
