-- 7. Which pairs of countries stood more than 3 sigma above their last 90 days? Against what was printed.
with pairs as (select distinct source_actor_country, target_actor_country from marts.agg_dyad_day),

days as (
    select
        source_actor_country as source, target_actor_country as target, date_on as day,
        coalesce(conflict_count, 0) as conflicts,
        coalesce(conflict_per_100_articles, 0) as per_100_articles
    from pairs
    cross join marts.dim_dates
    left join marts.agg_dyad_day using (source_actor_country, target_actor_country, date_on)
    where date_on >= (select min(first_published_on) from events)
),

scored as (
    select *, avg(per_100_articles) over past as mean, stddev(per_100_articles) over past as sigma
    from days
    window past as (
        partition by source, target order by day
        range between interval 90 days preceding and interval 1 day preceding
    )
)

select
    day, source, target, conflicts, per_100_articles, round(mean, 1) as mean_of_90_days,
    round((per_100_articles - mean) / sigma, 1) as sigmas
from scored
where conflicts >= 2 and sigma > 0 and per_100_articles > mean + 3 * sigma
order by day
