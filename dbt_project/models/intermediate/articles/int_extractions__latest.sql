with outcomes as (
    select * from {{ ref("stg_extracted__outcomes") }}
),

articles as (
    select * from {{ ref("stg_extracted__articles") }}
),

batches as (
    select * from {{ ref("stg_raw__batches") }}
),

-- an article without an outcome row is an outcome all the same
extractions as (
    select
        subject_id as fetch_id,
        batch_id,
        outcome,
        reason,
        detail,
        occurred_at,
        attempt
    from outcomes
    where subject_id is not null
    union all
    select
        articles.fetch_id,
        articles.batch_id,
        'article' as outcome,
        cast(null as string) as reason,
        cast(null as string) as detail,
        cast(null as timestamp) as occurred_at,
        cast(null as bigint) as attempt
    from articles
    left join outcomes on articles.fetch_id = outcomes.subject_id and articles.batch_id = outcomes.batch_id
    where outcomes.subject_id is null and articles.fetch_id is not null
),

-- the outcome bears the time of the request, so only the batch tells which extraction is the newer one;
-- one that a fault kept from reading the page says nothing against an older one that did
ranked as (
    select
        extractions.*,
        row_number() over (
            partition by extractions.fetch_id
            order by
                case when extractions.outcome in ('article', 'rejected') then 0 else 1 end,
                batches.created_at desc nulls last,
                extractions.attempt desc nulls last,
                extractions.batch_id desc,
                extractions.outcome
        ) as recency
    from extractions
    left join batches on extractions.batch_id = batches.batch_id
),

latest as (
    select
        fetch_id,
        batch_id,
        outcome,
        reason,
        detail,
        occurred_at,
        attempt
    from ranked
    where recency = 1
)

select * from latest
