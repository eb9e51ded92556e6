-- 13. Who is quoted most, by outlet and gender? Speakers who are nobody we know are shown, not dropped.
select
    outlet_name as outlet, coalesce(speaker_gender, 'unknown') as gender,
    coalesce(speaker_name, '(not resolved)') as speaker, count(distinct utterance_id) as quotes
from statements
where is_current and kind <> 'indirect' and coalesce(speaker_kind, 'person') = 'person'
group by outlet, gender, speaker
qualify row_number() over (partition by outlet, gender order by quotes desc, speaker) <= 2
order by outlet, quotes desc, speaker
