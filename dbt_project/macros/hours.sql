{# Whole hours from the first hour to the second. #}

{% macro hours_between(first, second) -%}
    {{ days_between("cast(" ~ first ~ " as date)", "cast(" ~ second ~ " as date)") }} * 24
    + extract(hour from {{ second }}) - extract(hour from {{ first }})
{%- endmacro %}
