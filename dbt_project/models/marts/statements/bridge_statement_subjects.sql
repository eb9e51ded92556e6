{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with subjects as (
    select * from {{ ref("int_statement_subjects__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

final as (
    select
        {{ make_id("sub", ["subjects.statement_id", "subjects.actor_id"]) }} as statement_subject_id,
        subjects.statement_id,
        subjects.actor_id,
        subjects.seen_on
    from subjects
    inner join statements on subjects.statement_id = statements.statement_id
)

select * from final
