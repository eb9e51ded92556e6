with parties as (
    select * from {{ ref("stg_annotated__event_parties") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

redirects as (
    select * from {{ ref("stg_clusters__redirects") }}
    where kind = 'actor'
),

resolved as (
    select distinct
        parties.event_mention_id,
        parties.version_id,
        parties.role,
        coalesce(redirects.new_id, parties.actor_id) as actor_id
    from parties
    inner join annotations on parties.version_id = annotations.version_id and parties.batch_id = annotations.batch_id
    left join redirects on parties.actor_id = redirects.old_id
    where parties.actor_id is not null
)

select * from resolved
