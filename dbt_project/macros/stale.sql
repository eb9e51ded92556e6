{# Two kinds of tables are brought up to date in part. Evidence by days: the day on which a version of an article was first seen;
   a build replaces the days whose input changed (`int_days__stale`). Utterances and events one by one: those whose statements or
   mentions changed (`int_utterances__stale`, `int_events__stale`), for a phrase of years ago may be quoted again today. These models say
   config(materialized="incremental", pre_hook="{{ remove_stale() }}", meta={"made_anew_by": …}) and filter by is_stale; the
   meta tells the tests which rows are new. #}

{# The list of a key. It stands in SQL of a model, so that dbt builds the list first. #}
{% macro stale_list(key) -%}
    {%- if key == "seen_on" -%} select seen_on from {{ ref("int_days__stale") }}
    {%- elif key == "utterance_id" -%} select utterance_id from {{ ref("int_utterances__stale") }}
    {%- elif key == "event_id" -%} select event_id from {{ ref("int_events__stale") }}
    {%- endif -%}
{%- endmacro %}

{% macro is_stale(key, expression=none) -%}
    {%- set listed = stale_list(key) -%}
    {%- if is_incremental() -%}
        {{ expression or key }} in ({{ listed }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro remove_stale(key) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ key }} in ({{ stale_list(key) }})
    {%- endif -%}
{%- endmacro %}

{# Evidence: the day of a time. #}
{% macro in_stale_days(moment) -%}
    {{ is_stale("seen_on", "cast(" ~ moment ~ " as date)") }}
{%- endmacro %}

{% macro remove_stale_days() -%}
    {{ remove_stale("seen_on") }}
{%- endmacro %}

{# A number that changes when a value of a row does; summed up over rows it does not depend on their order. #}
{% macro row_digest(columns) -%}
    cast(hash({{ columns | join(", ") }}) as decimal(38, 0))
{%- endmacro %}
