{# Key of a place: its GeoNames id, or its name and country where GeoNames does not know it. NULL for no place. #}
{% macro place_id(geonames_id, name, country) -%}
    coalesce(
        {{ make_id("plc", ["cast(" ~ geonames_id ~ " as string)"]) }},
        {{ make_id("plc", [name, "coalesce(" ~ country ~ ", 'nowhere')"]) }}
    )
{%- endmacro %}
