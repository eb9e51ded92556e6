-- Every batch on disk is what was written: a damaged one is left out with what was made from it, until it is whole again.
{{ config(severity="warn", group="warehouse") }}

select
    stage,
    batch_id,
    detail
from {{ ref("stg_raw__damaged_batches") }}
