"""Stable keys, made in one place from raw values.

An id is a kind prefix and the first 24 hex digits of the SHA-256 over its parts joined by U+001F. The same formula runs in
DuckDB and Spark (``dbt_project/macros/make_id.sql``), so a key can be recomputed wherever the parts are at hand. Parts are
hashed as the source gave them: cleaning them first would move every id the day the cleaning changes.
"""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"
HEX_DIGITS = 24


def make_id(kind: str, *parts: str | int) -> str:
    """Return ``<kind>_<24 hex digits>`` for one or more non-empty parts.

    Raises ValueError when a part is empty: an id built from nothing would collide with every other one built so.
    """
    texts = [str(part) for part in parts]
    if not texts or not all(texts):
        raise ValueError(f"{kind} id needs non-empty parts, got {parts!r}")
    digest = hashlib.sha256(SEPARATOR.join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}_{digest[:HEX_DIGITS]}"


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hex: the version of an article that offsets belong to."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version_id(article_id: str, sha256: str) -> str:
    """Key of one version of an article: the article and the hash of its text."""
    return make_id("ver", article_id, sha256)


def span_id(kind: str, article_id: str, sha256: str, label: str, spans: list[tuple[int, int]]) -> str:
    """Key of an annotation: article, text, what it is and where it stands.

    The annotator's version is no part of it, so re-annotation keeps the ids of what did not change.
    """
    return make_id(kind, article_id, sha256, label, ";".join(f"{start}-{end}" for start, end in spans))
