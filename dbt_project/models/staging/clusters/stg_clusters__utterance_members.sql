with utterance_members as (
    select * from {{ source("clusters", "utterance_members") }}
),

renamed as (
    select
        statement_id,
        utterance_id
    from utterance_members
)

select * from renamed
