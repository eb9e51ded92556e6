-- What was fetched is extracted and annotated within two days: if not, a stage does not run, or a fault does not pass.
{{ config(severity="warn") }}

with outcomes as (
    select * from {{ ref("rpt_pipeline_outcomes") }}
),

-- the present is the newest request, so that a rebuild gives the same
newest as (
    select max(occurred_at) as newest_at from outcomes
)

select
    outcomes.subject_id,
    outcomes.reason,
    outcomes.occurred_at
from outcomes
cross join newest
where outcomes.is_pending and outcomes.occurred_at < newest.newest_at - interval '48' hour
