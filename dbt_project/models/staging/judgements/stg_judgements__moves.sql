with moves as (
    select * from {{ source("judgements", "moves") }}
),

renamed as (
    select
        version_id,
        old_id,
        new_id
    from moves
)

select * from renamed
