-- 9. Which articles were corrected or taken down, when, and how much was changed?
select
    sources.name as outlet, versions.title, versions.version_number as version,
    versions.valid_from, versions.valid_to, versions.change_ratio, articles.status
from fct_article_versions as versions
inner join fct_articles as articles using (article_id)
inner join dim_outlets as sources on articles.source_id = sources.source_id
where articles.version_count > 1 or articles.status = 'withdrawn'
order by outlet, title, version
