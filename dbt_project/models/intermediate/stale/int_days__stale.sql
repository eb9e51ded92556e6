with stale as (
    {{ differing("seen_on", ref("int_days__digested"), ref("stg_audit__built_days")) }}
)

select * from stale
