"""Write transactions of the state file, one at a time.

SQLite lets one connection write and the others poll for their turn, ever more slowly; a hundred threads of one process
would starve each other for seconds. They queue here; SQLite arbitrates between processes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_QUEUES: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)  # by state file


class Writer:
    """Hands out the write transactions of one connection."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self._queue = db, _QUEUES[path.absolute()]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing."""
        with self._queue:
            self._db.execute("begin immediate")
            try:
                yield self._db
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:  # a full disk or a damaged file has ended it already
                    self._db.execute("rollback")
                raise
