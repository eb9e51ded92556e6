"""Points at which a test lets the process die as by a power cut, to see that running again ends in the same tables.

``ACTA_FAILPOINT=name`` kills this process with SIGKILL when it gets there. Unset, a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

from acta.config import Settings

LOAD = ("load.in_batch", "load.after_batch", "load.before_clusters", "load.in_clusters", "load.after_clusters")
BUILD = ("build.before_dbt", "build.after_dbt", "build.before_receipt")
PUBLISH = ("publish.before_audit", "publish.before_rename", "publish.before_flip", "publish.after_flip", "publish.before_prune")


def reach(settings: Settings, name: str) -> None:
    """Die here when the setting names this point."""
    if settings.failpoint == name:
        os.kill(os.getpid(), signal.SIGKILL)
