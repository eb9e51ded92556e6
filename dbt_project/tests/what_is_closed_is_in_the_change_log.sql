-- Nothing stops counting without a line that says so.
with closed as (
    select statement_id as subject_id from {{ ref("fct_statements") }}
    where not is_current
    union all
    select event_mention_id as subject_id from {{ ref("fct_event_mentions") }}
    where not is_current
    union all
    select event_id as subject_id from {{ ref("fct_events") }}
    where not is_current
    union all
    select utterance_id as subject_id from {{ ref("fct_utterances") }}
    where not is_current
)

select closed.subject_id
from closed
left join {{ ref("rpt_changes") }} as changes on closed.subject_id = changes.subject_id
where changes.subject_id is null
