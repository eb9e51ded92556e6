{{ config(materialized="incremental", pre_hook="{{ remove_stale('event_id') }}", meta={"made_anew_by": "event_id"}) }}

with mentions as (
    select * from {{ ref("int_event_mentions__clustered") }}
    where is_telling and {{ is_stale("event_id") }}
),

votes as (
    select
        event_id,
        event_type,
        mode,
        cameo_code,
        quad_class,
        goldstein,
        count(distinct story_id) as story_count,
        count(*) as mention_count
    from mentions
    group by event_id, event_type, mode, cameo_code, quad_class, goldstein
),

-- near copies of one story have one vote
ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by
                story_count desc,
                mention_count desc,
                case when cameo_code is null then 1 else 0 end,
                case when mode is null then 1 else 0 end,
                event_type,
                cameo_code,
                mode,
                goldstein
        ) as place
    from votes
),

-- that it happened outweighs that it was planned, feared or denied
statuses as (
    select
        event_id,
        min(
            case status
                when 'actual' then 1
                when 'historical' then 2
                when 'planned' then 3
                when 'hypothetical' then 4
                else 5
            end
        ) as status_rank
    from mentions
    group by event_id
),

coded as (
    select
        ranked.event_id,
        ranked.event_type,
        ranked.mode,
        ranked.cameo_code,
        ranked.quad_class,
        ranked.goldstein,
        case statuses.status_rank
            when 1 then 'actual'
            when 2 then 'historical'
            when 3 then 'planned'
            when 4 then 'hypothetical'
            else 'negated'
        end as status
    from ranked
    inner join statuses on ranked.event_id = statuses.event_id
    where ranked.place = 1
)

select * from coded
