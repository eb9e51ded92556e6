with articles as (
    select * from {{ ref("fct_articles") }}
),

final as (
    select
        story_id,
        max(case when is_original then article_id end) as original_article_id,
        count(case when status <> 'withdrawn' then article_id end) as article_count,
        count(distinct case when status <> 'withdrawn' then outlet_id end) as outlet_count,
        count(case when status = 'withdrawn' then article_id end) as withdrawn_article_count,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at,
        min(published_on) as first_published_on,
        max(published_on) as last_published_on,
        min(first_seen_at) as first_seen_at
    from articles
    group by story_id
)

select * from final
