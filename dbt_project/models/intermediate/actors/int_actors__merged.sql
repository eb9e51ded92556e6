with observed as (
    select * from {{ ref("int_actors__observed") }}
),

registered as (
    select * from {{ ref("stg_registry__actors") }}
),

offices as (
    select * from {{ ref("int_actors__in_office") }}
),

judged as (
    select * from {{ ref("stg_judgements__actors") }}
),

ranked as (
    select
        *,
        row_number() over (partition by actor_id, attribute order by version_count desc, attribute_value) as place
    from observed
    where attribute_value is not null
),

-- what most articles say of an actor
said as (
    select
        actor_id,
        max(case when attribute = 'name' then attribute_value end) as name,
        max(case when attribute = 'kind' then attribute_value end) as kind,
        max(case when attribute = 'country' then attribute_value end) as country,
        max(case when attribute = 'sector' then attribute_value end) as sector,
        max(case when attribute = 'role' then attribute_value end) as role,
        max(case when attribute = 'wikidata_id' then attribute_value end) as wikidata_id
    from ranked
    where place = 1
    group by actor_id
),

used as (
    select distinct actor_id from observed
),

registry as (
    select
        *,
        row_number() over (partition by actor_id order by name) as copy_number
    from registered
),

merged as (
    select
        used.actor_id,
        coalesce(registry.name, judged.name, said.name) as name,
        coalesce(registry.kind, judged.kind, said.kind) as kind,
        coalesce(registry.country, judged.country, said.country) as country,
        coalesce(registry.sector, judged.sector, said.sector) as sector,
        registry.gender,
        coalesce(offices.title, said.role) as role,
        coalesce(registry.wikidata_id, judged.wikidata_id, said.wikidata_id) as wikidata_id,
        registry.actor_id is not null as is_registered,
        coalesce(judged.verb = 'promote', false) as is_promoted_by_person
    from used
    left join said on used.actor_id = said.actor_id
    left join registry on used.actor_id = registry.actor_id and registry.copy_number = 1
    left join judged on used.actor_id = judged.actor_id
    left join offices on used.actor_id = offices.actor_id
)

select * from merged
