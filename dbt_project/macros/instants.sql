{# Python hands over instants as ISO 8601 text with their offset. A cast to timestamp would silently drop the offset, so it is
   taken off by hand. No offset, no instant: which moment "09:00" was is not known without one. #}

{% macro offset_minutes(column) -%}
    case
        when {{ column }} like '%T%Z' then 0
        when {{ column }} like '%T%+__:__'
            then 60 * try_cast(substr({{ column }}, length({{ column }}) - 4, 2) as integer)
                + try_cast(substr({{ column }}, length({{ column }}) - 1, 2) as integer)
        when {{ column }} like '%T%-__:__'
            then -60 * try_cast(substr({{ column }}, length({{ column }}) - 4, 2) as integer)
                - try_cast(substr({{ column }}, length({{ column }}) - 1, 2) as integer)
        when {{ column }} like '%T%+____'
            then 60 * try_cast(substr({{ column }}, length({{ column }}) - 3, 2) as integer)
                + try_cast(substr({{ column }}, length({{ column }}) - 1, 2) as integer)
        when {{ column }} like '%T%-____'
            then -60 * try_cast(substr({{ column }}, length({{ column }}) - 3, 2) as integer)
                - try_cast(substr({{ column }}, length({{ column }}) - 1, 2) as integer)
    end
{%- endmacro %}

{% macro local_timestamp(column) -%}
    try_cast(
        case
            when {{ column }} like '%T%Z' then substr({{ column }}, 1, length({{ column }}) - 1)
            when {{ column }} like '%T%+__:__' or {{ column }} like '%T%-__:__'
                then substr({{ column }}, 1, length({{ column }}) - 6)
            when {{ column }} like '%T%+____' or {{ column }} like '%T%-____'
                then substr({{ column }}, 1, length({{ column }}) - 5)
        end as timestamp
    )
{%- endmacro %}

{% macro utc_timestamp(column) -%}
    {{ local_timestamp(column) }} - ({{ offset_minutes(column) }}) * interval '1' minute
{%- endmacro %}

{% macro printed_date(column) -%}
    try_cast(substr({{ column }}, 1, 10) as date)
{%- endmacro %}
