{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where {{ in_stale_days("seen_on") }}
),

parties as (
    select * from {{ ref("stg_annotated__event_parties") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
),

final as (
    select
        -- keys
        {{ make_id("evp", ["parties.event_mention_id", "parties.role", "cast(parties.party_number as varchar)"]) }}
            as event_party_id,
        parties.event_mention_id,
        mentions.event_id,
        parties.version_id,
        -- whom an older annotation took somebody for no longer counts
        case when not mentions.is_superseded then coalesce(moves.new_id, parties.actor_id) end as actor_id,
        -- evidence
        parties.role as party_role,
        parties.party_number,
        parties.char_start,
        parties.char_end,
        parties.exact_text,
        -- state
        mentions.is_current,
        -- time
        mentions.seen_on
    from parties
    inner join mentions
        on
            parties.event_mention_id = mentions.event_mention_id
            and parties.batch_id = mentions.batch_id
    left join moves on parties.version_id = moves.version_id and parties.actor_id = moves.old_id
)

select * from final
