with utterances as (
    select * from {{ ref("fct_utterances") }}
),

statements as (
    select * from {{ ref("fct_statements") }}
),

counted as (
    select
        utterances.speaker_actor_id,
        utterances.counted_on as date_on,
        count(distinct utterances.utterance_id) as utterance_count,
        count(distinct case when utterances.kind <> 'indirect' then utterances.utterance_id end) as quote_count,
        count(distinct statements.statement_id) as statement_count,
        count(distinct statements.article_id) as article_count,
        count(distinct statements.outlet_id) as outlet_count
    from utterances
    inner join statements on utterances.utterance_id = statements.utterance_id and statements.is_current
    where
        utterances.is_current
        and utterances.speaker_actor_id is not null
        and {{ is_counted_by_day("utterances.said_precision", "utterances.counted_on_basis") }}
    group by utterances.speaker_actor_id, utterances.counted_on
),

final as (
    select
        {{ make_id("spd", ["speaker_actor_id", "cast(date_on as string)"]) }} as speaker_day_id,
        speaker_actor_id,
        date_on,
        utterance_count,
        quote_count,
        statement_count,
        article_count,
        outlet_count
    from counted
)

select * from final
