with damaged_batches as (
    select * from {{ source("raw", "damaged_batches") }}
),

renamed as (
    select
        batch_id,
        stage,
        detail
    from damaged_batches
)

select * from renamed
