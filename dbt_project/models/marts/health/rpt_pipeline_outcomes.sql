with fetches as (
    select * from {{ ref("int_fetches__deduplicated") }}
),

outcomes as (
    select * from {{ ref("stg_raw__outcomes") }}
),

extractions as (
    select * from {{ ref("int_extractions__latest") }}
),

extracted as (
    select * from {{ ref("int_articles__extracted") }}
),

duplicates as (
    select * from {{ ref("int_articles__duplicated") }}
),

annotated as (
    select * from {{ ref("int_annotation_outcomes__latest") }}
),

-- a unit of work that never became a request (a source that is down, a refused address) is a row as well
units as (
    select
        fetch_id as subject_id,
        fetch_id,
        source_id,
        kind,
        article_id,
        url,
        requested_at as occurred_at,
        outcome,
        reason,
        detail
    from fetches
    where kind in ('article', 'file')
    union all
    select
        outcomes.outcome_id as subject_id,
        cast(null as string) as fetch_id,
        outcomes.source_id,
        cast(null as string) as kind,
        outcomes.article_id,
        outcomes.url,
        outcomes.occurred_at,
        outcomes.outcome,
        outcomes.reason,
        outcomes.detail
    from outcomes
    left join fetches on outcomes.subject_id = fetches.fetch_id
    where fetches.fetch_id is null
),

readings as (
    select
        extracted.*,
        duplicates.duplicate_of_article_id,
        row_number()
            over (partition by extracted.version_id order by extracted.seen_at, extracted.fetch_id)
            as reading_number
    from extracted
    left join duplicates on extracted.article_id = duplicates.article_id
),

judged as (
    select
        units.*,
        readings.version_id,
        readings.duplicate_of_article_id,
        extractions.outcome as extract_outcome,
        extractions.reason as extract_reason,
        extractions.detail as extract_detail,
        extractions.attempt as extract_attempt_count,
        annotated.outcome as annotate_outcome,
        annotated.reason as annotate_reason,
        annotated.detail as annotate_detail,
        annotated.attempt as annotate_attempt_count,
        units.outcome in ('fetched', 'unchanged', 'rejected') as is_fetched,
        case
            when units.outcome <> 'fetched' then units.outcome
            when extractions.outcome is null then 'pending'
            when extractions.outcome in ('pending', 'given_up') then extractions.outcome
            when extractions.outcome <> 'article' then 'rejected'
            when readings.reading_number > 1 then 'unchanged'
            when readings.duplicate_of_article_id is not null then 'duplicate'
            else 'stored'
        end as final_outcome
    from units
    left join extractions on units.fetch_id = extractions.fetch_id
    left join readings on units.fetch_id = readings.fetch_id
    left join annotated on readings.version_id = annotated.version_id
),

final as (
    select
        -- keys
        subject_id,
        fetch_id,
        source_id as outlet_id,
        article_id,
        version_id,
        duplicate_of_article_id,
        kind,
        url,
        -- outcome
        outcome as collect_outcome,
        extract_outcome,
        annotate_outcome,
        final_outcome,
        is_fetched,
        final_outcome = 'pending' or (final_outcome = 'stored' and coalesce(annotate_outcome, 'pending') = 'pending')
            as is_pending,
        final_outcome = 'given_up' or (final_outcome = 'stored' and coalesce(annotate_outcome, '') = 'given_up')
            as is_given_up,
        case
            when outcome <> 'fetched' then reason
            when extract_outcome <> 'article' then extract_reason
            else annotate_reason
        end as reason,
        case
            when outcome <> 'fetched' then detail
            when extract_outcome <> 'article' then extract_detail
            else annotate_detail
        end as detail,
        -- work
        cast(extract_attempt_count as bigint) as extract_attempt_count,
        cast(annotate_attempt_count as bigint) as annotate_attempt_count,
        -- time
        occurred_at
    from judged
)

select * from final
