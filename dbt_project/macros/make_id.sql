{# Stable key, by the formula of include/acta/ids.py: kind prefix and the first 24 hex digits of the SHA-256 over the parts
   joined by U+001F. NULL when a part is NULL: an id made from nothing would collide with every other one. #}
{% macro make_id(kind, parts) -%}
    '{{ kind }}_' || substr({{ sha256_hex(parts | join(" || chr(31) || ")) }}, 1, 24)
{%- endmacro %}

{% macro sha256_hex(expression) -%}
    {{ return(adapter.dispatch("sha256_hex", "acta")(expression)) }}
{%- endmacro %}

{% macro default__sha256_hex(expression) -%}
    sha256({{ expression }})
{%- endmacro %}

{% macro spark__sha256_hex(expression) -%}
    sha2({{ expression }}, 256)
{%- endmacro %}
