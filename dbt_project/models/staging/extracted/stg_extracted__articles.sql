with articles as (
    select * from {{ source("extracted", "articles") }}
),

possible as (
    select
        articles.*,
        {{ possible_date("published_at", "first_seen_at") }} as possible_published_at,
        {{ possible_date("modified_at", "first_seen_at") }} as possible_modified_at
    from articles
),

renamed as (
    select
        article_id,
        version_id,
        source_id,
        fetch_id,
        url,
        canonical_url,
        title,
        author,
        site_name,
        section,
        tags,
        genre,
        topic,
        text,
        text_sha256,
        word_count,
        language,
        {{ utc_timestamp("possible_published_at") }} as published_at,
        {{ printed_date("possible_published_at") }} as published_on,
        case
            when
                {{ utc_timestamp("possible_published_at") }} is not null
                then cast({{ offset_minutes("possible_published_at") }} as bigint)
        end
            as published_offset_minutes,
        {{ utc_timestamp("possible_modified_at") }} as modified_at,
        {{ printed_date("possible_modified_at") }} as modified_on,
        {{ utc_timestamp("first_seen_at") }} as first_seen_at,
        is_correction,
        wire_credit,
        dateline_place,
        try_cast(dateline_on as date) as dateline_on,
        is_live_blog,
        is_paywalled,
        link_density,
        boilerplate_share,
        language_score,
        quality_doubts,
        title_from,
        author_from,
        case when possible_published_at is not null then published_from end as published_from,
        case when possible_modified_at is not null then modified_from end as modified_from,
        section_from,
        genre_from,
        topic_from,
        body_from,
        extractor_name,
        extractor_version,
        batch_id,
        loaded_at
    from possible
)

select * from renamed
