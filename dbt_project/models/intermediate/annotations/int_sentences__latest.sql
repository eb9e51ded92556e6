{{ config(materialized="view") }}

with sentences as (
    select * from {{ ref("stg_annotated__sentences") }}
),

annotations as (
    select * from {{ ref("int_annotations__latest") }}
),

latest as (
    select distinct
        sentences.version_id,
        annotations.first_seen_at,
        sentences.sentence_number,
        sentences.char_start,
        sentences.char_end
    from sentences
    inner join
        annotations
        on sentences.version_id = annotations.version_id and sentences.batch_id = annotations.batch_id
)

select * from latest
