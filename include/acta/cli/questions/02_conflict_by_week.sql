-- 2. Kestria and Tavaro by week: each real event once, scored by Goldstein.
select
    cast(date_trunc('week', date_on) as date) as week,
    sum(conflict_count) as hostile,
    sum(conflict_goldstein) as conflict,
    sum(cooperation_count) as friendly,
    sum(cooperation_goldstein) as cooperation
from agg_dyad_day
where
    source_country in ('XAA', 'XAB')
    and target_country in ('XAA', 'XAB')
group by week
order by week
