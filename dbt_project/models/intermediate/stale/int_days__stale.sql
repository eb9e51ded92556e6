with digested as (
    select * from {{ ref("int_days__digested") }}
),

built as (
    select * from {{ ref("stg_audit__built_days") }}
),

-- also days that have no versions any more; a NULL digest equals none
stale as (
    select distinct coalesce(digested.seen_on, built.seen_on) as seen_on
    from digested
    full outer join built on digested.seen_on = built.seen_on and digested.digest = built.digest
    where digested.seen_on is null or built.seen_on is null
)

select * from stale
