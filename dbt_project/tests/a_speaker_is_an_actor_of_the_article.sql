-- Whoever is known to speak is mentioned in the version that quotes them: nobody speaks who is not there.
with statements as (
    select * from {{ ref("fct_statements") }}
),

mentioned as (
    select distinct
        version_id,
        actor_id
    from {{ ref("fct_mentions") }}
)

select
    statements.statement_id,
    statements.speaker_actor_id
from statements
left join mentioned on statements.version_id = mentioned.version_id and statements.speaker_actor_id = mentioned.actor_id
where statements.speaker_actor_id is not null and mentioned.actor_id is null
