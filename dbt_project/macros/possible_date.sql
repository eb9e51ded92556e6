{# How many days after it was seen a page may say that it was published: one of slack, and three by which the collector's clock
   may be behind that of the page's server (acta.dates.plausible, which judges each page more strictly). #}
{% macro days_ahead() -%}
    4
{%- endmacro %}

{# A date of publication as text, or NULL where it lies after the page was seen: batches of older versions may hold some. #}
{% macro possible_date(column, first_seen_at) -%}
    case
        when
            {{ printed_date(column) }} <= {{ printed_date(first_seen_at) }} + interval '{{ days_ahead() }}' day
            or {{ first_seen_at }} is null
            then {{ column }}
    end
{%- endmacro %}
