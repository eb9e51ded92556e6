-- In the texts that two annotator versions both read, the newer one finds half to double of each kind of statement and event.
{{ config(severity="warn", group="warehouse") }}

with annotations as (
    select * from {{ ref("stg_annotated__annotations") }}
),

ordered as (
    select
        *,
        dense_rank() over (order by newest_at desc, annotator_version desc) as age
    from (
        select
            annotations.*,
            max(annotated_at) over (partition by annotator_version) as newest_at
        from annotations
    ) as dated
),

read_twice as (
    select
        newer.version_id,
        newer.batch_id as newer_batch_id,
        older.batch_id as older_batch_id
    from ordered as newer
    inner join ordered as older on newer.version_id = older.version_id and older.age = 2
    where newer.age = 1
),

found as (
    select
        version_id,
        batch_id,
        'statement ' || kind as what
    from {{ ref("stg_annotated__statements") }}
    union all
    select
        version_id,
        batch_id,
        'event ' || event_type as what
    from {{ ref("stg_annotated__events") }}
),

compared as (
    select
        found.what,
        count(case when found.batch_id = read_twice.newer_batch_id then 1 end) as newer_count,
        count(case when found.batch_id = read_twice.older_batch_id then 1 end) as older_count
    from found
    inner join read_twice on found.version_id = read_twice.version_id
    group by found.what
)

select * from compared
-- fewer than 30 is chance
where greatest(newer_count, older_count) >= 30 and (newer_count < older_count / 2 or newer_count > older_count * 2)
