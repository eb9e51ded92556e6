with annotated_actors as (
    select * from {{ ref("stg_annotated__actors") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

moves as (
    select * from {{ ref("stg_judgements__moves") }}
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
        annotated_actors.article_id,
        coalesce(moves.new_id, annotated_actors.actor_id) as actor_id,
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
    left join moves
        on annotated_actors.version_id = moves.version_id and annotated_actors.actor_id = moves.old_id
),

attributes as (
    select
        actor_id,
        article_id,
        'name' as attribute,
        name as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'kind' as attribute,
        kind as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'country' as attribute,
        country as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'sector' as attribute,
        sector as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'gender' as attribute,
        gender as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'role' as attribute,
        role as attribute_value
    from actors
    union all
    select
        actor_id,
        article_id,
        'wikidata_id' as attribute,
        wikidata_id as attribute_value
    from actors
),

observed as (
    select
        used.actor_id,
        attributes.article_id,
        attributes.attribute,
        attributes.attribute_value
    from used
    left join attributes on used.actor_id = attributes.actor_id
)

select * from observed
