with places as (
    select * from {{ source("annotated", "places") }}
),

renamed as (
    select
        place_mention_id,
        article_id,
        version_id,
        char_start,
        char_end,
        exact_text,
        name,
        country,
        geonames_id,
        lat,
        lon,
        batch_id,
        loaded_at
    from places
)

select * from renamed
