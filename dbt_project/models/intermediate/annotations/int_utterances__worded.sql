{{ config(
    materialized="incremental", pre_hook="{{ remove_stale('utterance_id') }}", meta={"made_anew_by": "utterance_id"}
) }}

with statements as (
    select * from {{ ref("int_statements__uttered") }}
    where is_telling and {{ is_stale("utterance_id") }}
),

votes as (
    select
        utterance_id,
        kind,
        exact_text,
        count(distinct story_id) as story_count,
        count(*) as statement_count,
        min(statement_id) as statement_id
    from statements
    group by utterance_id, kind, exact_text
),

-- a full quote says more than a part of it; of equally full ones the wording that most stories carry
ranked as (
    select
        *,
        row_number() over (
            partition by utterance_id
            order by
                case kind when 'direct' then 1 when 'mixed' then 2 else 3 end,
                story_count desc,
                length(exact_text) desc,
                statement_count desc,
                statement_id
        ) as place
    from votes
),

worded as (
    select
        utterance_id,
        kind,
        exact_text,
        statement_id
    from ranked
    where place = 1
)

select * from worded
