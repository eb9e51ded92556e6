with actors as (
    select * from {{ ref("int_actors__minimised") }}
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
        -- how well known
        status,
        is_registered,
        is_private,
        -- evidence
        article_count,
        mention_count,
        first_seen_at,
        last_seen_at
    from actors
)

select * from final
