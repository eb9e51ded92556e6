-- A wide table has one row for each row of the mart it widens: no join loses or multiplies one.
with counted as (
    select
        'statements' as wide_table,
        (select count(*) from {{ ref("statements") }}) as wide_count,
        (select count(*) from {{ ref("fct_statements") }}) as mart_count
    union all
    select
        'event_mentions' as wide_table,
        (select count(*) from {{ ref("event_mentions") }}) as wide_count,
        (select count(*) from {{ ref("fct_event_mentions") }}) as mart_count
    union all
    select
        'events' as wide_table,
        (select count(*) from {{ ref("events") }}) as wide_count,
        (select count(*) from {{ ref("fct_events") }}) as mart_count
    union all
    select
        'articles' as wide_table,
        (select count(*) from {{ ref("articles") }}) as wide_count,
        (select count(*) from {{ ref("fct_articles") }}) as mart_count
    union all
    select
        'actors' as wide_table,
        (select count(*) from {{ ref("actors") }}) as wide_count,
        (select count(*) from {{ ref("dim_actors") }}) as mart_count
)

select * from counted
where wide_count <> mart_count
