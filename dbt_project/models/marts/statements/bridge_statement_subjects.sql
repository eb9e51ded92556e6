with subjects as (
    select * from {{ ref("int_statement_subjects__resolved") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
),

final as (
    select
        {{ make_id("sub", ["subjects.statement_id", "subjects.actor_id"]) }} as statement_subject_id,
        subjects.statement_id,
        subjects.actor_id
    from subjects
    inner join statements on subjects.statement_id = statements.statement_id
)

select * from final
