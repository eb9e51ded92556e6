with digested as (
    {{ cluster_digests(
        "utterance_id", "statement_id", "utt", ref("stg_annotated__statements"), ref("stg_clusters__utterance_members")
    ) }}
)

select * from digested
