-- No source has pages or articles that were given up after several attempts: `acta retry` reads them once the fault is gone.
{{ config(severity="warn") }}

with health as (
    select * from {{ ref("rpt_outlet_health") }}
)

select
    outlet_id,
    given_up_count
from health
where given_up_count > 0
