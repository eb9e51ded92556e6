-- 6. Is this a new event or an old one told again? Events told most often, first and last report.
select
    event_type as event, place_name as place, counted_on as day,
    mention_count as mentions, article_count as articles,
    story_count as stories, independent_outlet_count as own_reports,
    first_published_on as first_told, last_published_on as last_told
from events
where is_current and status = 'actual'
order by story_count desc, article_count desc, mention_count desc, first_told, event
limit 6
