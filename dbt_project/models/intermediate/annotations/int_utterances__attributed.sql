{{ config(
    materialized="incremental", pre_hook="{{ remove_stale('utterance_id') }}", meta={"made_anew_by": "utterance_id"}
) }}

with statements as (
    select * from {{ ref("int_statements__uttered") }}
    where is_telling and {{ is_stale("utterance_id") }}
),

speakers as (
    select
        utterance_id,
        resolved_speaker_id as speaker_actor_id,
        row_number() over (
            partition by utterance_id
            order by count(distinct story_id) desc, count(*) desc, resolved_speaker_id
        ) as place
    from statements
    where resolved_speaker_id is not null
    group by utterance_id, resolved_speaker_id
),

-- the most precise time wins, then the one that most stories give
times as (
    select
        utterance_id,
        said_from,
        said_to,
        said_precision,
        row_number() over (
            partition by utterance_id
            order by
                case said_precision when 'day' then 1 when 'month' then 2 else 3 end,
                count(distinct story_id) desc,
                said_from
        ) as place
    from statements
    where said_from is not null
    group by utterance_id, said_from, said_to, said_precision
),

utterances as (
    select distinct utterance_id from statements
),

attributed as (
    select
        utterances.utterance_id,
        speakers.speaker_actor_id,
        times.said_from,
        times.said_to,
        times.said_precision
    from utterances
    left join speakers on utterances.utterance_id = speakers.utterance_id and speakers.place = 1
    left join times on utterances.utterance_id = times.utterance_id and times.place = 1
)

select * from attributed
