with statements as (
    select * from {{ ref("int_statements__resolved") }}
),

members as (
    select * from {{ ref("stg_clusters__utterance_members") }}
),

stories as (
    select * from {{ ref("int_stories__members") }}
),

-- whose story it is: the outlet of the original, whoever carries copies
originals as (
    select
        stories.story_id,
        versions.source_id as story_source_id
    from stories
    inner join {{ ref("int_article_versions__numbered") }} as versions on stories.article_id = versions.article_id
    where stories.is_original and versions.version_number = 1
),

articles as (
    select
        article_id,
        min(first_seen_at) as first_seen_at
    from {{ ref("int_article_versions__numbered") }}
    group by article_id
),

published as (
    select
        version_id,
        min(published_at) as published_at,
        min(published_on) as published_on
    from {{ ref("stg_extracted__articles") }}
    group by version_id
),

-- a statement that no other one was found for is an utterance of its own
joined as (
    select
        statements.*,
        stories.story_id,
        originals.story_source_id,
        published.published_at,
        published.published_on,
        articles.first_seen_at,
        coalesce(members.utterance_id, {{ make_id("utt", ["statements.statement_id"]) }}) as utterance_id
    from statements
    inner join stories on statements.article_id = stories.article_id
    inner join articles on statements.article_id = articles.article_id
    left join originals on stories.story_id = originals.story_id
    left join published on statements.version_id = published.version_id
    left join members on statements.statement_id = members.statement_id
),

-- what an utterance is, is told by what still stands; when nothing does, by what once stood
uttered as (
    select
        *,
        is_current = max(is_current) over (partition by utterance_id) as is_telling
    from joined
)

select * from uttered
