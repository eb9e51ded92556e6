with stale as (
    {{ differing("event_id", ref("int_events__digested"), ref("stg_audit__built_events")) }}
)

select * from stale
