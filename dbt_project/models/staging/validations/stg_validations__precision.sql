with figures as (
    select * from {{ source("validations", "precision") }}
),

renamed as (
    select
        sample_id,
        {{ utc_timestamp("drawn_at") }} as drawn_at,
        kind,
        question,
        part,
        part_name,
        cast(population_count as bigint) as population_count,
        cast(row_count as bigint) as row_count,
        cast(unclear_count as bigint) as unclear_count,
        cast(round(cast(effective_row_count as double)) as bigint) as effective_row_count,
        cast(share as double) as share,
        cast(share_min as double) as share_min,
        cast(share_max as double) as share_max
    from figures
)

select * from renamed
