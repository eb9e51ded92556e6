{# The evidence is where the row says: the characters between the offsets are the exact text. #}
{% test text_at_offsets(model, column_name, char_start="char_start", char_end="char_end") %}

select
    spans.version_id,
    spans.{{ char_start }},
    spans.{{ char_end }},
    spans.{{ column_name }}
from {{ model }} as spans
left join {{ ref("fct_article_texts") }} as texts on spans.version_id = texts.version_id
where
    spans.{{ column_name }} is not null
    and (
        texts.text is null
        or spans.{{ column_name }} <> substr(texts.text, spans.{{ char_start }} + 1, spans.{{ char_end }} - spans.{{ char_start }})
    )

{% endtest %}
