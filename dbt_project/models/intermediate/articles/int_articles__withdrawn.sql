with fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

duplicates as (
    select * from {{ ref("int_articles__duplicated") }}
),

answers as (
    select
        article_id,
        requested_at,
        outcome,
        max(case when outcome <> 'gone' then requested_at end) over (partition by article_id) as last_there_at
    from fetches
    where article_id is not null and outcome in ('fetched', 'unchanged', 'gone')
),

-- NULL gone_at: the page was there the last time
pages as (
    select
        article_id,
        min(
            case when outcome = 'gone' and (last_there_at is null or requested_at > last_there_at) then requested_at end
        ) as gone_at
    from answers
    group by article_id
),

-- a page that moved to another URL of the same source is still there
articles as (
    select
        coalesce(duplicates.duplicate_of_article_id, pages.article_id) as article_id,
        max(pages.gone_at) as withdrawn_at,
        min(case when pages.gone_at is null then 0 else 1 end) as is_gone_everywhere
    from pages
    left join duplicates on pages.article_id = duplicates.article_id
    group by coalesce(duplicates.duplicate_of_article_id, pages.article_id)
),

withdrawn as (
    select
        article_id,
        withdrawn_at
    from articles
    where is_gone_everywhere = 1
)

select * from withdrawn
