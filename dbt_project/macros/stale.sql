{# Two kinds of tables are brought up to date in part. Evidence by days: the day on which a version of an article was first seen;
   a build replaces the days whose input changed (`int_days__stale`). Utterances and events one by one: those whose statements or
   mentions changed (`int_utterances__stale`, `int_events__stale`), for a phrase of years ago may be quoted again today. These models say
   config(materialized="incremental", pre_hook="{{ remove_stale() }}", meta={"made_anew_by": …}) and filter by is_stale; the
   meta tells the tests which rows are new. #}

{# The model that lists what a build makes anew of a kind. #}
{% macro stale_model(key) -%}
    {%- do return({
        "seen_on": "int_days__stale", "utterance_id": "int_utterances__stale", "event_id": "int_events__stale"
    }[key]) -%}
{%- endmacro %}

{# In the SQL of a model, so that dbt builds the list first. #}
{% macro stale_list(key) -%}
    select {{ key }} from {{ ref(stale_model(key)) }}
{%- endmacro %}

{% macro is_stale(key, expression=none) -%}
    {%- set condition = (expression or key) ~ " in (" ~ stale_list(key) ~ ")" -%}
    {%- if is_incremental() -%}
        {{ condition }}
    {%- else -%}
        {# the condition stays readable for acta.model.plan, which runs the builds after this one #}
        /* incremental: {{ condition }} */ true
    {%- endif -%}
{%- endmacro %}

{% macro remove_stale(key="seen_on") -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ key }} in ({{ stale_list(key) }})
    {%- endif -%}
{%- endmacro %}

{# Evidence: the day of a time. #}
{% macro in_stale_days(moment) -%}
    {{ is_stale("seen_on", "cast(" ~ moment ~ " as date)") }}
{%- endmacro %}

{# A number that changes when a value of a row does; summed up over rows it does not depend on their order. #}
{% macro row_digest(columns) -%}
    cast(hash({{ columns | join(", ") }}) as decimal(38, 0))
{%- endmacro %}

{# What differs from what the last good build made, by digests; also what is gone. A NULL digest equals none. #}
{% macro differing(key, digested, built) -%}
    select distinct coalesce(digested.{{ key }}, built.{{ key }}) as {{ key }}
    from {{ digested }} as digested
    full outer join {{ built }} as built on digested.{{ key }} = built.{{ key }} and digested.digest = built.digest
    where digested.{{ key }} is null or built.{{ key }} is null
{%- endmacro %}

{# A digest a cluster: of its members and their versions. What no other one was found for is a cluster of its own. #}
{% macro cluster_digests(cluster_id, member_id, prefix, found, members) -%}
    {%- set id = "coalesce(members." ~ cluster_id ~ ", " ~ make_id(prefix, ["found." ~ member_id]) ~ ")" -%}
    select
        {{ id }} as {{ cluster_id }},
        cast(sum({{ row_digest(["found." ~ member_id, "versions.digest"]) }}) as decimal(38, 0)) as digest
    from {{ found }} as found
    inner join {{ ref("int_versions__digested") }} as versions on found.version_id = versions.version_id
    left join {{ members }} as members on found.{{ member_id }} = members.{{ member_id }}
    group by {{ id }}
{%- endmacro %}
