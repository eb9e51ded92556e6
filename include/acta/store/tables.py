"""The tables of a batch: one source of truth for Parquet columns, DuckDB tables and the docs.

Each stage owns a schema of the same meaning: collect writes ``raw``, extract ``extracted``, annotate ``annotated``. Lists of the
records become child tables; ``start``/``end`` become ``char_start``/``char_end``. Instants are ISO 8601 strings as given, offset
kept, because casting is the work of dbt's staging models.
"""

from __future__ import annotations

import pyarrow as pa

STR, INT, FLOAT, BOOL = pa.string(), pa.int64(), pa.float64(), pa.bool_()

OUTCOMES = {
    # one row a unit of work and stage: what became of it
    "outcome_id": STR,
    "stage": STR,  # collect, extract, annotate
    "source_id": STR,
    "subject_id": STR,  # fetch_id (collect, extract) or version_id (annotate)
    "article_id": STR,
    "url": STR,
    # collect: fetched, unchanged, gone, blocked, rejected, failed; extract: article, rejected, failed, pending, given_up;
    # annotate: annotated, unsupported_language, failed, pending, given_up
    "outcome": STR,
    "reason": STR,  # short code, e.g. robots, http_503, too_large, not_an_article
    "detail": STR,  # one line for a person
    "occurred_at": STR,
    "attempt": INT,  # extract, annotate: 1 for the first (acta.store.attempts)
}

SPAN = {"char_start": INT, "char_end": INT, "exact_text": STR}
VERSION = {"article_id": STR, "version_id": STR}

TABLES: dict[str, dict[str, dict[str, pa.DataType]]] = {
    "collect": {
        "fetches": {
            "fetch_id": STR,  # make_id("fet", source_id, url, run_key)
            "source_id": STR,
            "run_key": STR,
            "kind": STR,  # source, robots, feed, sitemap, listing, archive, article, file
            "url": STR,  # as asked for, secrets masked
            "final_url": STR,
            "url_key": STR,  # frozen normal form (v1)
            "article_id": STR,  # of kind article and file
            "seen_in": STR,  # the feed, sitemap, listing or list that named it; the record of an archive
            "requested_at": STR,
            "outcome": STR,
            "reason": STR,
            "detail": STR,
            "http_status": INT,
            "byte_count": INT,
            "elapsed_ms": INT,
            "etag": STR,
            "last_modified": STR,
            "content_type": STR,
            "body_sha256": STR,
            "warc_path": STR,  # below data/warc
            "warc_offset": INT,
            "hint_title": STR,  # what the feed said
            "hint_published_at": STR,  # feed, sitemap or --published-at
            "first_seen_at": STR,  # when the collector first saw this URL
            "collector_version": STR,
        },
        "sources": {  # the registry's row at the time of the batch
            "source_id": STR,
            "name": STR,
            "homepage": STR,
            "domain": STR,
            "country": STR,
            "language": STR,
            "kind": STR,  # outlet, wire, files
            "expected_articles_per_day_min": FLOAT,
            "expected_articles_per_day_max": FLOAT,
            "expected_published_on_share": FLOAT,
            "expected_author_share": FLOAT,
            "observed_at": STR,
        },
        "outcomes": OUTCOMES,
    },
    "extract": {
        "articles": {
            **VERSION,
            "source_id": STR,
            "fetch_id": STR,
            "url": STR,
            "canonical_url": STR,
            "title": STR,
            "author": STR,  # several joined by "; "
            "site_name": STR,
            "section": STR,
            "tags": STR,  # several joined by "; "
            "genre": STR,  # opinion, interview, live_blog …
            "topic": STR,  # politics, sport, business …
            "text": STR,
            "text_sha256": STR,
            "word_count": INT,
            "language": STR,
            "published_at": STR,
            "modified_at": STR,
            "first_seen_at": STR,  # requested_at of the fetch that brought this version
            "is_correction": BOOL,  # the page says it was corrected
            "wire_credit": STR,  # agency named in the byline, credit or dateline
            "dateline_place": STR,  # as printed
            "dateline_on": STR,
            "is_live_blog": BOOL,
            "is_paywalled": BOOL,
            "link_density": FLOAT,  # share of the text's words in lines that are links elsewhere on the page
            "boilerplate_share": FLOAT,  # share of the words found that were taken out as furniture
            "language_score": FLOAT,  # 0 to 1: how sure the language is
            "quality_doubts": STR,  # links, boilerplate, language, short, cut; joined by "; "
            "title_from": STR,  # where each value came from: json-ld, meta, h1, feed, caller …
            "author_from": STR,
            "published_from": STR,
            "modified_from": STR,
            "section_from": STR,
            "genre_from": STR,
            "topic_from": STR,
            "body_from": STR,
            "extractor_name": STR,
            "extractor_version": STR,
        },
        "article_parts": {
            **VERSION,
            "part_id": STR,
            "part_number": INT,
            "kind": STR,  # turn, question, answer, post
            "char_start": INT,
            "char_end": INT,
            "speaker_text": STR,  # of a turn, as printed
            "posted_at": STR,
            "author": STR,
        },
        "removed_lines": {**VERSION, "line_number": INT, "line_text": STR, "reason": STR},
        "outcomes": OUTCOMES,
    },
    "annotate": {
        "annotations": {
            **VERSION,
            "text_sha256": STR,
            "annotator_name": STR,
            "annotator_version": STR,
            "annotated_at": STR,
            "sentence_count": INT,
            "token_count": INT,
            "reading_limit": STR,  # text_cut: the end not read; text_split: in pieces; events_cut, statements_cut: not all taken
        },
        "sentences": {**VERSION, "sentence_number": INT, "char_start": INT, "char_end": INT},
        "mentions": {"mention_id": STR, **VERSION, **SPAN, "form": STR, "kind": STR, "actor_id": STR, "score": FLOAT},
        "actors": {  # one row an actor_id used in the version
            **VERSION,
            "actor_id": STR,
            "name": STR,
            "kind": STR,
            "country": STR,
            "sector": STR,
            "role": STR,
            "wikidata_id": STR,
            "gender": STR,
        },
        "statements": {
            "statement_id": STR,
            **VERSION,
            "kind": STR,
            **SPAN,  # hull of the content
            "cue_start": INT,
            "cue_end": INT,
            "cue_text": STR,
            "cue_lemma": STR,
            "cue_kind": STR,
            "polarity": STR,
            "venue": STR,
            "is_headline": BOOL,
            "speaker_start": INT,
            "speaker_end": INT,
            "speaker_text": STR,
            "speaker_actor_id": STR,
            "addressee_start": INT,
            "addressee_end": INT,
            "addressee_text": STR,
            "addressee_actor_id": STR,
            "said_on": STR,  # ISO date, month or year: as precise as known
            "is_negated": BOOL,
            "score": FLOAT,
        },
        "statement_spans": {"statement_id": STR, **VERSION, "span_number": INT, **SPAN},
        "statement_subjects": {"statement_id": STR, **VERSION, "actor_id": STR},  # actors named inside the content
        "events": {
            "event_mention_id": STR,
            **VERSION,
            "event_type": STR,
            "mode": STR,
            "cameo_code": STR,
            "quad_class": INT,
            "goldstein": FLOAT,
            **SPAN,  # the trigger
            "status": STR,
            "occurred_on": STR,
            "place_start": INT,
            "place_end": INT,
            "place_name": STR,
            "place_country": STR,
            "place_geonames_id": INT,
            "place_lat": FLOAT,
            "place_lon": FLOAT,
            "place_basis": STR,  # stated with the act, or made likely by its context
            "statement_id": STR,  # the statement whose content holds the trigger: whose claim it is
            "score": FLOAT,
        },
        "event_parties": {
            "event_mention_id": STR,
            **VERSION,
            "role": STR,  # source, target
            "party_number": INT,
            **SPAN,
            "actor_id": STR,
        },
        "event_contexts": {"event_mention_id": STR, **VERSION, "context": STR},
        "event_numbers": {  # how many people or how much money the act's clause names
            "number_id": STR,
            "event_mention_id": STR,
            **VERSION,
            **SPAN,
            "kind": STR,  # killed, wounded, arrested, protesters, amount
            "low": FLOAT,
            "high": FLOAT,
            "is_approximate": BOOL,
            "currency": STR,
        },
        "places": {
            "place_mention_id": STR,
            **VERSION,
            **SPAN,
            "name": STR,
            "country": STR,
            "geonames_id": INT,
            "lat": FLOAT,
            "lon": FLOAT,
        },
        "times": {"time_id": STR, **VERSION, **SPAN, "type": STR, "value": STR},
        "outcomes": OUTCOMES,
    },
}

SCHEMA_OF_STAGE = {"collect": "raw", "extract": "extracted", "annotate": "annotated"}


def arrow_schema(stage: str, table: str) -> pa.Schema:
    """Columns of one batch table in their fixed order."""
    return pa.schema(list(TABLES[stage][table].items()))
