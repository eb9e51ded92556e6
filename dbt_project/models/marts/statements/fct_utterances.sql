{{ config(materialized="incremental", pre_hook="{{ remove_stale('utterance_id') }}") }}

with statements as (
    select * from {{ ref("int_statements__uttered") }}
    where {{ is_stale("utterance_id") }}
),

worded as (
    select * from {{ ref("int_utterances__worded") }}
    where {{ is_stale("utterance_id") }}
),

attributed as (
    select * from {{ ref("int_utterances__attributed") }}
    where {{ is_stale("utterance_id") }}
),

-- whose day the words around a statement give
stated as (
    select distinct
        utterance_id,
        said_from,
        said_to
    from {{ ref("fct_statements") }}
    where counted_on_basis = 'stated' and {{ is_stale("utterance_id") }}
),

-- who carried it first; an unknown time of publication comes after the known ones
carried as (
    select
        utterance_id,
        article_id,
        row_number() over (
            partition by utterance_id
            order by published_at nulls last, published_on nulls last, first_seen_at, article_id
        ) as place
    from statements
    where is_telling
),

counted as (
    select
        utterance_id,
        max(is_current) as is_current,
        count(case when is_current then statement_id end) as statement_count,
        count(distinct case when is_current then article_id end) as article_count,
        count(distinct case when is_current then source_id end) as outlet_count,
        count(distinct case when is_current then story_id end) as story_count,
        count(distinct case when is_current then story_source_id end) as independent_outlet_count,
        count(distinct exact_text) as wording_count,
        min(case when is_telling then published_on end) as first_published_on,
        max(case when is_telling then published_on end) as last_published_on,
        min(case when is_telling then first_seen_at end) as first_seen_at
    from statements
    group by utterance_id
),

final as (
    select
        -- keys
        counted.utterance_id,
        attributed.speaker_actor_id,
        worded.statement_id as representative_statement_id,
        carried.article_id as first_article_id,
        -- what
        worded.kind,
        worded.exact_text,
        -- time
        {{ counted_on(
            "attributed.said_from", "attributed.said_to", "attributed.said_precision", "counted.first_published_on",
            "cast(counted.first_seen_at as date)"
        ) }} as counted_on,
        {{ counted_on_basis(
            "attributed.said_from", "attributed.said_to", "attributed.said_precision", "counted.first_published_on",
            "cast(counted.first_seen_at as date)", "stated.utterance_id is not null"
        ) }} as counted_on_basis,
        attributed.said_from,
        attributed.said_to,
        attributed.said_precision,
        -- how widely carried
        counted.statement_count,
        counted.article_count,
        counted.outlet_count,
        counted.story_count,
        counted.independent_outlet_count,
        counted.wording_count,
        counted.first_published_on,
        counted.last_published_on,
        counted.first_seen_at,
        -- state
        counted.is_current
    from counted
    inner join worded on counted.utterance_id = worded.utterance_id
    inner join attributed on counted.utterance_id = attributed.utterance_id
    left join stated
        on
            attributed.utterance_id = stated.utterance_id
            and attributed.said_from = stated.said_from
            and attributed.said_to = stated.said_to
    inner join carried on counted.utterance_id = carried.utterance_id and carried.place = 1
)

select * from final
