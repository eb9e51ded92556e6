-- 16. How long after the original do copies appear, and whose articles does each outlet copy?
select
    outlet_name as outlet, original_outlet_name as copies_from, count(*) as copies,
    round(median(date_diff('minute', original_published_at, published_at)) / 60, 1) as median_hours,
    count(*) filter (published_at is null or original_published_at is null) as time_unknown
from articles
where not is_original and status <> 'withdrawn'
group by all
order by outlet, copies desc, copies_from
