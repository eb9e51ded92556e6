-- 3. Who is quoted, outlet by outlet: how many utterances of women and of men does each carry?
with quoted as (
    select
        outlet_name as outlet, coalesce(speaker_gender, 'unknown') as gender,
        count(distinct utterance_id) as utterances
    from statements
    where is_current and kind <> 'indirect' and speaker_kind = 'person'
    group by all
)

select *, round(100 * utterances / sum(utterances) over (partition by outlet)) as percent
from quoted
order by outlet, utterances desc, gender
