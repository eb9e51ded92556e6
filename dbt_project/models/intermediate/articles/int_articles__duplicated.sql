with extracted as (
    select * from {{ ref("int_articles__extracted") }}
),

texts as (
    select
        source_id,
        text_sha256,
        article_id,
        min(seen_at) as first_seen_at
    from extracted
    group by source_id, text_sha256, article_id
),

-- the first URL of a source to carry a text owns it
owned as (
    select
        article_id,
        first_seen_at,
        first_value(article_id) over (
            partition by source_id, text_sha256 order by first_seen_at, article_id
        ) as owner_id
    from texts
),

ranked as (
    select
        article_id,
        owner_id,
        max(case when owner_id = article_id then 1 else 0 end) over (partition by article_id) as owns_a_text,
        row_number() over (partition by article_id order by first_seen_at, owner_id) as place
    from owned
),

duplicated as (
    select
        article_id,
        owner_id as duplicate_of_article_id
    from ranked
    where owns_a_text = 0 and place = 1
)

select * from duplicated
