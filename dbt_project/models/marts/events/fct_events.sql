with counted as (
    select * from {{ ref("int_events__counted") }}
),

coded as (
    select * from {{ ref("int_events__coded") }}
),

dated as (
    select * from {{ ref("int_events__dated") }}
),

located as (
    select * from {{ ref("int_events__located") }}
),

paired as (
    select * from {{ ref("int_events__paired") }}
),

first_told as (
    select * from {{ ref("int_events__first_told") }}
),

numbered as (
    select * from {{ ref("int_events__numbered") }}
),

-- whose day the sentence of a mention gives
stated as (
    select distinct
        event_id,
        occurred_from,
        occurred_to
    from {{ ref("fct_event_mentions") }}
    where counted_on_basis = 'stated'
),

final as (
    select
        -- keys
        counted.event_id,
        first_told.event_mention_id as first_event_mention_id,
        -- what
        coded.event_type,
        coded.mode,
        coded.cameo_code,
        coded.quad_class,
        coded.goldstein,
        coded.status,
        -- who
        paired.source_actor_id,
        paired.target_actor_id,
        paired.source_country as source_actor_country,
        paired.target_country as target_actor_country,
        -- when and where
        {{ counted_on(
            "dated.occurred_from", "dated.occurred_to", "dated.occurred_precision", "counted.first_published_on",
            "cast(counted.first_seen_at as date)"
        ) }} as counted_on,
        {{ counted_on_basis(
            "dated.occurred_from", "dated.occurred_to", "dated.occurred_precision", "counted.first_published_on",
            "cast(counted.first_seen_at as date)", "stated.event_id is not null"
        ) }} as counted_on_basis,
        dated.occurred_from,
        dated.occurred_to,
        dated.occurred_precision,
        {{ place_id("located.place_geonames_id", "located.place_name", "located.place_country") }} as place_id,
        located.place_name,
        located.place_country,
        located.place_geonames_id,
        located.place_lat,
        located.place_lon,
        located.place_basis,
        -- how many
        numbered.killed_min,
        numbered.killed_max,
        numbered.wounded_min,
        numbered.wounded_max,
        numbered.arrested_min,
        numbered.arrested_max,
        numbered.protesters_min,
        numbered.protesters_max,
        cast(coalesce(numbered.contradiction_count, 0) as bigint) as contradiction_count,
        -- how widely told
        cast(counted.mention_count as bigint) as mention_count,
        counted.article_count,
        counted.source_count as outlet_count,
        counted.story_count,
        counted.independent_source_count as independent_outlet_count,
        counted.first_published_on,
        counted.last_published_on,
        counted.first_seen_at,
        counted.last_seen_at,
        -- state
        counted.is_current
    from counted
    inner join coded on counted.event_id = coded.event_id
    inner join first_told on counted.event_id = first_told.event_id
    left join dated on counted.event_id = dated.event_id
    left join stated
        on
            dated.event_id = stated.event_id
            and dated.occurred_from = stated.occurred_from
            and dated.occurred_to = stated.occurred_to
    left join located on counted.event_id = located.event_id
    left join paired on counted.event_id = paired.event_id
    left join numbered on counted.event_id = numbered.event_id
)

select * from final
