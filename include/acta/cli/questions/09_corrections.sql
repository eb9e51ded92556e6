-- 9. Which articles were corrected or taken down, when, and how much was changed?
select
    articles.outlet_name as outlet, versions.title, versions.version_number as version,
    versions.valid_from, versions.valid_to, versions.change_ratio, articles.status
from articles
inner join marts.fct_article_versions as versions using (article_id)
where articles.version_count > 1 or articles.status = 'withdrawn'
order by outlet, versions.title, version
