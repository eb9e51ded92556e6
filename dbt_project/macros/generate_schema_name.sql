{# A schema is named after its layer, exactly: staging, intermediate, marts, and main for the wide views. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
