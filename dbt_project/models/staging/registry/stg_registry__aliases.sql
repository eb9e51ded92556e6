with aliases as (
    select * from {{ source("registry", "aliases") }}
),

renamed as (
    select
        actor_id,
        nullif(alias, '') as alias,
        nullif(alias_kind, '') as alias_kind,
        nullif(lang, '') as lang
    from aliases
)

select * from renamed
