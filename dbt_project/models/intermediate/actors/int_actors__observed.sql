with described as (
    select
        actor_id,
        name,
        kind,
        country,
        sector,
        gender,
        role,
        wikidata_id,
        sum(version_count) as version_count,
        sum(article_count) as article_count
    from {{ ref("int_actors__described") }}
    group by actor_id, name, kind, country, sector, gender, role, wikidata_id
),

named as (
    select * from {{ ref("int_actors__named") }}
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
    select actor_id from named
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

attributes as (
    select
        actor_id,
        'name' as attribute,
        name as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'kind' as attribute,
        kind as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'country' as attribute,
        country as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'sector' as attribute,
        sector as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'gender' as attribute,
        gender as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'role' as attribute,
        role as attribute_value,
        version_count,
        article_count
    from described
    union all
    select
        actor_id,
        'wikidata_id' as attribute,
        wikidata_id as attribute_value,
        version_count,
        article_count
    from described
),

counted as (
    select
        actor_id,
        attribute,
        attribute_value,
        sum(version_count) as version_count,
        sum(article_count) as article_count
    from attributes
    where attribute_value is not null
    group by actor_id, attribute, attribute_value
),

observed as (
    select
        used.actor_id,
        counted.attribute,
        counted.attribute_value,
        cast(counted.version_count as bigint) as version_count,
        cast(counted.article_count as bigint) as article_count
    from used
    left join counted on used.actor_id = counted.actor_id
)

select * from observed
