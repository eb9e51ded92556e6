-- Statements and acts whose day was taken away because it lies after their article: rpt_data_tests counts them. Each is a
-- day that was read wrongly, so a person should look at a few.
{{ config(severity="warn", group="warehouse") }}

select
    statement_id as subject_id,
    said_on as stated_day
from {{ ref("int_statements__dated") }}
where is_day_impossible
union all
select
    event_mention_id as subject_id,
    occurred_on as stated_day
from {{ ref("int_event_mentions__dated") }}
where is_day_impossible
