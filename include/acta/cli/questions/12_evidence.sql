-- 12. Behind a number: every sentence that the hostile acts of Kestria against Tavaro on 13 May 2026 rest on.
select
    events.event_type as event, evidence.sentence_text as sentence,
    evidence.exact_text as act, evidence.char_start,
    evidence.annotator_version as version, evidence.score, evidence.url
from events
inner join evidence using (event_id)
where
    events.source_actor_country = 'XAA' and events.target_actor_country = 'XAB'
    and events.counted_on = '2026-05-13' and events.quad_class in (3, 4)
    and events.status = 'actual' and evidence.is_current
order by event, sentence, char_start
