-- 2. Kestria and Tavaro by week: each real event once, scored by Goldstein.
select
    -- the day of the act or, where no text gives one, of the first report
    cast(date_trunc('week', coalesce(occurred_from, first_published_on))
        as date) as week,
    count(*) filter (where goldstein < 0) as hostile,
    coalesce(sum(goldstein) filter (where goldstein < 0), 0) as conflict,
    count(*) filter (where goldstein > 0) as friendly,
    coalesce(sum(goldstein) filter (where goldstein > 0), 0) as cooperation,
    sum(article_count) as articles
from fct_events
where
    is_current and status = 'actual'
    and source_country in ('XAA', 'XAB')
    and target_country in ('XAA', 'XAB')
    and source_country <> target_country
group by week
order by week
