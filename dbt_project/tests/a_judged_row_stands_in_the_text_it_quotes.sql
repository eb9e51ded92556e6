-- what a coder judged stands in the text where the judgement says; a text that is gone proves nothing
{{ config(severity="warn") }}

select validations.validation_id
from {{ ref("fct_validations") }} as validations
inner join {{ ref("fct_article_texts") }} as texts on validations.version_id = texts.version_id
where
    validations.exact_text
    <> substr(texts.text, validations.char_start + 1, validations.char_end - validations.char_start)
