with event_numbers as (
    select * from {{ source("annotated", "event_numbers") }}
),

renamed as (
    select
        number_id,
        event_mention_id,
        article_id,
        version_id,
        kind,
        char_start,
        char_end,
        exact_text,
        low,
        high,
        is_approximate,
        currency,
        batch_id,
        loaded_at
    from event_numbers
)

select * from renamed
