with versions as (
    select * from {{ ref("int_versions__digested") }}
),

statements as (
    select
        version_id,
        statement_id
    from {{ ref("stg_annotated__statements") }}
),

members as (
    select * from {{ ref("stg_clusters__utterance_members") }}
),

digested as (
    select
        coalesce(members.utterance_id, {{ make_id("utt", ["statements.statement_id"]) }}) as utterance_id,
        cast(sum({{ row_digest(["statements.statement_id", "versions.digest"]) }}) as decimal(38, 0)) as digest
    from statements
    inner join versions on statements.version_id = versions.version_id
    left join members on statements.statement_id = members.statement_id
    group by coalesce(members.utterance_id, {{ make_id("utt", ["statements.statement_id"]) }})
)

select * from digested
