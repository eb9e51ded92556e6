with actors as (
    select * from {{ ref("int_actors__merged") }}
),

final as (
    select
        actor_id,
        name,
        kind,
        country,
        sector,
        role,
        gender,
        wikidata_id,
        is_registered
    from actors
)

select * from final
