"""The 32 faults that Acta is tested against, each with the outcome that its tests expect.

A test holds a fault by ``@pytest.mark.fault(number)``. A fault, or a part of one, that cannot be tested says why in ``untested``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is injected, what is expected, and what no test here can show."""

    name: str
    outcome: str
    untested: str = ""


FAULTS = {
    1: Fault(
        "kill -9 at any step of any stage",
        "a rerun ends in the tables of a run that nobody disturbed; readers see one whole generation",
    ),
    2: Fault(
        "a worker that is stopped, taken for dead, and goes on beside its successor",
        "collect, build and publish refuse the second worker by a lock; extract and annotate let both work and keep one batch",
    ),
    3: Fault("a full disk", "the stage ends with one line, readers stay where they are, the same command goes on after space"),
    4: Fault("the same run twice", "no new article, version or annotation; only logs of attempts grow"),
    5: Fault("a backfill out of order, and one of an old day again", "the tables of a backfill in order"),
    6: Fault("a command beside a running DAG", "one works, the other ends with one line that names its process"),
    7: Fault("readers during publishes", "no error, and each reader sees one generation"),
    8: Fault("a copy of the data taken in the middle of a run", "what is missing is loaded again, or publishing refuses"),
    9: Fault("a damaged batch", "its hash is wrong: it is left out, named, and made again"),
    10: Fault(
        "a damaged database file",
        "publish and doctor notice and name the command; a person chooses between publish, rebuild and rollback",
    ),
    11: Fault(
        "a write-ahead log that cannot be replayed, or is another file's",
        "one line that says `acta rebuild`; no log is removed silently, and none of another file is replayed",
    ),
    12: Fault(
        "clocks two days off, hours that the clocks show twice, dates in 1970 and 2099, dates without a zone",
        "an impossible date is unknown, no future is fact, and a clock that was set back holds up no host",
        "a clock is two days off by ACTA_NOW and by a patched `time.time`: setting the machine's own needs root",
    ),
    13: Fault("malformed HTML and XML, wrong charsets, NUL, lone surrogates", "an article, or a row with its reason"),
    14: Fault("entity bombs, external entities, 100,000 nested tags", "bounded time and memory; no entity is read"),
    15: Fault("decompression bombs, endless and dripping answers", "cut at a cap of decompressed bytes and of seconds"),
    16: Fault("redirects and names that lead inside", "refused before connecting, whatever way the address is written"),
    17: Fault("an article without end", "cut with a flag, or a row; the other articles are read"),
    18: Fault("SQL, Jinja, formulas, escapes and scripts in a text", "stored as it is, never executed, and safe where printed"),
    19: Fault(
        "instructions to a model inside an article",
        "a statement is a span of the text, or the build stops",
        "no step asks a language model: the networks that ship label spans and follow no instructions",
    ),
    20: Fault(
        "a feed that leads elsewhere, a borrowed author, fifty outlets with one lie",
        "the row names the host that answered; fifty copies are one story, one event report and fifty outlets",
    ),
    21: Fault("a robots.txt of any kind", "RFC 9309: unreachable refuses, missing allows"),
    22: Fault("429, 503, Retry-After, a captcha with status 200", "'blocked' and not 'no news'; never an article"),
    23: Fault(
        "10,000 items, items without guid or date, guids used twice",
        "each page once, in the order of the feed; what a run has no time for waits for the next ones",
    ),
    24: Fault("an article that comes a week late", "it counts on its day, and the sums of that day are made again"),
    25: Fault("a corrected article", "a new version; statements that it no longer makes are closed and in the change log"),
    26: Fault("a withdrawn article, and forgetting one", "withdrawn: a row that counts for nothing; forgotten: nowhere at all"),
    27: Fault(
        "a source that is down for three days",
        "failing and not silent; asked with growing pauses, and everything is caught up with when it is back",
    ),
    28: Fault(
        "a feed, a batch or a code of another shape",
        "what a feed no longer says is unknown and a warning; a column or code nobody knows stops before publishing",
    ),
    29: Fault(
        "a fifth or five times the usual number, copies, one outlet above half",
        "warnings, which publish; failures block, and an override is kept with its reason",
    ),
    30: Fault("airflow.db is lost", "nothing is fetched again or doubled: the batches are the ledger"),
    31: Fault("secrets in addresses", "in no row, file, log or message"),
    32: Fault("two years of runs", "what piles up has a setting that ends it, and commands stay bounded by what is kept"),
}
