"""Tables of the collector's state file."""

SCHEMA_VERSION = 1

SCHEMA = """
create table if not exists applied_batches (batch_id text primary key, created_at text not null) without rowid;

create table if not exists urls (
    source_id text not null,
    url_key text not null,
    article_id text not null,
    url text not null,
    first_seen_at text not null,
    last_attempt_at text not null,
    last_fetched_at text,
    etag text,
    last_modified text,
    body_sha256 text,
    hint_title text,
    hint_published_at text,
    seen_in text,
    status text not null,
    failures integer not null,
    primary key (source_id, url_key)
) without rowid;

create table if not exists feeds (
    source_id text not null,
    url_key text not null,
    etag text,
    last_modified text,
    body_sha256 text,
    primary key (source_id, url_key)
) without rowid;

create table if not exists robots (origin text primary key, fetched_at text not null, body text) without rowid;

create table if not exists hosts (
    host text primary key,
    next_slot real not null,
    not_before real not null
) without rowid;
"""
