with observed as (
    select * from {{ ref("int_actors__observed") }}
),

actors as (
    select * from {{ ref("int_actors__merged") }}
),

named as (
    select * from {{ ref("int_actors__named") }}
    where is_current
),

present as (
    select
        named.article_id,
        actors.actor_id
    from named
    inner join actors on named.actor_id = actors.actor_id
    where not actors.is_registered and actors.kind in ('person', 'organisation', 'group')
),

countries as (
    select distinct
        named.article_id,
        actors.country
    from named
    inner join actors on named.actor_id = actors.actor_id
    where actors.is_registered and actors.kind = 'country'
),

beside as (
    select
        present.actor_id,
        'beside_country' as attribute,
        countries.country as attribute_value,
        count(*) as article_count
    from present
    inner join countries on present.article_id = countries.article_id
    group by present.actor_id, countries.country
),

said as (
    select
        observed.actor_id,
        observed.attribute,
        observed.attribute_value,
        observed.article_count
    from observed
    inner join actors on observed.actor_id = actors.actor_id
    where
        observed.attribute in ('name', 'country', 'role')
        and observed.article_count > 0
        and not actors.is_registered
),

together as (
    select * from said
    union all
    select * from beside
),

counted as (
    select
        *,
        article_count / sum(article_count) over (partition by actor_id, attribute) as share,
        row_number() over (partition by actor_id, attribute order by article_count desc, attribute_value) as place
    from together
)

select * from counted
