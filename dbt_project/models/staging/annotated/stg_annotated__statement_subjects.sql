with statement_subjects as (
    select * from {{ source("annotated", "statement_subjects") }}
),

renamed as (
    select
        statement_id,
        article_id,
        version_id,
        actor_id,
        batch_id,
        loaded_at
    from statement_subjects
)

select * from renamed
