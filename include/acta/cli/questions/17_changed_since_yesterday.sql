-- 17. What changed since yesterday (the day before the newest article)? New articles, and what was restated.
with since as (select max(first_seen_at) - interval 1 day as since_at from articles)

select
    outlet_name as outlet, 'new' as change, 'article' as what, count(*) as rows, min(title) as for_example
from articles, since
where first_seen_at > since_at
group by all
union all
select
    outlet_name, change_kind, subject_kind, count(*), min(title)
from marts.rpt_changes
inner join articles using (article_id)
cross join since
where changed_at > since_at
group by all
order by outlet, change, what
