-- 18. What does one saved page say? Its statements and acts in the order of the text.
select
    evidence.char_start, evidence.evidence_kind as kind,
    coalesce(said.speaker_name, said.speaker_text, acts.source_actor_names) as who,
    coalesce(said.cue_text, acts.event_type) as how, evidence.exact_text as words
from evidence
left join statements as said using (statement_id)
left join event_mentions as acts using (event_mention_id)
where evidence.url like '%/2026/03/16/merevo-denies-base-talks' and evidence.is_current
order by evidence.char_start, kind
