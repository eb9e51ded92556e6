-- 3. Who is quoted, outlet by outlet: how many utterances of women and of men does each carry?
with quoted as (
    select
        sources.name as outlet, coalesce(speakers.gender, 'unknown') as gender,
        count(distinct quotes.utterance_id) as utterances
    from fct_statements as quotes
    inner join dim_actors as speakers
        on quotes.speaker_actor_id = speakers.actor_id
    inner join dim_outlets as sources using (source_id)
    where quotes.is_current and quotes.kind <> 'indirect' and speakers.kind = 'person'
    group by all
)

select *, round(100 * utterances / sum(utterances) over (partition by outlet)) as percent
from quoted
order by outlet, utterances desc, gender
