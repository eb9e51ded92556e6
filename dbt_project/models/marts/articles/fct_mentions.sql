{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with mentions as (
    select * from {{ ref("int_mentions__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

final as (
    select
        -- keys
        mention_id,
        article_id,
        version_id,
        source_id as outlet_id,
        actor_id,
        -- evidence
        form,
        kind,
        char_start,
        char_end,
        exact_text,
        -- state
        score,
        is_current,
        -- time
        seen_on,
        -- provenance
        annotator_name,
        annotator_version,
        annotated_at,
        loaded_at
    from mentions
)

select * from final
