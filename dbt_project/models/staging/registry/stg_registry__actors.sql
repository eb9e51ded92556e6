with actors as (
    select * from {{ source("registry", "actors") }}
),

renamed as (
    select
        actor_id,
        nullif(kind, '') as kind,
        nullif(name, '') as name,
        nullif(country, '') as country,
        nullif(sector, '') as sector,
        nullif(gender, '') as gender,
        nullif(wikidata_id, '') as wikidata_id,
        nullif(source, '') as source
    from actors
)

select * from renamed
