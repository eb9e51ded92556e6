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
        status,
        promoted_by,
        -- evidence
        article_count,
        source_count as outlet_count,
        mention_count,
        statement_count,
        quoted_story_count,
        quoted_source_count as quoted_outlet_count,
        country_share,
        role_share,
        first_seen_at,
        last_seen_at,
        example_article_id
    from actors
    where status <> 'registered' and kind in ('person', 'organisation', 'group') and name is not null
)

select * from final
