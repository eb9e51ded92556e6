with annotated_actors as (
    select * from {{ ref("stg_annotated__actors") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

redirects as (
    select * from {{ ref("stg_clusters__redirects") }}
    where kind = 'actor'
),

mentions as (
    select * from {{ ref("int_mentions__resolved") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
),

subjects as (
    select * from {{ ref("int_statement_subjects__resolved") }}
),

parties as (
    select * from {{ ref("int_event_parties__resolved") }}
),

used as (
    select actor_id from mentions
    where actor_id is not null
    union
    select resolved_speaker_id as actor_id from statements
    where resolved_speaker_id is not null
    union
    select resolved_addressee_id as actor_id from statements
    where resolved_addressee_id is not null
    union
    select actor_id from subjects
    where actor_id is not null
    union
    select actor_id from parties
    where actor_id is not null
),

actors as (
    select
        coalesce(redirects.new_id, annotated_actors.actor_id) as actor_id,
        annotated_actors.name,
        annotated_actors.kind,
        annotated_actors.country,
        annotated_actors.sector,
        annotated_actors.gender,
        annotated_actors.role,
        annotated_actors.wikidata_id
    from annotated_actors
    inner join annotations
        on
            annotated_actors.version_id = annotations.version_id
            and annotated_actors.batch_id = annotations.batch_id
    left join redirects on annotated_actors.actor_id = redirects.old_id
),

attributes as (
    select
        actor_id,
        'name' as attribute,
        name as attribute_value
    from actors
    union all
    select
        actor_id,
        'kind' as attribute,
        kind as attribute_value
    from actors
    union all
    select
        actor_id,
        'country' as attribute,
        country as attribute_value
    from actors
    union all
    select
        actor_id,
        'sector' as attribute,
        sector as attribute_value
    from actors
    union all
    select
        actor_id,
        'gender' as attribute,
        gender as attribute_value
    from actors
    union all
    select
        actor_id,
        'role' as attribute,
        role as attribute_value
    from actors
    union all
    select
        actor_id,
        'wikidata_id' as attribute,
        wikidata_id as attribute_value
    from actors
),

observed as (
    select
        used.actor_id,
        attributes.attribute,
        attributes.attribute_value
    from used
    left join attributes on used.actor_id = attributes.actor_id
)

select * from observed
