with subjects as (
    select * from {{ ref("stg_annotated__statement_subjects") }}
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
        subjects.statement_id,
        subjects.version_id,
        coalesce(redirects.new_id, subjects.actor_id) as actor_id
    from subjects
    inner join annotations on subjects.version_id = annotations.version_id and subjects.batch_id = annotations.batch_id
    left join redirects on subjects.actor_id = redirects.old_id
    where subjects.actor_id is not null
)

select * from resolved
