with redirects as (
    select * from {{ ref("stg_judgements__redirects") }}
),

splits as (
    select * from {{ ref("stg_judgements__splits") }}
),

together as (
    select
        old_id,
        new_id,
        verb,
        cast(null as varchar) as article_id,
        cast(null as varchar) as source_id,
        cast(null as date) as published_from,
        cast(null as date) as published_to,
        judgement_id,
        judged_at,
        because
    from redirects
    union all
    select
        old_id,
        new_id,
        'split' as verb,
        article_id,
        source_id,
        published_from,
        published_to,
        judgement_id,
        judged_at,
        because
    from splits
),

final as (
    select
        -- keys
        {{ make_id("red", ["old_id", "judgement_id"]) }} as actor_redirect_id,
        old_id as old_actor_id,
        new_id as actor_id,
        -- where it holds
        verb as judgement_kind,
        article_id,
        source_id as outlet_id,
        published_from,
        published_to,
        -- provenance
        judgement_id,
        judged_at,
        because as reason
    from together
)

select * from final
