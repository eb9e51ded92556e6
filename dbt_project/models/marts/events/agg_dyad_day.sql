with events as (
    select
        *,
        -- the sum of decimals does not depend on the order of rows, as that of doubles does
        cast(goldstein as decimal(9, 2)) as score
    from {{ ref("fct_events") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

-- how much was printed that day: a quiet day in the news is not a quiet day between countries
volumes as (
    select
        published_on,
        count(*) as article_count
    from articles
    where status <> 'withdrawn' and published_on is not null
    group by published_on
),

counted as (
    select
        source_actor_country,
        target_actor_country,
        counted_on as date_on,
        count(*) as event_count,
        count(case when quad_class in (1, 2) then event_id end) as cooperation_count,
        count(case when quad_class in (3, 4) then event_id end) as conflict_count,
        count(case when quad_class = 4 then event_id end) as material_conflict_count,
        coalesce(sum(case when quad_class in (1, 2) then score end), 0) as cooperation_goldstein_sum,
        coalesce(sum(case when quad_class in (3, 4) then score end), 0) as conflict_goldstein_sum,
        sum(story_count) as story_count,
        sum(mention_count) as mention_count
    from events
    where
        is_current
        and status = 'actual'
        and {{ is_counted_by_day("occurred_precision", "counted_on_basis") }}
        and source_actor_country is not null
        and target_actor_country is not null
        and source_actor_country <> target_actor_country
    group by source_actor_country, target_actor_country, counted_on
),

final as (
    select
        -- keys
        {{ make_id("dyd", [
            "counted.source_actor_country", "counted.target_actor_country", "cast(counted.date_on as string)"
        ]) }} as dyad_day_id,
        counted.source_actor_country,
        counted.target_actor_country,
        counted.date_on,
        -- how much
        counted.event_count,
        counted.cooperation_count,
        counted.conflict_count,
        counted.material_conflict_count,
        cast(counted.cooperation_goldstein_sum as double) as cooperation_goldstein_sum,
        cast(counted.conflict_goldstein_sum as double) as conflict_goldstein_sum,
        cast(counted.story_count as bigint) as story_count,
        cast(counted.mention_count as bigint) as mention_count,
        -- against how much was printed
        coalesce(volumes.article_count, 0) as day_article_count,
        cast(counted.conflict_count * 100.0 / volumes.article_count as double) as conflict_per_100_articles,
        cast(counted.cooperation_count * 100.0 / volumes.article_count as double) as cooperation_per_100_articles
    from counted
    left join volumes on counted.date_on = volumes.published_on
)

select * from final
