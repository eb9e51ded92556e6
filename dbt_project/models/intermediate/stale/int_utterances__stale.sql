with stale as (
    {{ differing("utterance_id", ref("int_utterances__digested"), ref("stg_audit__built_utterances")) }}
)

select * from stale
