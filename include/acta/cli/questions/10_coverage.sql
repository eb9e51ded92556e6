-- 10. Can a zero be trusted? Which outlets were silent, blocked, slow or changed, and for how many hours?
select
    outlets.name as outlet, health.health,
    count(*) as hours_asked,
    count(*) filter (where hours.is_silent) as silent,
    count(*) filter (where hours.is_blocked) as blocked,
    count(*) filter (where hours.is_slow) as slow,
    sum(hours.failed_count) as failed_requests,
    sum(hours.article_count) as articles
from marts.rpt_outlet_hours as hours
inner join marts.rpt_outlet_health as health using (outlet_id)
inner join marts.dim_outlets as outlets using (outlet_id)
group by all
order by outlet
