{# The day that something is counted on. It is the day it happened or was said, where that is known; where nothing is known, or only
   a month or year that holds it, the day it was first printed. NULL for a month or year before that: it is no news of a day. #}
{% macro counted_day(first, last, precision, published) -%}
    case
        when {{ precision }} = 'day' then {{ first }}
        when {{ first }} is null or {{ published }} between {{ first }} and {{ last }} then {{ published }}
    end
{%- endmacro %}
