-- 7. Which pairs of countries stood more than 3 sigma above their last 90 days? Against what was printed.
with pairs as (select distinct source_country, target_country from agg_dyad_day),

days as (
    select
        source_country, target_country, dates.date_on,
        coalesce(dyads.conflict_count, 0) as conflicts,
        coalesce(dyads.conflict_per_100_articles, 0) as rate
    from pairs
    cross join dim_dates as dates
    left join agg_dyad_day as dyads using (source_country, target_country, date_on)
    where dates.date_on >= (select min(first_published_on) from fct_events)
),

scored as (
    select *, avg(rate) over past as mean, stddev(rate) over past as sigma
    from days
    window past as (
        partition by source_country, target_country order by date_on
        range between interval 90 days preceding and interval 1 day preceding
    )
)

select
    date_on as day, source_country as source, target_country as target, conflicts,
    rate as per_100_articles, round(mean, 1) as mean_of_90_days,
    round((rate - mean) / sigma, 1) as sigmas
from scored
where conflicts >= 2 and sigma > 0 and rate > mean + 3 * sigma
order by day
