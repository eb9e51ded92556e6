{# Texts as one, in order and each once, parted by semicolons, as POLECAT does. #}
{% macro list_of_texts(column) -%}
    {{ return(adapter.dispatch("list_of_texts", "acta")(column)) }}
{%- endmacro %}

{% macro default__list_of_texts(column) -%}
    listagg(distinct {{ column }}, ';' order by {{ column }})
{%- endmacro %}

{% macro spark__list_of_texts(column) -%}
    array_join(array_sort(collect_set({{ column }})), ';')
{%- endmacro %}
