{# A day as GDELT writes it: YYYYMMDD, an integer. #}
{% macro day_number(day) -%}
    cast(
        extract(year from {{ day }}) * 10000 + extract(month from {{ day }}) * 100 + extract(day from {{ day }}) as bigint
    )
{%- endmacro %}
