-- A direct quotation has two to 5,000 characters: less is punctuation, more is a page whose closing mark was lost.
{{ config(severity="warn") }}

select
    statement_id,
    char_end - char_start as length
from {{ ref("fct_statements") }}
where kind = 'direct' and (char_end - char_start < 2 or char_end - char_start > 5000)
