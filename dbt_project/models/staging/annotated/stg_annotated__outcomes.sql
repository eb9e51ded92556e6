with outcomes as (
    select * from {{ source("annotated", "outcomes") }}
),

renamed as (
    select
        outcome_id,
        stage,
        source_id,
        subject_id,
        article_id,
        url,
        outcome,
        reason,
        detail,
        {{ utc_timestamp("occurred_at") }} as occurred_at,
        attempt,
        batch_id,
        loaded_at
    from outcomes
)

select * from renamed
