-- 2. Kestria and Tavaro by week: conflict and cooperation (Goldstein sums), each real event counted once.
select
    date_trunc('week', occurred_from)::date as week,
    count(*) filter (where quad_class in (3, 4)) as conflict_events,
    count(*) filter (where quad_class in (1, 2)) as cooperation_events,
    round(coalesce(sum(goldstein) filter (where quad_class in (3, 4)), 0), 1) as conflict,
    round(coalesce(sum(goldstein) filter (where quad_class in (1, 2)), 0), 1) as cooperation,
    sum(article_count) as articles
from fct_events
where
    is_current
    and status in ('actual', 'historical')
    and occurred_precision = 'day'
    and source_country in ('XAA', 'XAB')
    and target_country in ('XAA', 'XAB')
    and source_country <> target_country
group by week
order by week
