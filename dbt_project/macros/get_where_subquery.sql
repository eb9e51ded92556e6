{# What a generic test looks at. Of a table that is brought up to date in part only the rows of this build: the others were looked at
   when they were made, and what a build with a failing test made is made anew. #}
{% macro get_where_subquery(relation) -%}
    {%- set parts = [config.get("where")] if config.get("where") else [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values()
            if node.name == relation.identifier and node.config.materialized == "incremental" -%}
            {%- set key = node.config.meta.get("made_anew_by", "seen_on") -%}
            {%- do parts.append("(" ~ key ~ " is null or " ~ key ~ " in (select " ~ key ~ " from intermediate." ~ stale_model(key) ~ "))") -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if parts -%}
        (select * from {{ relation }} where {{ parts | join(" and ") }})
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
