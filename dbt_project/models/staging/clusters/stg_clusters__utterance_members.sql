with utterance_members as (
    select * from {{ source("clusters", "utterance_members") }}
),

renamed as (
    select
        statement_id,
        utterance_id,
        cast(opened_on as date) as opened_on
    from utterance_members
)

select * from renamed
