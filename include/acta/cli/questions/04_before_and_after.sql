-- 4. What did Sofia Kellan say about Kestria in the 30 days before and after the shots at the fishing boat?
with shots as (
    select counted_on as shot_on from events
    where event_type = 'ASSAULT' and counted_on = '2026-05-11' and is_current
    order by mention_count desc
    limit 1
)

select
    case when said.counted_on < shot_on then 'before' else 'after' end as phase,
    said.counted_on as day, said.exact_text as words, avg(acts.goldstein) as goldstein
from shots
inner join statements as said on said.counted_on between shot_on - 30 and shot_on + 30
left join event_mentions as acts on said.statement_id = acts.claim_statement_id
where
    said.speaker_name = 'Sofia Kellan' and list_contains(string_split(said.subject_names, ';'), 'Kestria')
    and said.is_representative and said.is_current
group by all
order by day, words
