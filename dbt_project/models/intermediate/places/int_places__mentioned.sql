with places as (
    select * from {{ ref("stg_annotated__places") }}
),

event_mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where place_name is not null
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

named as (
    select
        places.place_mention_id as mention_id,
        places.article_id,
        annotations.is_current,
        coalesce(places.name, places.exact_text) as name,
        places.country,
        places.geonames_id,
        places.lat,
        places.lon,
        false as is_of_event
    from places
    inner join annotations on places.version_id = annotations.version_id and places.batch_id = annotations.batch_id
    union all
    -- an event's place is one of the article's; where it is not, it has a row all the same
    select
        event_mention_id as mention_id,
        article_id,
        is_current,
        place_name as name,
        place_country as country,
        place_geonames_id as geonames_id,
        place_lat as lat,
        place_lon as lon,
        true as is_of_event
    from event_mentions
),

mentioned as (
    select
        {{ place_id("geonames_id", "name", "country") }} as place_id,
        mention_id,
        article_id,
        is_current,
        name,
        country,
        geonames_id,
        lat,
        lon,
        is_of_event
    from named
)

select * from mentioned
