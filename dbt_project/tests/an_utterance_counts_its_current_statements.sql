-- Reach is the number of statements and articles behind it.
with utterances as (
    select * from {{ ref("fct_utterances") }}
),

statements as (
    select
        utterance_id,
        sum(case when is_current then 1 else 0 end) as statement_count,
        count(distinct case when is_current then article_id end) as article_count
    from {{ ref("fct_statements") }}
    group by utterance_id
)

select
    utterances.utterance_id,
    utterances.statement_count,
    statements.statement_count as counted
from utterances
left join statements on utterances.utterance_id = statements.utterance_id
where
    statements.utterance_id is null
    or utterances.statement_count <> statements.statement_count
    or utterances.article_count <> statements.article_count
    or utterances.is_current <> (statements.statement_count > 0)
