with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
),

parties as (
    select * from {{ ref("stg_annotated__event_parties") }}
),

redirects as (
    select * from {{ ref("stg_clusters__redirects") }}
    where kind = 'actor'
),

final as (
    select
        -- keys
        {{ make_id("evp", ["parties.event_mention_id", "parties.role", "cast(parties.party_number as varchar)"]) }}
            as event_party_id,
        parties.event_mention_id,
        mentions.event_id,
        parties.version_id,
        coalesce(redirects.new_id, parties.actor_id) as actor_id,
        -- evidence
        parties.role,
        parties.party_number,
        parties.char_start,
        parties.char_end,
        parties.exact_text,
        -- state
        mentions.is_current
    from parties
    inner join mentions
        on
            parties.event_mention_id = mentions.event_mention_id
            and parties.batch_id = mentions.batch_id
    left join redirects on parties.actor_id = redirects.old_id
)

select * from final
