with versions as (
    select * from {{ ref("int_versions__digested") }}
),

digested as (
    select
        seen_on,
        cast(sum(digest) as decimal(38, 0)) as digest
    from versions
    group by seen_on
)

select * from digested
