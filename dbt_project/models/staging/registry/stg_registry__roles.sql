with roles as (
    select * from {{ source("registry", "roles") }}
),

renamed as (
    select
        actor_id,
        nullif(title, '') as title,
        nullif(organisation_id, '') as organisation_id,
        nullif(country, '') as country,
        {{ partial_date_from("nullif(valid_from, '')") }} as valid_from,
        {{ partial_date_to("nullif(valid_to, '')") }} as valid_to,
        nullif(source, '') as source
    from roles
)

select * from renamed
