with built_utterances as (
    select * from {{ source("audit", "built_utterances") }}
),

renamed as (
    select
        utterance_id,
        digest
    from built_utterances
)

select * from renamed
