{# Where both are known, the first column is not after the second. #}
{% test in_order(model, column_name, not_after) %}

select
    {{ column_name }},
    {{ not_after }}
from {{ model }}
where {{ column_name }} > {{ not_after }}

{% endtest %}
