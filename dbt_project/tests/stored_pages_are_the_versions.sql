-- Nothing lost, nothing twice: each stored page is one version of an article, and each version was stored once.
with stored as (
    select
        version_id,
        count(*) as stored_count
    from {{ ref("rpt_pipeline_outcomes") }}
    where final_outcome = 'stored'
    group by version_id
),

versions as (
    select * from {{ ref("fct_article_versions") }}
)

select
    coalesce(stored.version_id, versions.version_id) as version_id,
    stored.stored_count
from stored
full outer join versions on stored.version_id = versions.version_id
where stored.stored_count is null or stored.stored_count <> 1 or versions.version_id is null
