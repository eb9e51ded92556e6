with mentions as (
    select * from {{ ref("fct_event_mentions") }}
),

events as (
    select * from {{ ref("fct_events") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

outlets as (
    select * from {{ ref("dim_outlets") }}
),

places as (
    select * from {{ ref("dim_places") }}
),

parties as (
    select
        parties.event_mention_id,
        {{ list_of_texts(
            "case when parties.party_role = 'source' then coalesce(actors.name, parties.exact_text) end"
        ) }} as source_actor_names,
        {{ list_of_texts(
            "case when parties.party_role = 'target' then coalesce(actors.name, parties.exact_text) end"
        ) }} as target_actor_names
    from {{ ref("bridge_event_mention_actors") }} as parties
    left join {{ ref("dim_actors") }} as actors on parties.actor_id = actors.actor_id
    group by parties.event_mention_id
),

final as (
    select
        -- time
        mentions.counted_on,
        mentions.counted_on_basis,
        case when mentions.occurred_precision = 'day' then mentions.occurred_from end as occurred_on,
        mentions.occurred_from,
        mentions.occurred_to,
        mentions.occurred_precision,
        events.counted_on as event_counted_on,
        articles.published_at,
        articles.published_on,
        articles.first_seen_at,
        -- what
        mentions.event_type,
        mentions.mode,
        mentions.quad_class,
        mentions.cameo_code,
        mentions.goldstein,
        mentions.status,
        -- who did it to whom
        parties.source_actor_names,
        parties.target_actor_names,
        -- where
        mentions.place_name,
        mentions.place_country,
        places.admin1_code as place_admin1_code,
        places.place_precision,
        mentions.place_lat,
        mentions.place_lon,
        mentions.place_basis,
        -- the words
        mentions.exact_text,
        mentions.sentence_text,
        -- where they stand
        case
            when outlets.kind = 'files' then coalesce(articles.site_name, outlets.name)
            else outlets.name
        end as outlet_name,
        outlets.country as outlet_country,
        articles.title,
        articles.url,
        articles.canonical_url,
        articles.language,
        articles.status as article_status,
        articles.is_original,
        -- state
        mentions.claim_statement_id is not null as is_claim,
        mentions.is_current,
        mentions.is_superseded,
        mentions.score,
        -- evidence
        mentions.char_start,
        mentions.char_end,
        mentions.annotator_name,
        mentions.annotator_version,
        -- keys
        mentions.event_mention_id,
        mentions.event_id,
        mentions.claim_statement_id,
        mentions.article_id,
        mentions.version_id,
        mentions.story_id,
        mentions.place_id,
        mentions.outlet_id
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    left join events on mentions.event_id = events.event_id
    left join outlets on mentions.outlet_id = outlets.outlet_id
    left join places on mentions.place_id = places.place_id
    left join parties on mentions.event_mention_id = parties.event_mention_id
)

select * from final
