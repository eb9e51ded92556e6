with versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

members as (
    select * from {{ ref("stg_clusters__story_members") }}
),

articles as (
    select
        article_id,
        source_id,
        min(first_seen_at) as first_seen_at
    from versions
    group by article_id, source_id
),

-- an article that no pair was found for is a story of its own
stories as (
    select
        articles.article_id,
        articles.source_id,
        articles.first_seen_at,
        coalesce(members.story_id, {{ make_id("sto", ["articles.article_id"]) }}) as story_id,
        case when members.is_original then 0 else 1 end as is_copy,
        members.reason,
        members.score
    from articles
    left join members on articles.article_id = members.article_id
),

ranked as (
    select
        *,
        row_number() over (partition by story_id order by is_copy, first_seen_at, article_id) as place,
        -- whose story it is: the outlet of the original, whoever carries copies
        first_value(source_id) over (
            partition by story_id order by is_copy, first_seen_at, article_id
        ) as story_source_id
    from stories
),

joined as (
    select
        article_id,
        story_id,
        story_source_id,
        first_seen_at,
        place = 1 as is_original,
        reason,
        score
    from ranked
)

select * from joined
