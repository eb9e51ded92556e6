"""Many sources at a time in one process: threads, because a collector waits; politeness is the limit, not CPU.

Each source is one thread's from start to end, with its own connections and its own view of the state, so a source
that hangs or fails holds up nobody but itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial

from acta.collect.failed_source import note_failed_source
from acta.collect.guard import NOTHING, Allowance
from acta.collect.masking import mask_url
from acta.collect.parts import CollectResult
from acta.collect.run import collect_source
from acta.config import Settings
from acta.errors import ActaError, Permanent, Transient
from acta.isolation import UNEXPECTED, describe, is_of_the_machine, note
from acta.sources.model import Source


def collect_sources(
    settings: Settings,
    sources: Sequence[Source],
    run_key: str,
    allow: Allowance = NOTHING,
    only_due: bool = False,
) -> Iterator[tuple[Source, CollectResult | ActaError]]:
    """Collect sources ``ACTA_COLLECT_WORKERS`` at a time; each as it is done, with its result or why there is none."""
    collect = partial(_collect, settings, run_key=run_key, allow=allow, only_due=only_due)
    with ThreadPoolExecutor(max(1, settings.collect_workers), thread_name_prefix="collect") as pool:
        waiting = {pool.submit(collect, source): source for source in sources}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BaseException:  # Ctrl-C, or the caller has had enough: what is under way ends, the rest does not start
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _collect(
    settings: Settings, source: Source, run_key: str, allow: Allowance, only_due: bool
) -> CollectResult | ActaError:
    """One source; whatever ends it is one line, and a row unless the disk does not take any."""
    try:
        return collect_source(settings, source, run_key, allow=allow, only_due=only_due)
    except Transient as error:  # somebody else is at it, or the state is locked: a later run has it
        return error
    except Exception as error:
        says = failure(error)
        if not is_of_the_machine(error):
            note(f"{source.source_id}: the source", error)
        url = source.addresses[0] if source.addresses else source.source_id
        note_failed_source(settings, source.source_id, run_key, mask_url(url), UNEXPECTED, str(says))
        return says


def failure(error: Exception) -> ActaError:
    """One line for whatever ended a source."""
    if isinstance(error, ActaError):
        return error
    if isinstance(error, OSError) and error.errno is not None:
        place = f" at {error.filename}" if error.filename else ""
        return Transient(f"{error.strerror}{place}: nothing that was fetched is lost, run again when that is over")
    return Permanent(f"{UNEXPECTED}: {describe(error)}")
