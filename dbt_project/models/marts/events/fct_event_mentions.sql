{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where {{ in_stale_days("seen_on") }}
),

sentences as (
    select * from {{ ref("int_sentences__latest") }}
    where {{ in_stale_days("first_seen_at") }}
),

texts as (
    select * from {{ ref("fct_article_texts") }}
    where {{ in_stale_days("seen_on") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

-- which of these texts' time expressions mean which days
times as (
    select
        version_id,
        batch_id,
        char_start,
        char_end,
        {{ partial_date_from("value") }} as time_from,
        {{ partial_date_to("value") }} as time_to
    from {{ ref("stg_annotated__times") }}
    where version_id in (select texts.version_id from texts)
),

surroundings as (
    select
        mentions.event_mention_id,
        min(sentences.sentence_number) + 1 as sentence_number,
        min(sentences.char_start) as sentence_start,
        max(sentences.char_end) as sentence_end
    from mentions
    inner join sentences
        on
            mentions.version_id = sentences.version_id
            and mentions.char_end > sentences.char_start
            and mentions.char_start < sentences.char_end
    group by mentions.event_mention_id
),

-- whose day a time expression in its own sentence gives
stated as (
    select distinct mentions.event_mention_id
    from mentions
    inner join surroundings on mentions.event_mention_id = surroundings.event_mention_id
    inner join times
        on
            mentions.version_id = times.version_id
            and mentions.batch_id = times.batch_id
            and mentions.occurred_from = times.time_from
            and mentions.occurred_to = times.time_to
    where times.char_start >= surroundings.sentence_start and times.char_end <= surroundings.sentence_end
),

final as (
    select
        -- keys
        mentions.event_mention_id,
        mentions.event_id,
        mentions.article_id,
        mentions.version_id,
        mentions.source_id as outlet_id,
        mentions.story_id,
        statements.statement_id as claim_statement_id,
        -- what
        mentions.event_type,
        mentions.mode,
        mentions.cameo_code,
        mentions.quad_class,
        mentions.goldstein,
        mentions.status,
        -- evidence
        mentions.char_start,
        mentions.char_end,
        mentions.exact_text,
        substr(
            texts.text, surroundings.sentence_start + 1, surroundings.sentence_end - surroundings.sentence_start
        ) as sentence_text,
        surroundings.sentence_number,
        cast(
            1 + mentions.char_start
            - length(replace(substr(texts.text, 1, mentions.char_start), chr(10), '')) as bigint
        ) as paragraph_number,
        -- when and where
        {{ counted_on(
            "mentions.occurred_from", "mentions.occurred_to", "mentions.occurred_precision",
            "mentions.published_on", "mentions.seen_on"
        ) }} as counted_on,
        {{ counted_on_basis(
            "mentions.occurred_from", "mentions.occurred_to", "mentions.occurred_precision",
            "mentions.published_on", "mentions.seen_on",
            "stated.event_mention_id is not null"
        ) }} as counted_on_basis,
        mentions.seen_on,
        mentions.occurred_from,
        mentions.occurred_to,
        mentions.occurred_precision,
        mentions.place_start,
        mentions.place_end,
        substr(texts.text, mentions.place_start + 1, mentions.place_end - mentions.place_start) as place_text,
        {{ place_id("mentions.place_geonames_id", "mentions.place_name", "mentions.place_country") }} as place_id,
        mentions.place_name,
        mentions.place_country,
        mentions.place_geonames_id,
        mentions.place_lat,
        mentions.place_lon,
        mentions.place_basis,
        -- state
        mentions.score,
        mentions.is_current,
        mentions.is_superseded,
        -- provenance
        mentions.annotator_name,
        mentions.annotator_version,
        mentions.annotated_at,
        mentions.loaded_at
    from mentions
    left join surroundings on mentions.event_mention_id = surroundings.event_mention_id
    left join texts on mentions.version_id = texts.version_id
    left join stated on mentions.event_mention_id = stated.event_mention_id
    left join statements on mentions.statement_id = statements.statement_id
)

select * from final
