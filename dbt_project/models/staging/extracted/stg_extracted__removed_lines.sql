with removed_lines as (
    select * from {{ source("extracted", "removed_lines") }}
),

renamed as (
    select
        article_id,
        version_id,
        line_number,
        line_text,
        reason,
        batch_id,
        loaded_at
    from removed_lines
)

select * from renamed
