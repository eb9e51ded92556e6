-- 5. One wire story: who carried it, when, and how much of it?
select
    outlet_name as outlet,
    coalesce(strftime(published_at, '%Y-%m-%d %H:%M'), cast(published_on as varchar)) as published_utc,
    case when is_original then 'original' else 'copy' end as role, word_count as words, title
from articles
where story_id = (
    select story_id from articles
    order by story_outlet_count desc, story_article_count desc, original_published_at, story_id
    limit 1
)
order by published_on, published_at
