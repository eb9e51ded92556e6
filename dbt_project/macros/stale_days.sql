{# Tables of evidence are brought up to date by days: the day on which a version of an article was first seen. A build replaces the
   days whose input changed (`int_days__stale`) and keeps the others. These models say
   config(materialized="incremental", pre_hook="{{ remove_stale_days() }}") and filter by in_stale_days. #}

{% macro in_stale_days(moment) -%}
    {%- set stale = ref("int_days__stale") -%}
    {%- if is_incremental() -%}
        cast({{ moment }} as date) in (select seen_on from {{ stale }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro remove_stale_days() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where seen_on in (select seen_on from {{ ref("int_days__stale") }})
    {%- endif -%}
{%- endmacro %}

{# A number that changes when a value of a row does; summed up over rows it does not depend on their order. #}
{% macro row_digest(columns) -%}
    cast(hash({{ columns | join(", ") }}) as decimal(38, 0))
{%- endmacro %}
