with figures as (
    select * from {{ source("validations", "agreement") }}
),

renamed as (
    select
        sample_id,
        kind,
        question,
        cast(row_count as bigint) as row_count,
        cast(agreement_share as double) as agreement_share,
        cast(alpha_score as double) as alpha_score
    from figures
)

select * from renamed
