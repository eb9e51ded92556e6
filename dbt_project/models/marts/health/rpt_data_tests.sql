with data_tests as (
    select * from {{ ref("stg_audit__data_tests") }}
),

numbered as (
    select
        {{ make_id("dtr", ["invocation_id", "test_id"]) }} as data_test_result_id,
        invocation_id,
        test_name,
        belief as expectation,
        model_name,
        column_name,
        severity,
        status,
        failure_count,
        message,
        row_number() over (partition by test_id order by run_at desc, invocation_id desc) = 1 as is_latest,
        run_at,
        elapsed_ms
    from data_tests
)

select * from numbered
