{# What a generic test looks at. Of a table that is replaced by days only the days of this build: the others were looked at when
   they were made, and a build with a failing test makes its days anew. #}
{% macro get_where_subquery(relation) -%}
    {%- set parts = [config.get("where")] if config.get("where") else [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values()
            if node.name == relation.identifier and node.config.materialized == "incremental" -%}
            {%- do parts.append("seen_on in (select seen_on from intermediate.int_days__stale)") -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if parts -%}
        (select * from {{ relation }} where {{ parts | join(" and ") }})
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
