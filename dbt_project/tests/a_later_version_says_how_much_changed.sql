-- The versions and their ratios are put in order in two places; they must agree.
select version_id
from {{ ref("fct_article_versions") }}
where (previous_version_id is null) <> (change_ratio is null)
