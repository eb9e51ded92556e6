"""One stage in a process of its own, for a test to kill: ``python -m tests.support.one_stage STAGE PORT``.

Chunks are small, so that a dozen articles keep two workers busy. Errors are one line, as the command line prints them.
"""

from __future__ import annotations

import sys

from acta.annotate import many
from acta.annotate.run import annotate_batches
from acta.collect.run import collect_source
from acta.config import Settings, load_settings
from acta.errors import ActaError, Permanent
from acta.extract import run as extract
from acta.forget.run import forget
from acta.model.build import load, transform
from acta.publish.generations import publish
from acta.sources.model import Source

FORGOTTEN = "/news/3"


def paper(port: str) -> Source:
    """The source that the test's site is."""
    return Source(source_id="paper", name="Paper", feeds=(f"http://127.0.0.1:{port}/rss",))


def work(stage: str, settings: Settings, port: str) -> None:
    """Do one stage; each may be called again after it was killed, and after it was done."""
    vars(many).update(CHUNK_ARTICLES=3)
    vars(extract).update(CHUNK=3)
    if stage == "collect":
        collect_source(settings, paper(port), "first", allow=frozenset({("127.0.0.1", int(port))}))
    elif stage == "forget":
        forget_page(settings, f"http://127.0.0.1:{port}{FORGOTTEN}")
    else:
        {"extract": extract.extract_batches, "annotate": annotate_batches, "load": load, "dbt": transform, "publish": publish}[
            stage
        ](settings)


def forget_page(settings: Settings, url: str) -> None:
    """Forget a page; nothing is left to do when an earlier call did."""
    try:
        forget(settings, "asked", urls={url})
    except Permanent as error:
        if "no collected article is meant" not in str(error):
            raise


if __name__ == "__main__":
    try:
        work(sys.argv[1], load_settings(), sys.argv[2])
    except ActaError as error:
        sys.exit(f"acta: {error}")
