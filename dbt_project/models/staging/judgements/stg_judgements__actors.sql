with actors as (
    select * from {{ source("judgements", "actors") }}
),

renamed as (
    select
        actor_id,
        verb,
        name,
        kind,
        country,
        sector,
        wikidata_id,
        judgement_id,
        {{ utc_timestamp("judged_at") }} as judged_at,
        judged_by,
        because
    from actors
)

select * from renamed
