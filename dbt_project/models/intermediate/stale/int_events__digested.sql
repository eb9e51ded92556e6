with versions as (
    select * from {{ ref("int_versions__digested") }}
),

mentions as (
    select
        version_id,
        event_mention_id
    from {{ ref("stg_annotated__events") }}
),

members as (
    select * from {{ ref("stg_clusters__event_members") }}
),

digested as (
    select
        coalesce(members.event_id, {{ make_id("evt", ["mentions.event_mention_id"]) }}) as event_id,
        cast(sum({{ row_digest(["mentions.event_mention_id", "versions.digest"]) }}) as decimal(38, 0)) as digest
    from mentions
    inner join versions on mentions.version_id = versions.version_id
    left join members on mentions.event_mention_id = members.event_mention_id
    group by coalesce(members.event_id, {{ make_id("evt", ["mentions.event_mention_id"]) }})
)

select * from digested
