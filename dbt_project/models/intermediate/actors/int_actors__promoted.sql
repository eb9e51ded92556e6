with actors as (
    select * from {{ ref("int_actors__merged") }}
),

counts as (
    select * from {{ ref("int_actors__counted") }}
),

contexts as (
    select * from {{ ref("int_actor_contexts__counted") }}
    where place = 1
),

agreement as (
    select
        actor_id,
        max(case when attribute = 'country' then share end) as country_share,
        max(case when attribute = 'role' then share end) as role_share
    from contexts
    group by actor_id
),

ruled as (
    select
        actors.*,
        counts.article_count,
        counts.source_count,
        counts.mention_count,
        counts.statement_count,
        counts.quoted_story_count,
        counts.quoted_source_count,
        counts.first_seen_at,
        counts.last_seen_at,
        counts.example_article_id,
        agreement.country_share,
        agreement.role_share,
        actors.kind in ('person', 'organisation', 'group')
        and counts.quoted_story_count >= {{ var("promotion_stories") }}
        and counts.quoted_source_count >= {{ var("promotion_sources") }}
        and coalesce(agreement.country_share, 1) >= {{ var("promotion_country_share") }}
        and coalesce(agreement.role_share, 1) >= {{ var("promotion_role_share") }} as is_promoted_by_rule
    from actors
    inner join counts on actors.actor_id = counts.actor_id
    left join agreement on actors.actor_id = agreement.actor_id
),

decided as (
    select
        *,
        case
            when is_registered then 'registered'
            when is_promoted_by_person or is_promoted_by_rule then 'promoted'
            else 'provisional'
        end as status,
        case
            when is_registered then null
            when is_promoted_by_person then 'person'
            when is_promoted_by_rule then 'rule'
        end as promoted_by
    from ruled
),

-- who acts for a state, an army, a court, a party or a body of states is a public figure, known to the registry or not
promoted as (
    select
        *,
        kind = 'person'
        and status = 'provisional'
        and coalesce(sector, 'UNK') not in (
            'COP', 'ELI', 'GOV', 'IGO', 'JUD', 'LEG', 'MIL', 'OPP', 'PRM', 'PTY', 'REB', 'SPY', 'UAF'
        ) as is_private
    from decided
)

select * from promoted
