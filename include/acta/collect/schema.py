"""Tables of the collector's state file."""

SCHEMA_VERSION = 4  # 2: leases, circuits, poll intervals, the archive's index; 3: the clock; 4: idle runs, packs

SCHEMA = """
create table if not exists applied_batches (batch_id text primary key, created_at text not null) without rowid;

create table if not exists idle_runs (batch_id blob primary key, polls blob not null) without rowid;

create table if not exists applied_files (path text primary key, mark text not null) without rowid;

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
    last_reason text,
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
    next_slot real not null default 0,
    not_before real not null default 0,
    failures integer not null default 0,
    openings integer not null default 0,
    open_until real not null default 0
) without rowid;

create table if not exists clock (id integer primary key check (id = 1), latest real not null) without rowid;

create table if not exists leases (owner text primary key, host text not null, expires real not null) without rowid;

create index if not exists leases_by_host on leases (host);

create table if not exists polls (
    source_id text primary key,
    polled_at text not null,
    interval_seconds real not null
) without rowid;

create table if not exists bodies (
    source_id text not null,
    sha256 text not null,
    url text not null,
    fetched_at text not null,
    warc_path text not null,
    warc_offset integer not null,
    primary key (source_id, sha256)
) without rowid;

create table if not exists archives (
    warc_path text primary key,
    source_id text not null,
    last_used_at text not null
) without rowid;
"""

TABLES = (
    "applied_batches", "idle_runs", "applied_files", "urls", "feeds", "robots", "hosts", "clock", "leases", "polls", "bodies",
    "archives",
)  # fmt: skip
