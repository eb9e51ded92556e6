"""Many sources at a time in one process: threads, because a collector waits; politeness is the limit, not CPU.

Each source is one thread's from start to end, with its own connections and its own view of the state, so a source
that hangs or fails holds up nobody but itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from acta.collect.guard import NOTHING, Allowance
from acta.collect.parts import CollectResult
from acta.collect.run import collect_source
from acta.config import Settings
from acta.errors import ActaError
from acta.sources.model import Source


def collect_sources(
    settings: Settings,
    sources: Sequence[Source],
    run_key: str,
    allow: Allowance = NOTHING,
    only_due: bool = False,
) -> Iterator[tuple[Source, CollectResult | ActaError]]:
    """Collect sources ``ACTA_COLLECT_WORKERS`` at a time; each as it is done, with its result or why there is none.

    An error that is no one's to mend by a command (a bug) is raised once the others are done.
    """
    with ThreadPoolExecutor(max(1, settings.collect_workers), thread_name_prefix="collect") as pool:
        waiting: dict[Future[CollectResult], Source] = {
            pool.submit(collect_source, settings, source, run_key, allow=allow, only_due=only_due): source
            for source in sources
        }
        faults: list[BaseException] = []
        try:
            for done in as_completed(waiting):
                error = done.exception()
                if error is None:
                    yield waiting[done], done.result()
                elif isinstance(error, ActaError):
                    yield waiting[done], error
                else:
                    faults.append(error)
        except BaseException:  # Ctrl-C, or the caller has had enough: what is under way ends, the rest does not start
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        if faults:
            raise faults[0]
