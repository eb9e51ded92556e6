with contexts as (
    select * from {{ ref("int_actor_contexts__counted") }}
),

candidates as (
    select * from {{ ref("rpt_actor_candidates") }}
),

actors as (
    select * from {{ ref("dim_actors") }}
),

final as (
    select
        {{ make_id("ctx", ["contexts.actor_id", "contexts.attribute", "contexts.attribute_value"]) }}
            as actor_context_id,
        contexts.actor_id,
        contexts.attribute,
        contexts.attribute_value,
        contexts.article_count
    from contexts
    inner join candidates on contexts.actor_id = candidates.actor_id
    inner join actors on contexts.actor_id = actors.actor_id
    where
        contexts.attribute <> 'role'
        or not actors.is_private
        or contexts.attribute_value = candidates.role
)

select * from final
