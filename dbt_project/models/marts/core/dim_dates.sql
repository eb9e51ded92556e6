with articles as (
    select * from {{ ref("fct_articles") }}
),

statements as (
    select * from {{ ref("fct_statements") }}
),

event_mentions as (
    select * from {{ ref("fct_event_mentions") }}
),

publishing_days as (
    select published_on as date_on from articles
    where published_on is not null
    union
    select cast(first_seen_at as date) as date_on from articles
),

bounds as (
    select
        min(date_on) as first_on,
        max(date_on) as last_on
    from publishing_days
),

digits as (
    {% for digit in range(10) -%}
        select {{ digit }} as digit
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

numbers as (
    select a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit + 10000 * e.digit as number
    from digits as a
    cross join digits as b
    cross join digits as c
    cross join digits as d
    cross join digits as e
),

-- days that are only talked about ("in 1945") come without the years between
days as (
    select cast(bounds.first_on + cast(numbers.number as integer) as date) as date_on
    from bounds
    inner join numbers on numbers.number <= {{ days_between("bounds.first_on", "bounds.last_on") }}
    union
    select date_on from publishing_days
    union
    select counted_on as date_on from statements
    union
    select counted_on as date_on from event_mentions
    union
    select said_from as date_on from statements
    where said_from is not null
    union
    select said_to as date_on from statements
    where said_to is not null
    union
    select occurred_from as date_on from event_mentions
    where occurred_from is not null
    union
    select occurred_to as date_on from event_mentions
    where occurred_to is not null
),

final as (
    select
        date_on,
        cast(extract(year from date_on) as bigint) as year_number,
        cast(extract(quarter from date_on) as bigint) as quarter_number,
        cast(extract(month from date_on) as bigint) as month_number,
        cast(extract(day from date_on) as bigint) as day_number,
        cast(extract(week from date_on) as bigint) as iso_week_number,
        cast({{ days_between("cast(date_trunc('week', date_on) as date)", "date_on") }} + 1 as bigint)
            as weekday_number,
        cast(date_trunc('week', date_on) as date) as week_starts_on,
        cast(date_trunc('month', date_on) as date) as month_starts_on,
        cast(date_trunc('quarter', date_on) as date) as quarter_starts_on
    from days
)

select * from final
