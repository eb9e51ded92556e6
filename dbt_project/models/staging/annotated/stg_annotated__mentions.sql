with mentions as (
    select * from {{ source("annotated", "mentions") }}
),

renamed as (
    select
        mention_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        form,
        kind,
        actor_id,
        score,
        batch_id,
        loaded_at
    from mentions
)

select * from renamed
