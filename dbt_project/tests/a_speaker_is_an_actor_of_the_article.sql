-- Whoever is known to speak is mentioned in the version that quotes them: nobody speaks who is not there.
-- Statements and mentions of a version are made anew together, with its day, so only days of this build can break it.
{{ config(group="warehouse") }}

with statements as (
    select * from {{ ref("fct_statements") }}
    where speaker_actor_id is not null and seen_on in ({{ stale_list("seen_on") }})
),

mentioned as (
    select distinct
        version_id,
        actor_id
    from {{ ref("fct_mentions") }}
    where seen_on in ({{ stale_list("seen_on") }})
)

select
    statements.statement_id,
    statements.speaker_actor_id
from statements
left join mentioned on statements.version_id = mentioned.version_id and statements.speaker_actor_id = mentioned.actor_id
where mentioned.actor_id is null
