with digested as (
    select * from {{ ref("int_utterances__digested") }}
),

built as (
    select * from {{ ref("stg_audit__built_utterances") }}
),

-- also utterances that have no statements any more; a NULL digest equals none
stale as (
    select distinct coalesce(digested.utterance_id, built.utterance_id) as utterance_id
    from digested
    full outer join built on digested.utterance_id = built.utterance_id and digested.digest = built.digest
    where digested.utterance_id is null or built.utterance_id is null
)

select * from stale
