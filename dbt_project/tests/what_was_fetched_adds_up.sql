-- fetched = stored + unchanged + duplicate + rejected + given up. A warning: pages that wait for the extractor are no reason to publish nothing.
{{ config(severity="warn") }}

with outcomes as (
    select * from {{ ref("rpt_pipeline_outcomes") }}
)

select
    subject_id,
    collect_outcome,
    final_outcome
from outcomes
where is_fetched <> (final_outcome in ('stored', 'unchanged', 'duplicate', 'rejected', 'given_up'))
