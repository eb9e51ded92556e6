with observed as (
    select * from {{ ref("int_actors__observed") }}
),

actors as (
    select * from {{ ref("int_actors__merged") }}
),

mentions as (
    select * from {{ ref("int_mentions__resolved") }}
),

present as (
    select distinct
        mentions.article_id,
        actors.actor_id,
        actors.kind,
        actors.country
    from mentions
    inner join actors on mentions.actor_id = actors.actor_id
    where mentions.is_current and not actors.is_registered
),

countries as (
    select distinct
        mentions.article_id,
        actors.country
    from mentions
    inner join actors on mentions.actor_id = actors.actor_id
    where mentions.is_current and actors.is_registered and actors.kind = 'country'
),

beside as (
    select
        present.actor_id,
        'beside_country' as attribute,
        countries.country as attribute_value,
        count(distinct present.article_id) as article_count
    from present
    inner join countries on present.article_id = countries.article_id
    where present.kind in ('person', 'organisation', 'group')
    group by present.actor_id, countries.country
),

said as (
    select
        observed.actor_id,
        observed.attribute,
        observed.attribute_value,
        count(distinct observed.article_id) as article_count
    from observed
    inner join actors on observed.actor_id = actors.actor_id
    where
        observed.attribute in ('name', 'country', 'role')
        and observed.attribute_value is not null
        and not actors.is_registered
    group by observed.actor_id, observed.attribute, observed.attribute_value
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
