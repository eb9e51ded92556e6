with actors as (
    select * from {{ ref("dim_actors") }}
),

roles as (
    select * from {{ ref("stg_registry__roles") }}
),

-- days on which something changes; NULL is the time before the first one
changes as (
    select
        actor_id,
        cast(null as date) as valid_from
    from actors
    union
    select
        actor_id,
        valid_from
    from roles
    union
    select
        actor_id,
        valid_to as valid_from
    from roles
    where valid_to is not null
),

periods as (
    select
        actor_id,
        valid_from,
        lead(valid_from) over (partition by actor_id order by valid_from nulls first) as valid_to,
        row_number() over (partition by actor_id order by valid_from nulls first) as version_number
    from changes
),

held as (
    select
        periods.actor_id,
        periods.version_number,
        roles.title,
        roles.organisation_id,
        roles.source,
        row_number() over (
            partition by periods.actor_id, periods.version_number
            order by roles.valid_from desc nulls last, roles.title, roles.organisation_id
        ) as place
    from periods
    inner join roles on periods.actor_id = roles.actor_id
    where
        (roles.valid_from is null or roles.valid_from <= periods.valid_from)
        and (roles.valid_to is null or roles.valid_to > periods.valid_from or periods.valid_from is null)
),

final as (
    select
        {{
            make_id("acv", ["periods.actor_id", "coalesce(cast(periods.valid_from as varchar), 'before')"])
        }} as actor_version_id,
        periods.actor_id,
        cast(periods.version_number as bigint) as version_number,
        held.title as role,
        held.organisation_id as role_organisation_id,
        held.source as role_basis,
        periods.valid_from,
        periods.valid_to,
        periods.valid_to is null as is_current
    from periods
    inner join actors on periods.actor_id = actors.actor_id
    left join held
        on
            periods.actor_id = held.actor_id
            and periods.version_number = held.version_number
            and held.place = 1
)

select * from final
