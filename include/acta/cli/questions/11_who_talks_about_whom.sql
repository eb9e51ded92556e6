-- 11. Who talks about whom, by quarter? Edges for a graph; the sign is that of the acts they speak of.
select
    pairs.quarter_starts_on as quarter, speakers.name as speaker, about.name as about,
    pairs.utterance_count as utterances, pairs.article_count as articles,
    pairs.hostile_count as hostile, pairs.friendly_count as friendly
from marts.agg_actor_pairs as pairs
inner join actors as speakers on pairs.speaker_actor_id = speakers.actor_id
inner join actors as about on pairs.subject_actor_id = about.actor_id
where pairs.utterance_count >= 3
order by quarter, utterances desc, speaker, about
