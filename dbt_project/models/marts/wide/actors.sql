with actors as (
    select * from {{ ref("dim_actors") }}
),

countries as (
    select * from {{ ref("dim_countries") }}
),

-- a country that no list of codes knows has the name by which it acts
nations as (
    select
        country,
        min(name) as name
    from actors
    where kind = 'country' and is_registered
    group by country
),

said as (
    select
        speaker_actor_id as actor_id,
        count(*) as utterance_count
    from {{ ref("fct_utterances") }}
    where is_current
    group by speaker_actor_id
),

acted as (
    select
        parties.actor_id,
        count(case when parties.party_role = 'source' then 1 end) as acting_event_count,
        count(case when parties.party_role = 'target' then 1 end) as affected_event_count
    from {{ ref("bridge_event_actors") }} as parties
    inner join {{ ref("fct_events") }} as events on parties.event_id = events.event_id
    where events.is_current
    group by parties.actor_id
),

final as (
    select
        -- who
        actors.name,
        actors.kind,
        actors.country,
        coalesce(countries.name, nations.name) as country_name,
        actors.sector,
        actors.role,
        actors.gender,
        -- how well known
        actors.status,
        actors.is_registered,
        actors.is_private,
        -- what they do in the news
        coalesce(said.utterance_count, 0) as utterance_count,
        coalesce(acted.acting_event_count, 0) as acting_event_count,
        coalesce(acted.affected_event_count, 0) as affected_event_count,
        actors.article_count,
        actors.mention_count,
        -- time
        actors.first_seen_at,
        actors.last_seen_at,
        -- keys
        actors.actor_id,
        actors.wikidata_id
    from actors
    left join countries on actors.country = countries.country
    left join nations on actors.country = nations.country
    left join said on actors.actor_id = said.actor_id
    left join acted on actors.actor_id = acted.actor_id
)

select * from final
