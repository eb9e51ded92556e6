with batches as (
    select * from {{ source("raw", "batches") }}
),

renamed as (
    select
        batch_id,
        stage,
        producer,
        inputs,
        {{ utc_timestamp("created_at") }} as created_at,
        row_count,
        loaded_at
    from batches
)

select * from renamed
