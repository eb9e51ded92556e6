with redirects as (
    select * from {{ source("judgements", "redirects") }}
),

renamed as (
    select
        old_id,
        new_id,
        verb,
        judgement_id,
        {{ utc_timestamp("judged_at") }} as judged_at,
        judged_by,
        because
    from redirects
)

select * from renamed
