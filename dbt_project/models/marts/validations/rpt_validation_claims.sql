with judged as (
    select distinct
        kind,
        row_id,
        question
    from {{ ref("stg_validations__judgements") }}
),

actors as (
    select * from {{ ref("dim_actors") }}
),

statements as (
    select * from {{ ref("fct_statements") }}
    where is_current
),

mentions as (
    select * from {{ ref("fct_event_mentions") }}
    where is_current
),

names as (
    select * from {{ ref("fct_mentions") }}
    where is_current
),

events as (
    select * from {{ ref("fct_events") }}
),

articles as (
    select * from {{ ref("fct_articles") }}
),

event_actors as (
    select * from {{ ref("bridge_event_mention_actors") }}
),

parties as (
    select
        event_actors.event_mention_id,
        {{ list_of_texts(
            "case when event_actors.party_role = 'source' then coalesce(event_actors.actor_id, event_actors.exact_text) end"
        ) }} as sources,
        {{ list_of_texts(
            "case when event_actors.party_role = 'target' then coalesce(event_actors.actor_id, event_actors.exact_text) end"
        ) }} as targets,
        {{ list_of_texts(
            "case when event_actors.party_role = 'source' and actors.kind = 'person' then actors.actor_id end"
        ) }} as persons
    from event_actors
    inner join judged on event_actors.event_mention_id = judged.row_id
    left join actors on event_actors.actor_id = actors.actor_id
    group by event_actors.event_mention_id
),

members as (
    select
        mentions.event_id,
        {{ list_of_texts("mentions.event_mention_id") }} as event_mention_ids
    from mentions
    inner join judged on mentions.event_id = judged.row_id
    group by mentions.event_id
),

listed as (
    select
        'statements' as things,
        statements.version_id,
        {{ list_of_texts("statements.statement_id") }} as row_ids
    from statements
    inner join judged on statements.version_id = judged.row_id
    group by statements.version_id
    union all
    select
        'events' as things,
        mentions.version_id,
        {{ list_of_texts("mentions.event_mention_id") }} as row_ids
    from mentions
    inner join judged on mentions.version_id = judged.row_id
    group by mentions.version_id
),

claims as (
    select judged.kind, judged.row_id, judged.question, {{ claimed_by_statement() }} as claimed
    from judged
    inner join statements on judged.row_id = statements.statement_id
    left join actors on statements.speaker_actor_id = actors.actor_id
    where judged.kind = 'statement'
    union all
    select judged.kind, judged.row_id, judged.question, {{ claimed_by_event() }} as claimed
    from judged
    inner join mentions on judged.row_id = mentions.event_mention_id
    left join parties on mentions.event_mention_id = parties.event_mention_id
    where judged.kind = 'event'
    union all
    select judged.kind, judged.row_id, judged.question, {{ claimed_by_actor() }} as claimed
    from judged
    inner join names on judged.row_id = names.mention_id
    left join actors on names.actor_id = actors.actor_id
    where judged.kind = 'actor'
    union all
    select judged.kind, judged.row_id, judged.question, {{ claimed_by_merged_event() }} as claimed
    from judged
    inner join events on judged.row_id = events.event_id
    inner join members on judged.row_id = members.event_id
    where judged.kind = 'merged_event'
    union all
    select judged.kind, judged.row_id, judged.question, {{ claimed_by_article() }} as claimed
    from judged
    inner join articles on judged.row_id = articles.version_id
    left join listed on judged.row_id = listed.version_id and judged.question like listed.things || '%'
    where judged.kind = 'article'
),

final as (
    select
        {{ make_id("vcl", ["kind", "row_id", "question"]) }} as validation_claim_id,
        kind,
        row_id,
        question,
        claimed
    from claims
)

select * from final
