with outcomes as (
    select * from {{ ref("stg_annotated__outcomes") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

-- the outcome of the batch whose annotation counts; without an annotation, the newest
ranked as (
    select
        outcomes.subject_id as version_id,
        outcomes.outcome,
        outcomes.reason,
        outcomes.detail,
        outcomes.attempt,
        row_number() over (
            partition by outcomes.subject_id
            order by
                case when annotations.version_id is null then 1 else 0 end,
                case when outcomes.outcome in ('annotated', 'unsupported_language') then 0 else 1 end,
                outcomes.occurred_at desc nulls last,
                outcomes.attempt desc nulls last,
                outcomes.batch_id desc,
                outcomes.outcome_id
        ) as recency
    from outcomes
    left join annotations on outcomes.subject_id = annotations.version_id and outcomes.batch_id = annotations.batch_id
    where outcomes.subject_id is not null
),

latest as (
    select
        version_id,
        outcome,
        reason,
        detail,
        attempt
    from ranked
    where recency = 1
)

select * from latest
