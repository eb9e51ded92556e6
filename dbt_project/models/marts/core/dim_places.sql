with mentions as (
    select * from {{ ref("int_places__mentioned") }}
),

divisions as (
    select * from {{ ref("stg_registry__divisions") }}
),

countries as (
    select distinct
        name,
        country
    from {{ ref("stg_registry__actors") }}
    where kind = 'country'
),

-- one place, one set of values: those that most articles give
votes as (
    select
        place_id,
        name,
        country,
        geonames_id,
        lat,
        lon,
        row_number() over (
            partition by place_id
            order by
                case when lat is null then 1 else 0 end, count(distinct article_id) desc, name, country, lat, lon
        ) as place
    from mentions
    group by place_id, name, country, geonames_id, lat, lon
),

counted as (
    select
        place_id,
        count(distinct case when is_current then article_id end) as article_count,
        count(distinct case when is_current and not is_of_event then mention_id end) as mention_count
    from mentions
    group by place_id
),

final as (
    select
        -- keys
        votes.place_id,
        votes.geonames_id,
        -- where
        votes.name,
        votes.country,
        divisions.admin1_code,
        votes.lat,
        votes.lon,
        case
            when countries.country is not null then 'country'
            when divisions.is_admin1 then 'admin1'
            when votes.lat is not null then 'place'
            else 'name'
        end as place_precision,
        -- how often named
        counted.article_count,
        counted.mention_count
    from votes
    inner join counted on votes.place_id = counted.place_id
    left join divisions on votes.geonames_id = divisions.geonames_id
    left join countries on votes.name = countries.name and votes.country = countries.country
    where votes.place = 1
)

select * from final
