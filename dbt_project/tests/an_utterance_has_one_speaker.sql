-- Only a copy that names nobody may join two speakers; a person should see which words those were.
{{ config(severity="warn") }}

select
    utterance_id,
    count(distinct speaker_actor_id) as speaker_count
from {{ ref("fct_statements") }}
where is_current and speaker_actor_id is not null
group by utterance_id
having count(distinct speaker_actor_id) > 1
