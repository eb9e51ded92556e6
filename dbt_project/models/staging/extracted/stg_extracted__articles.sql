with articles as (
    select * from {{ source("extracted", "articles") }}
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
        text,
        text_sha256,
        word_count,
        language,
        {{ utc_timestamp("published_at") }} as published_at,
        {{ printed_date("published_at") }} as published_on,
        case
            when
                {{ utc_timestamp("published_at") }} is not null
                then cast({{ offset_minutes("published_at") }} as bigint)
        end
            as published_offset_minutes,
        {{ utc_timestamp("modified_at") }} as modified_at,
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
        published_from,
        modified_from,
        section_from,
        body_from,
        extractor_name,
        extractor_version,
        batch_id,
        loaded_at
    from articles
)

select * from renamed
