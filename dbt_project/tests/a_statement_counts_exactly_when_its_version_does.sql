-- Statements, event mentions and mentions of a replaced or withdrawn text are kept, and never current; nor are superseded ones.
with versions as (
    select * from {{ ref("fct_article_versions") }}
),

evidence as (
    select statement_id as evidence_id, version_id, is_current, is_superseded from {{ ref("fct_statements") }}
    union all
    select event_mention_id as evidence_id, version_id, is_current, is_superseded from {{ ref("fct_event_mentions") }}
    union all
    select mention_id as evidence_id, version_id, is_current, false as is_superseded from {{ ref("fct_mentions") }}
)

select evidence.evidence_id
from evidence
inner join versions on evidence.version_id = versions.version_id
where evidence.is_current <> (versions.is_current and not evidence.is_superseded)
