{# The day that something is counted on, never NULL, and what it rests on. `first`, `last` and `precision` are the period in which
   it happened or was said, NULL where that is unknown; `published` is the day of the first report, NULL where unknown; `seen` is the
   day on which the collector first saw that report.

   A known day is its own day. Without any period, or when the report lies in the month or year that is known, the day of the report
   counts. A month or year before the report is counted on its first day: it is no news of the day that told of it. #}
{% macro counted_on(first, last, precision, published, seen) -%}
    case
        when {{ precision }} = 'day' then {{ first }}
        when {{ first }} is null then coalesce({{ published }}, {{ seen }})
        when coalesce({{ published }}, {{ seen }}) between {{ first }} and {{ last }} then coalesce({{ published }}, {{ seen }})
        else {{ first }}
    end
{%- endmacro %}

{# stated: a time expression in the sentence of the evidence gives it; context: the rest of the text does; report: the day of
   publication stands in; first_seen: the day on which the collector first saw it does. #}
{% macro counted_on_basis(first, last, precision, published, seen, is_stated) -%}
    case
        when
            {{ precision }} = 'day'
            or not coalesce({{ published }}, {{ seen }}) between {{ first }} and {{ last }}
            then case when {{ is_stated }} then 'stated' else 'context' end
        when {{ published }} is not null then 'report'
        else 'first_seen'
    end
{%- endmacro %}

{# Whether counted_on is a day of the news, and not the first day of a month or year that is all the text gives. #}
{% macro is_counted_by_day(precision, basis) -%}
    ({{ precision }} = 'day' or {{ basis }} in ('report', 'first_seen'))
{%- endmacro %}
