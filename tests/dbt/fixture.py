"""A build file as the loader leaves it, with a dozen articles by invented outlets: one case for each rule of the model.

Tables come from ``acta.store.tables``, so a column that is renamed there breaks these tests and not a user's build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from acta.ids import make_id, span_id, text_sha256, version_id
from acta.model.changes import write_version_changes
from acta.model.data_tests import COLUMNS as RESULT_COLUMNS
from acta.model.increments import KEPT
from acta.model.judgements import COLUMNS
from acta.model.validations import COLUMNS as VALIDATION_COLUMNS
from acta.model.warehouse import SQL_TYPE
from acta.store.tables import SCHEMA_OF_STAGE, TABLES

OWN_TABLES = {
    "raw.damaged_batches": "batch_id stage detail",
    "registry.actors": "actor_id kind name country sector gender wikidata_id source",
    "registry.aliases": "actor_id alias alias_kind lang",
    "registry.roles": "actor_id title organisation_id country valid_from valid_to source",
    "registry.memberships": "member_id body_id valid_from valid_to source",
    "registry.divisions": "geonames_id division is_whole",
    "clusters.event_members": "event_mention_id event_id",
    "clusters.utterance_members": "statement_id utterance_id",
    "clusters.redirects": "kind old_id new_id",
    "audit.data_tests": " ".join(RESULT_COLUMNS),
}

EDITION_1, EDITION_2, EDITION_3 = "2026-03-01T08:00:00+00:00", "2026-03-02T08:00:00+00:00", "2026-03-03T08:00:00+00:00"

FIRST_TEXT = "Anna Vell visited Orland on Monday. “We 😀 agree,” she said."
CORRECTED_TEXT = "Anna Vell visited Orland on Tuesday. “We 😀 agree,” she said. Editors changed the day."
COPY_TEXT = "VELMARK (Alpha) - Anna Vell visited Orland on Tuesday. “We 😀 agree,” she said."
WITHDRAWN_TEXT = "Orland attacked the harbour and killed at least 11 people. Nobody confirmed it."
FRENCH_TEXT = "Le port reste ouvert."
OLD_READING, NEW_READING = "MENU The harbour stays open.", "The harbour stays open."


def create_empty(path: Path) -> duckdb.DuckDBPyConnection:
    """Make the file with every table that Python owns, all empty."""
    connection = duckdb.connect(str(path))
    for stage, tables in TABLES.items():
        schema = SCHEMA_OF_STAGE[stage]
        connection.execute(f"create schema {schema}")
        for table, columns in tables.items():
            listed = ", ".join(f"{name} {SQL_TYPE[kind]}" for name, kind in columns.items())
            connection.execute(f"create table {schema}.{table} ({listed}, batch_id varchar, loaded_at timestamp)")
    connection.execute(
        "create table raw.batches (batch_id varchar primary key, stage varchar, producer varchar, "
        "inputs varchar, created_at varchar, row_count bigint, loaded_at timestamp)"
    )
    for schema in ("registry", "clusters", "judgements", "validations", "audit"):
        connection.execute(f"create schema {schema}")
    for table, columns_text in OWN_TABLES.items():
        connection.execute(f"create table {table} ({', '.join(f'{name} varchar' for name in columns_text.split())})")
    for things, key in KEPT.items():
        connection.execute(f"create table audit.built_{things} ({key}, digest decimal(38, 0))")
    for schema, tables_of in (("judgements", COLUMNS), ("validations", VALIDATION_COLUMNS)):
        for name, names in tables_of.items():
            connection.execute(f"create table {schema}.{name} ({', '.join(f'{column} varchar' for column in names)})")
    connection.execute(
        "create table clusters.story_members "
        "(article_id varchar primary key, story_id varchar, is_original boolean, reason varchar, score double)"
    )
    write_version_changes(connection)
    return connection


class Newsroom:
    """Writes rows as the stages would; every method returns the id that the next one needs."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def insert(self, table: str, **values: Any) -> None:
        holes = ", ".join("?" for _ in values)
        self.connection.execute(f"insert into {table} ({', '.join(values)}) values ({holes})", list(values.values()))

    def source(self, source_id: str, minimum: float | None = None) -> None:
        for observed_at, name in ((EDITION_1, f"Old {source_id}"), (EDITION_2, f"The {source_id.title()}")):
            self.insert(
                "raw.sources", source_id=source_id, name=name, kind="outlet", country="XAA", language="en",
                homepage=f"https://{source_id}.example/", domain=f"{source_id}.example",
                expected_articles_per_day_min=minimum, observed_at=observed_at, batch_id=f"bat_{observed_at}",
            )  # fmt: skip

    def fetch(
        self,
        article: str,
        at: str,
        outcome: str = "fetched",
        kind: str = "article",
        reason: str | None = None,
        body: str = "",
    ) -> str:
        """One request of ``source/slug``."""
        source_id, url = article.split("/")[0], f"https://{article.replace('/', '.example/', 1)}"
        fetch_id = make_id("fet", source_id, url, at)
        self.insert(
            "raw.fetches", fetch_id=fetch_id, source_id=source_id, run_key=at, kind=kind, url=url,
            article_id=article_key(article) if kind == "article" else None, requested_at=at, outcome=outcome, reason=reason,
            body_sha256=text_sha256(body) if outcome == "fetched" else None, first_seen_at=at, batch_id=f"bat_{at}",
            warc_path=f"{source_id}/{at[:10]}.warc.gz" if outcome == "fetched" else None,
            warc_offset=4096 if outcome == "fetched" else None,
        )  # fmt: skip
        self.insert("raw.outcomes", outcome_id=f"out_{fetch_id}", stage="collect", subject_id=fetch_id, outcome=outcome)
        return fetch_id

    def extract(
        self, article: str, at: str, text: str, extractor: str = "1", extracted_at: str | None = None, **values: Any
    ) -> str:
        """What the extractor made of the request at that time; ``published_at`` and the like may be given."""
        source_id, url = article.split("/")[0], f"https://{article.replace('/', '.example/', 1)}"
        fetch_id, sha256 = make_id("fet", source_id, url, at), text_sha256(text)
        key = version_id(article_key(article), sha256)
        batch_id = f"ext_{'new' if extractor == '2' else 'old'}_{article}_{at}"
        self.insert(
            "extracted.articles",
            **{
                "article_id": article_key(article), "version_id": key, "source_id": source_id, "fetch_id": fetch_id, "url": url,
                "title": "A headline", "text": text, "text_sha256": sha256, "word_count": len(text.split()), "language": "en",
                "published_at": "2026-03-01T09:00:00+02:00", "first_seen_at": at, "is_correction": False,
                "extractor_name": "acta-extract", "extractor_version": extractor, "batch_id": batch_id,
            }
            | values,
        )  # fmt: skip
        self.outcome("extracted", fetch_id, "article", at, batch_id)
        self.insert("raw.batches", batch_id=batch_id, stage="extract", created_at=extracted_at or at)
        return key

    def outcome(
        self, schema: str, subject_id: str, outcome: str, at: str, batch_id: str, reason: str | None = None
    ) -> None:
        self.insert(
            f"{schema}.outcomes", outcome_id=make_id("out", schema, subject_id, batch_id), subject_id=subject_id,
            outcome=outcome, reason=reason, occurred_at=at, batch_id=batch_id,
        )  # fmt: skip

    def annotate(self, article: str, text: str, annotator: str = "1", at: str = EDITION_1) -> Annotator:
        """Start the annotation of one version; its sentences are those that end in a full stop."""
        sha256 = text_sha256(text)
        found = Annotator(self, article_key(article), sha256, text, f"ann_{annotator}_{at}")
        self.insert(
            "annotated.annotations", **found.version, text_sha256=sha256, annotator_name="acta-annotate",
            annotator_version=annotator, annotated_at=at, batch_id=found.batch_id, loaded_at=at[:19],
        )  # fmt: skip
        self.outcome("annotated", found.version["version_id"], "annotated", at, found.batch_id)
        start = 0
        for number, sentence in enumerate(text.split(". ")):
            end = min(start + len(sentence) + 1, len(text))
            self.insert(
                "annotated.sentences",
                **found.version,
                sentence_number=number,
                char_start=start,
                char_end=end,
                batch_id=found.batch_id,
            )
            start = end + 1
        return found


class Annotator:
    """Adds what was found in one version."""

    def __init__(self, newsroom: Newsroom, article_id: str, sha256: str, text: str, batch_id: str) -> None:
        self.newsroom, self.article_id, self.sha256, self.text, self.batch_id = (
            newsroom,
            article_id,
            sha256,
            text,
            batch_id,
        )
        self.version = {"article_id": article_id, "version_id": version_id(article_id, sha256)}

    def span(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def insert(self, table: str, **values: Any) -> None:
        self.newsroom.insert(f"annotated.{table}", **self.version, **values, batch_id=self.batch_id)

    def actor(self, actor_id: str, words: str, **values: Any) -> None:
        """An actor and one mention of it."""
        start, end = self.span(words)
        self.insert("actors", **({"actor_id": actor_id, "name": words, "kind": "person"} | values))
        self.insert(
            "mentions", mention_id=span_id("men", self.article_id, self.sha256, "name", [(start, end)]),
            char_start=start, char_end=end,
            exact_text=words, form="name", kind=values.get("kind", "person"), actor_id=actor_id, score=0.9,
        )  # fmt: skip

    def statement(
        self, words: str, speaker: str, speaker_actor_id: str | None, cue: str, said_on: str | None, subject: str | None
    ) -> str:
        start, end = self.span(words)
        statement_id = span_id("sta", self.article_id, self.sha256, "direct", [(start, end)])
        (cue_start, cue_end), (speaker_start, speaker_end) = self.span(cue), self.span(speaker)
        self.insert(
            "statements", statement_id=statement_id, kind="direct", char_start=start, char_end=end, exact_text=words,
            cue_start=cue_start, cue_end=cue_end, cue_text=cue, cue_lemma="say", speaker_start=speaker_start,
            speaker_end=speaker_end, speaker_text=speaker, speaker_actor_id=speaker_actor_id, said_on=said_on,
            is_negated=False, score=0.8,
        )  # fmt: skip
        self.insert(
            "statement_spans",
            statement_id=statement_id,
            span_number=1,
            char_start=start,
            char_end=end,
            exact_text=words,
        )
        if subject:
            self.insert("statement_subjects", statement_id=statement_id, actor_id=subject)
        return statement_id

    def event(
        self,
        words: str,
        event_type: str,
        cameo: str,
        source: str,
        target: str | None,
        event_id: str | None,
        numbers: tuple[str, str, float | None, float | None] | None = None,
        **values: Any,
    ) -> str:
        start, end = self.span(words)
        mention_id = span_id("evm", self.article_id, self.sha256, event_type, [(start, end)])
        self.insert(
            "events",
            **{
                "event_mention_id": mention_id, "event_type": event_type, "cameo_code": cameo, "quad_class": 1, "goldstein": 1.9,
                "char_start": start, "char_end": end, "exact_text": words, "status": "actual", "score": 0.7,
            }
            | values,
        )  # fmt: skip
        for role, actor_id in (("source", source), ("target", target)):
            if actor_id:
                # The trigger's words stand for the party's: the fixture's texts are too short to name everyone.
                words_at = {"char_start": start, "char_end": end, "exact_text": words}
                party = {"event_mention_id": mention_id, "role": role, "party_number": 1, "actor_id": actor_id}
                self.insert("event_parties", **party, **words_at)
        self.insert("event_contexts", event_mention_id=mention_id, context="diplomatic")
        if numbers:
            kind, counted, low, high = numbers
            first, last = self.span(counted)
            self.insert(
                "event_numbers", number_id=make_id("evn", mention_id, kind, first), event_mention_id=mention_id, kind=kind,
                char_start=first, char_end=last, exact_text=counted, low=low, high=high, is_approximate=False,
            )  # fmt: skip
        if event_id:
            self.newsroom.insert("clusters.event_members", event_mention_id=mention_id, event_id=event_id)
        return mention_id


def article_key(article: str) -> str:
    """Id of the article that the tests call ``source/slug``."""
    return make_id("art", *article.split("/"))


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Write every case. Articles are named after theirs."""
    room = Newsroom(connection)
    room.source("alpha", minimum=0.5)
    room.source("beta", minimum=50)
    room.source("gamma")
    _registry(room)
    for source_id in ("alpha", "beta"):
        room.fetch(f"{source_id}/feed", EDITION_2, kind="feed")
    room.fetch("gamma/feed", EDITION_2, "blocked", kind="feed", reason="robots")
    _visit(room)
    _withdrawn(room)
    _pages_that_add_nothing(room)
    _read_again(room)
    write_version_changes(connection)


def _registry(room: Newsroom) -> None:
    room.insert(
        "registry.actors",
        actor_id="act_vell",
        kind="person",
        name="Anna Vell",
        country="XAA",
        sector="GOV",
        gender="female",
        wikidata_id="",
    )
    room.insert(
        "registry.actors",
        actor_id="act_xab",
        kind="country",
        name="Orland",
        country="XAB",
        sector="",
        gender="",
        wikidata_id="",
    )
    room.insert("registry.actors", actor_id="act_unused", kind="person", name="Never Mentioned")
    room.insert("registry.roles", actor_id="act_vell", title="prime minister", valid_from="2025-06", valid_to="")
    room.insert("registry.roles", actor_id="act_vell", title="mayor", valid_from="2019", valid_to="2025-05")
    by = {"judgement_id": "jud_1", "judged_at": "2026-03-01T10:00:00+00:00", "judged_by": "tester", "because": "a typo"}
    room.insert("judgements.redirects", old_id="act_p_vell", new_id="act_vell", verb="merge", **by)
    version = version_id(article_key("beta/visit"), text_sha256(COPY_TEXT))
    room.insert("judgements.moves", version_id=version, old_id="act_p_vell", new_id="act_vell")


def _visit(room: Newsroom) -> None:
    """alpha/visit is corrected in the second edition; beta/visit is a near copy of it."""
    for at, text in ((EDITION_1, FIRST_TEXT), (EDITION_2, CORRECTED_TEXT)):
        room.fetch("alpha/visit", at, body=text)
        room.extract("alpha/visit", at, text)
    room.fetch("beta/visit", EDITION_2, body=COPY_TEXT)
    room.extract("beta/visit", EDITION_2, COPY_TEXT, published_at="2026-03-02")
    for article, original in (("alpha/visit", True), ("beta/visit", False)):
        room.insert(
            "clusters.story_members",
            article_id=article_key(article),
            story_id="sto_visit",
            is_original=original,
            score=0.9,
        )
    # The first annotator took the speaker for someone else; the second one's batch id sorts before.
    old = room.annotate("beta/visit", COPY_TEXT, annotator="9", at=EDITION_1)
    old.actor("act_wrong", "Alpha", kind="organisation")
    # It also found what the second one does not, and a statement that both find.
    old.statement("visited Orland on Tuesday", "Alpha", "act_wrong", "visited", None, "act_xab")
    old.statement("We 😀 agree", "Alpha", "act_wrong", "said", None, None)
    old.event("said", "REQUEST", "020", "act_wrong", None, None)
    for article, text, day in (
        ("alpha/visit", FIRST_TEXT, "2026-02-23"),
        ("alpha/visit", CORRECTED_TEXT, "2026-02-24"),
        ("beta/visit", COPY_TEXT, "2026-02"),
    ):  # fmt: skip
        found = room.annotate(article, text, annotator="10", at=EDITION_3)
        found.actor("act_p_vell" if article == "beta/visit" else "act_vell", "Anna Vell", country="XAZ")
        found.actor("act_xab", "Orland", kind="country", country="XAB")
        statement_id = found.statement("We 😀 agree", "she", "act_vell", "said", day, "act_xab")
        room.insert("clusters.utterance_members", statement_id=statement_id, utterance_id="utt_agree")
        event_id = "evt_first_day" if text == FIRST_TEXT else "evt_visit"
        found.event(
            "visited", "CONSULT", "042", "act_vell", "act_xab", event_id, mode="visit", occurred_on=day,
            place_name="Velmark" if article == "beta/visit" else None, place_country="XAB" if article == "beta/visit" else None,
        )  # fmt: skip
        if article == "beta/visit":
            found.event("agree", "AGREE", "030", "act_vell", None, None, status="planned", statement_id=statement_id)


def _withdrawn(room: Newsroom) -> None:
    """alpha/attack is gone in the second edition."""
    room.fetch("alpha/attack", EDITION_1, body=WITHDRAWN_TEXT)
    room.fetch("alpha/attack", EDITION_2, "gone", reason="http_410")
    room.extract("alpha/attack", EDITION_1, WITHDRAWN_TEXT)
    found = room.annotate("alpha/attack", WITHDRAWN_TEXT, annotator="10", at=EDITION_3)
    found.actor("act_xab", "Orland", kind="country", country="XAB")
    found.event(
        "attacked",
        "ASSAULT",
        "190",
        "act_xab",
        None,
        "evt_attack",
        numbers=("killed", "at least 11", 11, None),
        quad_class=4,
        goldstein=-10.0,
        occurred_on="1945-05",
    )


def _pages_that_add_nothing(room: Newsroom) -> None:
    """One page for each other outcome."""
    room.fetch("beta/visit-print", EDITION_3, body=COPY_TEXT)  # the same text under another URL
    room.extract("beta/visit-print", EDITION_3, COPY_TEXT)
    room.fetch("beta/visit", EDITION_3, "unchanged")  # 304
    menu = room.fetch("beta/menu", EDITION_2)
    room.outcome("extracted", menu, "rejected", EDITION_2, "ext_menu", "not_an_article")
    room.fetch("beta/waits", EDITION_3)  # collected, not extracted yet
    room.fetch("gamma/closed", EDITION_2, "blocked", reason="robots")
    room.fetch("beta/down", EDITION_2, "failed", reason="http_503")
    room.fetch(
        "unlisted/port", EDITION_2, body=FRENCH_TEXT
    )  # a source that the registry forgot, a language nobody reads
    french = room.extract("unlisted/port", EDITION_2, FRENCH_TEXT, language="fr", published_at=None)
    room.outcome("annotated", french, "unsupported_language", EDITION_2, "ann_fr", "fr")


def _read_again(room: Newsroom) -> None:
    """beta/harbour: two requests with one text, extracted by two extractors; the newer one's reading counts."""
    for at in (EDITION_1, EDITION_2):
        room.fetch("beta/harbour", at, body=OLD_READING)
        room.extract("beta/harbour", at, OLD_READING, extractor="1")
        room.extract("beta/harbour", at, NEW_READING, extractor="2", extracted_at=EDITION_3)
