-- 2. Kestria and Tavaro by week: each real event counted once, on its day or, where no text gives one, the day it was first told.
select
    cast(date_trunc('week', coalesce(occurred_from, first_published_on)) as date) as week,
    count(*) filter (where quad_class in (3, 4)) as conflicts,
    coalesce(sum(goldstein) filter (where quad_class in (3, 4)), 0) as conflict,
    count(*) filter (where quad_class in (1, 2)) as accords,
    coalesce(sum(goldstein) filter (where quad_class in (1, 2)), 0) as cooperation,
    sum(article_count) as articles
from fct_events
where
    is_current
    and status = 'actual'
    and source_country in ('XAA', 'XAB')
    and target_country in ('XAA', 'XAB')
    and source_country <> target_country
group by week
order by week
