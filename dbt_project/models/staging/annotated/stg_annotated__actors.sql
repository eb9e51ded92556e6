with actors as (
    select * from {{ source("annotated", "actors") }}
),

renamed as (
    select
        article_id,
        version_id,
        actor_id,
        name,
        kind,
        country,
        sector,
        role,
        wikidata_id,
        gender,
        batch_id,
        loaded_at
    from actors
)

select * from renamed
