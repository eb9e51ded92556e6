with statements as (
    select * from {{ ref("fct_statements") }}
    where is_current and not coalesce(is_negated, false)
),

utterances as (
    select * from {{ ref("fct_utterances") }}
),

subjects as (
    select * from {{ ref("bridge_statement_subjects") }}
),

claims as (
    select * from {{ ref("fct_event_mentions") }}
    where is_current
),

parties as (
    select * from {{ ref("bridge_event_mention_actors") }}
),

spoken as (
    select
        utterances.speaker_actor_id,
        subjects.actor_id as subject_actor_id,
        cast(date_trunc('quarter', utterances.counted_on) as date) as quarter_starts_on,
        statements.statement_id,
        statements.utterance_id,
        statements.article_id,
        statements.outlet_id
    from statements
    inner join utterances on statements.utterance_id = utterances.utterance_id
    inner join subjects on statements.statement_id = subjects.statement_id
    where
        utterances.speaker_actor_id is not null
        and {{ is_counted_by_day("utterances.said_precision", "utterances.counted_on_basis") }}
        and utterances.speaker_actor_id <> subjects.actor_id
),

-- what the speaker says the subject did or underwent: the acts inside the statement's own words
claimed as (
    select distinct
        claims.claim_statement_id as statement_id,
        parties.actor_id,
        claims.event_mention_id,
        cast(claims.goldstein as decimal(9, 2)) as goldstein
    from claims
    inner join parties on claims.event_mention_id = parties.event_mention_id
    where claims.claim_statement_id is not null and parties.actor_id is not null and claims.goldstein is not null
),

-- an utterance counts once, however many articles carry it
weighed as (
    select
        spoken.speaker_actor_id,
        spoken.subject_actor_id,
        spoken.quarter_starts_on,
        spoken.utterance_id,
        avg(claimed.goldstein) as goldstein
    from spoken
    inner join claimed
        on spoken.statement_id = claimed.statement_id and spoken.subject_actor_id = claimed.actor_id
    group by
        spoken.speaker_actor_id, spoken.subject_actor_id, spoken.quarter_starts_on, spoken.utterance_id
),

polarities as (
    select
        speaker_actor_id,
        subject_actor_id,
        quarter_starts_on,
        count(case when goldstein < 0 then utterance_id end) as hostile_count,
        count(case when goldstein > 0 then utterance_id end) as friendly_count,
        round(avg(goldstein), 4) as goldstein_mean
    from weighed
    group by speaker_actor_id, subject_actor_id, quarter_starts_on
),

counted as (
    select
        speaker_actor_id,
        subject_actor_id,
        quarter_starts_on,
        count(distinct utterance_id) as utterance_count,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count
    from spoken
    group by speaker_actor_id, subject_actor_id, quarter_starts_on
),

final as (
    select
        {{ make_id("apr", [
            "counted.speaker_actor_id", "counted.subject_actor_id", "cast(counted.quarter_starts_on as string)"
        ]) }} as actor_pair_id,
        counted.speaker_actor_id,
        counted.subject_actor_id,
        counted.quarter_starts_on,
        counted.utterance_count,
        counted.article_count,
        counted.outlet_count,
        coalesce(polarities.hostile_count, 0) as hostile_count,
        coalesce(polarities.friendly_count, 0) as friendly_count,
        polarities.goldstein_mean
    from counted
    left join polarities
        on
            counted.speaker_actor_id = polarities.speaker_actor_id
            and counted.subject_actor_id = polarities.subject_actor_id
            and counted.quarter_starts_on = polarities.quarter_starts_on
)

select * from final
