with story_members as (
    select * from {{ source("clusters", "story_members") }}
),

renamed as (
    select
        article_id,
        story_id,
        is_original,
        reason,
        score
    from story_members
)

select * from renamed
