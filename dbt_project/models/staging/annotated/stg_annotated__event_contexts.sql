with event_contexts as (
    select * from {{ source("annotated", "event_contexts") }}
),

renamed as (
    select
        event_mention_id,
        article_id,
        version_id,
        context,
        batch_id,
        loaded_at
    from event_contexts
)

select * from renamed
