with event_parties as (
    select * from {{ source("annotated", "event_parties") }}
),

renamed as (
    select
        event_mention_id,
        article_id,
        version_id,
        role,
        party_number,
        char_start,
        char_end,
        exact_text,
        actor_id,
        batch_id,
        loaded_at
    from event_parties
)

select * from renamed
