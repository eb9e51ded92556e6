{{ config(materialized="incremental", pre_hook="{{ remove_stale() }}") }}

with spans as (
    select * from {{ ref("stg_annotated__statement_spans") }}
),

statements as (
    select * from {{ ref("int_statements__resolved") }}
    where {{ in_stale_days("seen_on") }}
),

final as (
    select distinct
        {{ make_id("spn", ["spans.statement_id", "cast(spans.span_number as string)"]) }} as statement_span_id,
        spans.statement_id,
        spans.version_id,
        statements.seen_on,
        spans.span_number,
        spans.char_start,
        spans.char_end,
        spans.exact_text
    from spans
    inner join statements
        on
            spans.statement_id = statements.statement_id
            and spans.version_id = statements.version_id
            and spans.batch_id = statements.batch_id
)

select * from final
