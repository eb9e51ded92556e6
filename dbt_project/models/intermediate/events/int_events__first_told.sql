with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

ranked as (
    select
        mentions.event_id,
        mentions.event_mention_id,
        row_number() over (
            partition by mentions.event_id
            order by stories.first_seen_at, mentions.article_id, mentions.char_start, mentions.event_mention_id
        ) as place
    from mentions
    inner join stories on mentions.article_id = stories.article_id
),

first_told as (
    select
        event_id,
        event_mention_id
    from ranked
    where place = 1
)

select * from first_told
