"""Politeness and throughput of the collector over many local hosts, with a kill in the middle.

    PYTHONPATH=include python tests/quality/bench_collect.py [--hosts 100] [--pages 50] [--interval 0.5]

One server process plays the hosts and keeps the evidence. Four things are done: plain requests (requests.Session, one
thread a host at a time) fetch every page without a pause and again with the collector's; the collector fetches the same
pages in a process that is killed with SIGKILL when the server was asked six tenths of it; the collector goes on in a
new process. The checker then reads the server's record.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests

REPO = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPO), str(REPO / "include")]

from tests.support.many_hosts import host_name  # noqa: E402

from acta.collect.journal import left_behind, read_journal  # noqa: E402
from acta.config import Settings  # noqa: E402
from acta.store.batches import list_batches, read_table  # noqa: E402

WORKER = """
    import sys
    from pathlib import Path
    from acta.collect.many import collect_sources
    from acta.config import Settings
    from acta.sources import Source
    from tests.support.many_hosts import host_name
    from tests.support.memory import peak_bytes
    data, port, hosts, interval, workers = Path(sys.argv[1]), *(float(text) for text in sys.argv[2:])
    port, hosts = int(port), int(hosts)
    settings = Settings(data_dir=data, sources_dir=data, host_interval_seconds=interval, collect_workers=int(workers))
    names = [host_name(number) for number in range(hosts)]
    allow = frozenset((name, port) for name in names)
    sources = [Source(source_id=f"host{n}", name=name, feeds=(f"http://{name}:{port}/rss",)) for n, name in enumerate(names)]
    for source, result in collect_sources(settings, sources, "bench", allow=allow):
        if isinstance(result, Exception):
            raise result
    print(peak_bytes())
"""


@dataclass(frozen=True)
class Report:
    """What was measured; the checker's part comes from the server's record alone."""

    pages: int
    stored: int  # distinct pages in finished batches
    plain_per_second: float
    polite_per_second: float  # plain requests that wait for the interval after each answer: the peer
    collector_per_second: float  # both processes, the kill and the start anew included
    ceiling_per_second: float  # hosts / interval: what politeness allows
    killed_after: int  # pages asked for before the kill
    stored_at_kill: int  # of them on disk: in finished batches, or in the journal of a part under way
    fetched_again: int  # stored before the kill and asked for after it: must be 0
    asked_twice: int  # under way when the kill came: fetched again by right, at most one a worker
    least_gap: float  # shortest time between two requests at one host
    most_in_window: int  # most requests of one host in a window of ten intervals
    most_under_way: int  # at one host at a time
    peak_bytes: int  # of the second process
    cpu_ms_a_page: float  # of both processes; all of it, the archive and the tables included
    polite_cpu_ms_a_page: float  # of the peer


@contextmanager
def server(record: Path, pages: int, delay: float) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.support.many_hosts", str(record), str(pages), str(delay)]
    with subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def asked(record: Path) -> list[tuple[str, str, float, int]]:
    lines = record.read_text().splitlines() if record.exists() else []
    return [tuple(json.loads(line)) for line in lines if line.endswith("]")]


def plain(port: int, hosts: int, pages: int, workers: int, pause: float = 0.0) -> tuple[float, float]:
    """Pages a second of plain requests and CPU seconds, each thread at one host at a time."""

    def one_host(number: int) -> None:
        with requests.Session() as session:
            for page in range(pages):
                session.get(f"http://{host_name(number)}:{port}/quay/{page}", timeout=30).content  # noqa: B018
                time.sleep(pause)

    started, used = time.monotonic(), time.process_time()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one_host, range(hosts)))
    return hosts * pages / (time.monotonic() - started), time.process_time() - used


def stored_pages(settings: Settings) -> list[str]:
    """URLs of the stored pages, with repetitions."""
    return [
        row["url"]
        for manifest in list_batches(settings, "collect")
        for row in read_table(settings, manifest, "fetches")
        if row["kind"] == "article" and row["outcome"] == "fetched"
    ]


def journalled_pages(settings: Settings) -> list[str]:
    """URLs of the pages that unfinished parts have."""
    return [
        entry.row["url"]
        for folder in settings.warc_dir.glob("*")
        for batch_id in left_behind(settings, folder.name)
        for entry in read_journal(settings, folder.name, batch_id)
        if entry.row["kind"] == "article" and entry.row["outcome"] == "fetched"
    ]


def measure(hosts: int, pages: int, interval: float, workers: int, folder: Path, delay: float = 0.02) -> Report:
    """Do all of it once."""
    settings = Settings(data_dir=folder / "data", sources_dir=folder)
    with server(folder / "plain.jsonl", pages, delay) as port:
        plain_rate, _ = plain(port, hosts, pages, workers)
        polite_rate, polite_cpu = plain(port, hosts, pages, workers, interval)
    record, total = folder / "asked.jsonl", hosts * pages
    with server(record, pages, delay) as port:
        arguments = [str(settings.data_dir), str(port), str(hosts), str(interval), str(workers)]
        command = [sys.executable, "-c", textwrap.dedent(WORKER), *arguments]
        environ = {**os.environ, "PYTHONPATH": f"{REPO / 'include'}:{REPO}"}
        started, used = time.monotonic(), child_cpu_seconds()
        victim = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
        while victim.poll() is None and len(asked(record)) < total * 0.6:
            time.sleep(0.2)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        before, kept = asked(record), stored_pages(settings) + journalled_pages(settings)
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
        seconds, cpu = time.monotonic() - started, child_cpu_seconds() - used
    report = Report(
        pages=total,
        stored=0,
        plain_per_second=plain_rate,
        polite_per_second=polite_rate,
        collector_per_second=total / seconds,
        ceiling_per_second=hosts / interval,
        killed_after=0,
        stored_at_kill=len(kept),
        fetched_again=0,
        asked_twice=0,
        least_gap=0.0,
        most_in_window=0,
        most_under_way=0,
        peak_bytes=int(done.stdout),
        cpu_ms_a_page=cpu / total * 1000,
        polite_cpu_ms_a_page=polite_cpu / total * 1000,
    )
    return check(asked(record), len(before), kept, stored_pages(settings), interval, port, report)


def child_cpu_seconds() -> float:
    """CPU time of the child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def check(
    requests_: list[tuple[str, str, float, int]],
    cut: int,
    kept: list[str],
    stored: list[str],
    interval: float,
    port: int,
    report: Report,
) -> Report:
    """Read the server's record: no host saw more than its rate, and what was stored was not asked for again."""
    by_host: dict[str, list[float]] = defaultdict(list)
    for host, _, at, _ in requests_:
        by_host[host].append(at)
    gaps = [later - earlier for times in by_host.values() for earlier, later in itertools.pairwise(times)]
    window = interval * 10
    most = max(sum(start <= at < start + window for at in times) for times in by_host.values() for start in times)
    pages = [f"http://{host}:{port}{path}" for host, path, _, _ in requests_]
    again = set(pages[cut:]) & set(kept)
    counted = Counter(page for page in pages if "/quay/" in page)
    assert len(stored) == len(set(stored)), "a page is stored twice"
    return replace(
        report,
        stored=len(set(stored)),
        killed_after=sum("/quay/" in page for page in pages[:cut]),
        fetched_again=len(again),
        asked_twice=sum(number - 1 for number in counted.values()),
        least_gap=min(gaps),
        most_in_window=most,
        most_under_way=max(number for *_, number in requests_),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--interval", type=float, default=0.5)
    parser.add_argument("--workers", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measure(options.hosts, options.pages, options.interval, options.workers, Path(folder))
    for name, value in vars(report).items():
        print(f"{name:22} {value:,.3f}" if isinstance(value, float) else f"{name:22} {value:,}")


if __name__ == "__main__":
    main()
