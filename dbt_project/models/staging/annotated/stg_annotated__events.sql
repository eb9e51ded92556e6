with events as (
    select * from {{ source("annotated", "events") }}
),

renamed as (
    select
        event_mention_id,
        article_id,
        version_id,
        event_type,
        mode,
        cameo_code,
        quad_class,
        goldstein,
        char_start,
        char_end,
        exact_text,
        status,
        occurred_on,
        {{ partial_date_from("occurred_on") }} as occurred_from,
        {{ partial_date_to("occurred_on") }} as occurred_to,
        {{ partial_date_precision("occurred_on") }} as occurred_precision,
        place_start,
        place_end,
        place_name,
        place_country,
        place_geonames_id,
        place_lat,
        place_lon,
        case when place_start is not null then coalesce(place_basis, 'stated') end as place_basis,
        statement_id,
        score,
        batch_id,
        loaded_at
    from events
)

select * from renamed
