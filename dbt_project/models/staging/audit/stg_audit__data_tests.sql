with data_tests as (
    select * from {{ source("audit", "data_tests") }}
),

renamed as (
    select
        invocation_id,
        test_id,
        test_name,
        belief,
        model_name,
        column_name,
        severity,
        status,
        cast(failure_count as bigint) as failure_count,
        message,
        {{ utc_timestamp("run_at") }} as run_at,
        cast(elapsed_ms as bigint) as elapsed_ms
    from data_tests
)

select * from renamed
