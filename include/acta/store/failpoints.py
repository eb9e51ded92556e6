"""Steps at which a process can be made to die, so that a test can prove what a crash there leaves behind.

``ACTA_FAILPOINT=publish.copied`` kills the process as ``kill -9`` does, at that step: nothing is flushed, closed or undone.
"""

from __future__ import annotations

import os
import signal

from acta.config import Settings

COLLECT = ("polls.appended",)
COMPACT = ("compact.begin", "compact.written", "compact.packed", "compact.removing", "compact.removed")
LOAD = ("load.begin", "load.batch", "load.batches", "load.clusters", "load.changes")
BUILD = ("build.begin", "build.model", "build.tested", "build.hashed", "build.receipt")
PUBLISH = ("publish.begin", "publish.copied", "publish.audited", "publish.renamed", "publish.linked", "publish.flipped")
FORGET = ("forget.noted", "forget.begin", "forget.archives", "forget.batch", "forget.batches", "forget.built")


def reach(settings: Settings, step: str) -> None:
    """Die here when the setting names this step."""
    if settings.failpoint == step:
        os.kill(os.getpid(), signal.SIGKILL)
