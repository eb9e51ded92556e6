{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }} and place_name is not null
),

votes as (
    select
        event_id,
        place_name,
        place_country,
        place_geonames_id,
        place_lat,
        place_lon,
        max(place_basis) as place_basis,  -- stated comes after context
        count(distinct story_id) as story_count
    from mentions
    group by event_id, place_name, place_country, place_geonames_id, place_lat, place_lon
),

-- a place stated with the act wins, then one that is on the map, then the one that most stories give
ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by
                place_basis desc,
                case when place_lat is null then 1 else 0 end,
                story_count desc,
                place_name,
                place_country,
                place_geonames_id
        ) as place
    from votes
),

located as (
    select
        event_id,
        place_name,
        place_country,
        place_geonames_id,
        place_lat,
        place_lon,
        place_basis
    from ranked
    where place = 1
)

select * from located
