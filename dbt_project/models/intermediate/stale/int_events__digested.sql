with digested as (
    {{ cluster_digests(
        "event_id", "event_mention_id", "evt", ref("stg_annotated__events"), ref("stg_clusters__event_members")
    ) }}
)

select * from digested
