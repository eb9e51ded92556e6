-- 4. What did Sofia Kellan say about Kestria in the 30 days before and after the shots at the fishing boat?
with shots as (
    select counted_on from fct_events
    where event_type = 'ASSAULT' and counted_on = '2026-05-11' and is_current
    order by mention_count desc
    limit 1
)

select
    case when said.counted_on < shots.counted_on then 'before' else 'after' end as phase,
    said.counted_on as day, said.exact_text as words, avg(acts.goldstein) as goldstein
from fct_utterances as said
inner join shots on said.counted_on
    between shots.counted_on - 30 and shots.counted_on + 30
inner join bridge_statement_subjects as subjects
    on said.representative_statement_id = subjects.statement_id
left join fct_event_mentions as acts
    on said.representative_statement_id = acts.claim_statement_id
where
    said.is_current
    and said.speaker_actor_id = (select actor_id from dim_actors where name = 'Sofia Kellan')
    and subjects.actor_id = (select actor_id from dim_actors where name = 'Kestria')
group by all
order by day, words
