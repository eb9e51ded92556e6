{# A partial ISO date ("2022", "2022-02", "2022-02-17") is an interval: its first day, its last day and how precise it was.
   Anything else gives NULL three times: unknown is not guessed. #}

{% macro partial_date_from(column) -%}
    case
        when {{ column }} like '____' then try_cast({{ column }} || '-01-01' as date)
        when {{ column }} like '____-__' then try_cast({{ column }} || '-01' as date)
        when {{ column }} like '____-__-__' then try_cast({{ column }} as date)
        when {{ column }} like '____-__-__T%' then try_cast(substr({{ column }}, 1, 10) as date)
    end
{%- endmacro %}

{% macro partial_date_to(column) -%}
    case
        when {{ column }} like '____' then try_cast({{ column }} || '-12-31' as date)
        when {{ column }} like '____-__' then last_day(try_cast({{ column }} || '-01' as date))
        when {{ column }} like '____-__-__' then try_cast({{ column }} as date)
        when {{ column }} like '____-__-__T%' then try_cast(substr({{ column }}, 1, 10) as date)
    end
{%- endmacro %}

{% macro partial_date_precision(column) -%}
    case
        when {{ partial_date_from(column) }} is null then null
        when {{ column }} like '____' then 'year'
        when {{ column }} like '____-__' then 'month'
        else 'day'
    end
{%- endmacro %}
