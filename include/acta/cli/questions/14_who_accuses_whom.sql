-- 14. Who accuses whom, how often, in how many stories, and in which words first?
select
    source_actor_name as accuser, target_actor_name as accused,
    count(*) as accusations, sum(story_count) as stories,
    min(counted_on) as first_on, max(counted_on) as last_on,
    arg_min(sentence_text, (counted_on, event_id)) as first_words
from events
where
    event_type = 'ACCUSE' and is_current and status = 'actual'
    and source_actor_name is not null and target_actor_name is not null
group by all
order by accusations desc, stories desc, accuser, accused
