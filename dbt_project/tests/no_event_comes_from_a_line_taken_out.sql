-- What was taken out of a page as furniture is nobody's act: no event stands in a line that was removed from its version.
{{ config(group="warehouse") }}

with mentions as (
    select * from {{ ref("fct_event_mentions") }}
),

removed as (
    select * from {{ ref("stg_extracted__removed_lines") }}
)

select
    mentions.event_mention_id,
    removed.line_text
from mentions
inner join removed on mentions.version_id = removed.version_id and mentions.sentence_text = removed.line_text
