with roles as (
    select * from {{ ref("stg_registry__roles") }}
),

versions as (
    select * from {{ ref("int_article_versions__numbered") }}
),

-- "now" is the day of the newest article, so that a rebuild gives the same
newest as (
    select cast(max(first_seen_at) as date) as day_on from versions
),

ranked as (
    select
        roles.actor_id,
        roles.title,
        row_number() over (partition by roles.actor_id order by roles.valid_from desc nulls last, roles.title) as place
    from roles
    cross join newest
    where
        (roles.valid_from is null or roles.valid_from <= newest.day_on)
        and (roles.valid_to is null or roles.valid_to > newest.day_on)
),

in_office as (
    select
        actor_id,
        title
    from ranked
    where place = 1
)

select * from in_office
