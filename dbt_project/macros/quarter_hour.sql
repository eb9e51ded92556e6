{# The quarter of an hour that a moment lies in, as GDELT stamps it: YYYYMMDDHHMMSS, an integer. #}
{% macro quarter_hour(moment) -%}
    cast(
        {{ day_number(moment) }} * 1000000 + extract(hour from {{ moment }}) * 10000
        + floor(extract(minute from {{ moment }}) / 15) * 1500 as bigint
    )
{%- endmacro %}
