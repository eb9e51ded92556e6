{{ config(materialized="view") }}

with events as (
    select * from {{ ref("fct_events") }}
    where is_current and status = 'actual'
),

mentions as (
    select * from {{ ref("fct_event_mentions") }}
    where is_current
),

articles as (
    select * from {{ ref("fct_articles") }}
),

outlets as (
    select * from {{ ref("dim_outlets") }}
),

event_types as (
    select * from {{ ref("dim_event_types") }}
),

event_modes as (
    select * from {{ ref("dim_event_modes") }}
),

actors as (
    select * from {{ ref("dim_actors") }}
),

countries as (
    select * from {{ ref("dim_countries") }}
),

places as (
    select * from {{ ref("dim_places") }}
),

contexts as (
    select
        event_id,
        {{ list_of_texts("context") }} as contexts
    from {{ ref("bridge_event_contexts") }}
    group by event_id
),

words as (
    select
        event_mention_id,
        party_role,
        actor_id,
        min(exact_text) as exact_text
    from {{ ref("bridge_event_mention_actors") }}
    group by event_mention_id, party_role, actor_id
),

sides as (
    select
        actors.actor_id,
        actors.name,
        actors.country,
        countries.cow_code,
        actors.sector,
        actors.role as title,
        actors.wikidata_id
    from actors
    left join countries on actors.country = countries.country
),

final as (
    select
        events.event_id as {{ adapter.quote("Event ID") }},
        events.counted_on as {{ adapter.quote("Event Date") }},
        events.event_type as {{ adapter.quote("Event Type") }},
        events.mode as {{ adapter.quote("Event Mode") }},
        coalesce(event_modes.plover_score, event_types.plover_score) as {{ adapter.quote("Intensity") }},
        upper(event_types.quad_name) as {{ adapter.quote("Quad Code") }},
        contexts.contexts as {{ adapter.quote("Contexts") }},
        {% for role, alias in (("Actor", "sources"), ("Recipient", "targets")) -%}
            {{ alias }}.name as {{ adapter.quote(role ~ " Name") }},
            {{ alias }}.country as {{ adapter.quote(role ~ " Country") }},
            {{ alias }}.cow_code as {{ adapter.quote(role ~ " COW") }},
            {{ alias }}.sector as {{ adapter.quote("Primary " ~ role ~ " Sector") }},
            {{ alias }}.sector as {{ adapter.quote(role ~ " Sectors") }},
            {{ alias }}.title as {{ adapter.quote(role ~ " Title") }},
            {{ alias[:-1] }}_words.exact_text as {{ adapter.quote(role ~ " Name Raw") }},
            {{ alias }}.wikidata_id as {{ adapter.quote("Wikipedia " ~ role ~ " ID") }},
        {% endfor -%}
        events.place_name as {{ adapter.quote("Placename") }},
        case when places.place_precision = 'place' then places.name end as {{ adapter.quote("City") }},
        cast(null as string) as {{ adapter.quote("District") }},
        places.admin1_code as {{ adapter.quote("Province") }},
        places.country as {{ adapter.quote("Country") }},
        places.lat as {{ adapter.quote("Latitude") }},
        places.lon as {{ adapter.quote("Longitude") }},
        places.geonames_id as {{ adapter.quote("GeoNames ID") }},
        told.place_text as {{ adapter.quote("Raw Placename") }},
        case places.place_precision when 'country' then 'PCLI' when 'admin1' then 'ADM1' end
            as {{ adapter.quote("Feature Type") }},
        outlets.name as {{ adapter.quote("Source") }},
        articles.published_on as {{ adapter.quote("Publication Date") }},
        named.people as {{ adapter.quote("Story People") }},
        named.organizations as {{ adapter.quote("Story Organizations") }},
        named.locations as {{ adapter.quote("Story Locations") }},
        articles.language as {{ adapter.quote("Language") }},
        told.annotator_version as {{ adapter.quote("Version") }}
    from events
    inner join mentions as told on events.first_event_mention_id = told.event_mention_id
    inner join articles on told.article_id = articles.article_id
    left join outlets on articles.outlet_id = outlets.outlet_id
    left join event_types on events.event_type = event_types.event_type
    left join event_modes on events.event_type = event_modes.event_type and events.mode = event_modes.mode
    left join contexts on events.event_id = contexts.event_id
    left join sides as sources on events.source_actor_id = sources.actor_id
    left join sides as targets on events.target_actor_id = targets.actor_id
    left join words as source_words
        on
            told.event_mention_id = source_words.event_mention_id
            and events.source_actor_id = source_words.actor_id
            and source_words.party_role = 'source'
    left join words as target_words
        on
            told.event_mention_id = target_words.event_mention_id
            and events.target_actor_id = target_words.actor_id
            and target_words.party_role = 'target'
    left join places on events.place_id = places.place_id
    -- of this text alone: whoever asks for one event does not wait for the names of all articles
    left join lateral (
        select
            {{ list_of_texts("case when actors.kind = 'person' then actors.name end") }} as people,
            {{ list_of_texts("case when actors.kind = 'organisation' then actors.name end") }} as organizations,
            {{ list_of_texts("case when actors.kind in ('country', 'place') then actors.name end") }} as locations
        from {{ ref("fct_mentions") }} as present
        inner join actors on present.actor_id = actors.actor_id
        where
            present.is_current
            and present.version_id = told.version_id
            and present.seen_on = told.seen_on
    ) as named on true
)

select * from final
