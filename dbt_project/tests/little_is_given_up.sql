-- No source has pages or articles that were given up after several attempts: `acta retry` reads them once the fault is gone.
{{ config(severity="warn") }}

with health as (
    select * from {{ ref("rpt_source_health") }}
)

select
    source_id,
    given_up_count
from health
where given_up_count > 0
