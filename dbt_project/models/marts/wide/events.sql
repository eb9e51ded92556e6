with events as (
    select * from {{ ref("fct_events") }}
),

mentions as (
    select * from {{ ref("fct_event_mentions") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

outlets as (
    select * from {{ ref("dim_outlets") }}
),

actors as (
    select * from {{ ref("dim_actors") }}
),

event_types as (
    select * from {{ ref("dim_event_types") }}
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

final as (
    select
        -- time
        events.counted_on,
        events.counted_on_basis,
        case when events.occurred_precision = 'day' then events.occurred_from end as occurred_on,
        events.occurred_from,
        events.occurred_to,
        events.occurred_precision,
        events.first_published_on,
        events.last_published_on,
        events.first_seen_at,
        events.last_seen_at,
        -- what
        events.event_type,
        events.mode,
        contexts.contexts,
        events.quad_class,
        event_types.quad_name,
        events.cameo_code,
        events.goldstein,
        events.status,
        -- who acted
        source_actors.name as source_actor_name,
        source_actors.kind as source_actor_kind,
        events.source_actor_country,
        source_actors.sector as source_actor_sector,
        source_actors.role as source_actor_role,
        -- whom it was done to
        target_actors.name as target_actor_name,
        target_actors.kind as target_actor_kind,
        events.target_actor_country,
        target_actors.sector as target_actor_sector,
        target_actors.role as target_actor_role,
        -- where
        events.place_name,
        events.place_country,
        places.admin1_code as place_admin1_code,
        places.place_precision,
        events.place_lat,
        events.place_lon,
        events.place_basis,
        -- how many
        events.killed_min,
        events.killed_max,
        events.wounded_min,
        events.wounded_max,
        events.arrested_min,
        events.arrested_max,
        events.protesters_min,
        events.protesters_max,
        events.contradiction_count,
        -- how widely told
        events.mention_count,
        events.article_count,
        events.outlet_count,
        events.story_count,
        events.independent_outlet_count,
        -- the first report
        mentions.exact_text,
        mentions.sentence_text,
        case
            when outlets.kind = 'files' then coalesce(articles.site_name, outlets.name)
            else outlets.name
        end as outlet_name,
        outlets.country as outlet_country,
        articles.title,
        articles.url,
        articles.canonical_url,
        articles.language,
        -- state
        events.is_current,
        -- keys
        events.event_id,
        events.first_event_mention_id,
        events.source_actor_id,
        events.target_actor_id,
        events.place_id,
        mentions.article_id,
        mentions.version_id,
        mentions.outlet_id
    from events
    inner join mentions on events.first_event_mention_id = mentions.event_mention_id
    inner join articles on mentions.article_id = articles.article_id
    left join outlets on mentions.outlet_id = outlets.outlet_id
    left join event_types on events.event_type = event_types.event_type
    left join actors as source_actors on events.source_actor_id = source_actors.actor_id
    left join actors as target_actors on events.target_actor_id = target_actors.actor_id
    left join places on events.place_id = places.place_id
    left join contexts on events.event_id = contexts.event_id
)

select * from final
