{{ config(materialized="view") }}

with events as (
    select * from {{ ref("stg_annotated__events") }}
),

versions as (
    select * from {{ ref("int_versions__told") }}
),

judged as (
    select
        events.*,
        versions.latest_day,
        coalesce(
            events.status in ('actual', 'historical') and events.occurred_from > versions.latest_day, false
        ) as is_day_impossible
    from events
    left join versions on events.version_id = versions.version_id
),

-- what has happened did not happen after the report of it: such a day was read wrongly, and the day is not known
dated as (
    select
        event_mention_id,
        article_id,
        version_id,
        event_type,
        mode,
        cameo_code,
        quad_class,
        goldstein,
        char_start,
        char_end,
        exact_text,
        status,
        occurred_on,
        case when not is_day_impossible then occurred_from end as occurred_from,
        case when not is_day_impossible then occurred_to end as occurred_to,
        case when not is_day_impossible then occurred_precision end as occurred_precision,
        is_day_impossible,
        place_start,
        place_end,
        place_name,
        place_country,
        place_geonames_id,
        place_lat,
        place_lon,
        place_basis,
        statement_id,
        score,
        batch_id,
        loaded_at
    from judged
)

select * from dated
