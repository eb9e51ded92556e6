{{ config(materialized="view") }}
-- the columns are named as GDELT names them
-- noqa: disable=CP02

with events as (
    select
        *,
        counted_on as event_on
    from {{ ref("fct_events") }}
    where is_current and status = 'actual'
),

countries as (
    select * from {{ ref("dim_countries") }}
),

sectors as (
    select * from {{ ref("dim_sectors") }}
),

told as (
    select
        mentions.event_id,
        mentions.event_mention_id,
        mentions.article_id,
        mentions.outlet_id,
        mentions.paragraph_number,
        articles.url,
        {{ quarter_hour("articles.first_seen_at") }} as seen_in
    from {{ ref("fct_event_mentions") }} as mentions
    inner join {{ ref("fct_articles") }} as articles on mentions.article_id = articles.article_id
    where mentions.is_current
),

-- GDELT never updates these: they are what the first quarter of an hour told
frozen as (
    select
        told.event_id,
        count(*) as mention_count,
        count(distinct told.outlet_id) as outlet_count,
        count(distinct told.article_id) as article_count,
        max(case when told.paragraph_number = 1 then 1 else 0 end) as is_root
    from told
    inner join events on told.event_id = events.event_id
    inner join told as firsts on events.first_event_mention_id = firsts.event_mention_id
    where told.seen_in = firsts.seen_in
    group by told.event_id
),

sides as (
    select
        actors.actor_id,
        upper(actors.name) as name,
        countries.cameo_code as country_code,
        case actors.country when 'UNO' then 'UNO' when 'EUR' then 'EEC' end as group_code,
        coalesce(sectors.cameo_code, bodies.cameo_code) as type_code
    from {{ ref("dim_actors") }} as actors
    left join countries on actors.country = countries.country
    left join sectors on actors.sector = sectors.sector
    left join sectors as bodies on actors.country = bodies.sector
),

located as (
    select
        places.place_id,
        countries.fips_code,
        places.lat,
        places.lon,
        case
            when places.place_precision = 'country' then 1
            when places.place_precision = 'admin1' then case when places.country = 'USA' then 2 else 5 end
            when places.country = 'USA' then 3
            else 4
        end as geo_type,
        case
            when places.place_precision = 'country' then places.name
            else places.name || coalesce(', ' || countries.name, '')
        end as full_name,
        countries.fips_code
        || case when places.place_precision = 'country' then '' else substr(places.admin1_code, 4) end as adm1_code
    from {{ ref("dim_places") }} as places
    left join countries on places.country = countries.country
    where places.place_precision <> 'name'
),

final as (
    select
        {{ number_of_id("events.event_id") }} as GLOBALEVENTID,
        {{ day_number("events.event_on") }} as SQLDATE,
        cast(floor({{ day_number("events.event_on") }} / 100) as bigint) as MonthYear,
        cast(extract(year from events.event_on) as bigint) as Year,
        cast(
            extract(year from events.event_on)
            + (extract(month from events.event_on) * 30 + extract(day from events.event_on)) / 365.0 as double
        ) as FractionDate,
        {% for number, role in ((1, "source"), (2, "target")) -%}
            nullif(
                coalesce({{ role }}s.country_code, {{ role }}s.group_code, '')
                || coalesce({{ role }}s.type_code, ''), ''
            ) as Actor{{ number }}Code,
            {{ role }}s.name as Actor{{ number }}Name,
            {{ role }}s.country_code as Actor{{ number }}CountryCode,
            {{ role }}s.group_code as Actor{{ number }}KnownGroupCode,
            {% for column in ("EthnicCode", "Religion1Code", "Religion2Code") -%}
                cast(null as string) as Actor{{ number }}{{ column }},
            {% endfor -%}
            {{ role }}s.type_code as Actor{{ number }}Type1Code,
            cast(null as string) as Actor{{ number }}Type2Code,
            cast(null as string) as Actor{{ number }}Type3Code,
        {% endfor -%}
        cast(frozen.is_root as bigint) as IsRootEvent,
        events.cameo_code as EventCode,
        substr(events.cameo_code, 1, 3) as EventBaseCode,
        substr(events.cameo_code, 1, 2) as EventRootCode,
        events.quad_class as QuadClass,
        events.goldstein as GoldsteinScale,
        frozen.mention_count as NumMentions,
        frozen.outlet_count as NumSources,
        frozen.article_count as NumArticles,
        cast(null as double) as AvgTone,
        {% for actor in ("Actor1", "Actor2") -%}
            cast(null as bigint) as {{ actor }}Geo_Type,
            {% for column in ("FullName", "CountryCode", "ADM1Code", "ADM2Code") -%}
                cast(null as string) as {{ actor }}Geo_{{ column }},
            {% endfor -%}
            cast(null as double) as {{ actor }}Geo_Lat,
            cast(null as double) as {{ actor }}Geo_Long,
            cast(null as string) as {{ actor }}Geo_FeatureID,
        {% endfor -%}
        cast(located.geo_type as bigint) as ActionGeo_Type,
        located.full_name as ActionGeo_FullName,
        located.fips_code as ActionGeo_CountryCode,
        located.adm1_code as ActionGeo_ADM1Code,
        cast(null as string) as ActionGeo_ADM2Code,
        located.lat as ActionGeo_Lat,
        located.lon as ActionGeo_Long,
        case when located.geo_type = 1 then located.fips_code end as ActionGeo_FeatureID,
        firsts.seen_in as DATEADDED,
        firsts.url as SOURCEURL
    from events
    inner join told as firsts on events.first_event_mention_id = firsts.event_mention_id
    inner join frozen on events.event_id = frozen.event_id
    left join sides as sources on events.source_actor_id = sources.actor_id
    left join sides as targets on events.target_actor_id = targets.actor_id
    left join located on events.place_id = located.place_id
)

select * from final
