{# A stable integer for data sets whose keys are numbers: the first 13 hex digits of an id, 52 bits, exact in a double as well.
   Digit by digit, because engines do not agree on how a hexadecimal number is read. #}
{% macro number_of_id(id) -%}
    cast(
        {%- for place in range(13) %}
        {% if not loop.first %}+ {% endif -%}
        (instr('0123456789abcdef', substr({{ id }}, instr({{ id }}, '_') + {{ place + 1 }}, 1)) - 1) * {{ 16 ** (12 - place) }}
        {%- endfor %}
        as bigint
    )
{%- endmacro %}
