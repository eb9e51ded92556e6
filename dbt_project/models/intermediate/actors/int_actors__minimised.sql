with actors as (
    select * from {{ ref("int_actors__promoted") }}
),

-- a private person has a name where somebody quotes him, a role with it, and never a sector that tells his religion
minimised as (
    select
        actor_id,
        {% if var("name_private_persons") -%}
            name,
            role,
        {%- else -%}
            case when not is_private or statement_count > 0 then name end as name,
            case when not is_private or (statement_count > 0 and coalesce(sector, '') <> 'REL') then role end as role,
        {%- endif %}
        kind,
        country,
        case when not is_private or coalesce(sector, '') <> 'REL' then sector end as sector,
        case when kind = 'person' then coalesce(gender, 'unknown') end as gender,
        wikidata_id,
        status,
        promoted_by,
        is_registered,
        is_private,
        article_count,
        source_count,
        mention_count,
        statement_count,
        quoted_story_count,
        quoted_source_count,
        country_share,
        role_share,
        first_seen_at,
        last_seen_at,
        example_article_id
    from actors
)

select * from minimised
