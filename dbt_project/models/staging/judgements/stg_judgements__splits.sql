with splits as (
    select * from {{ source("judgements", "splits") }}
),

renamed as (
    select
        old_id,
        new_id,
        article_id,
        source_id,
        cast(published_from as date) as published_from,
        cast(published_to as date) as published_to,
        judgement_id,
        {{ utc_timestamp("judged_at") }} as judged_at,
        judged_by,
        because
    from splits
)

select * from renamed
