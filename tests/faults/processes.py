"""Workers of their own process that stop themselves in the middle (SIGSTOP) and go on later (SIGCONT)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from tests.faults.site import DAY

from acta.config import Settings

SETTINGS = """
    import os, signal
    from dataclasses import replace
    from datetime import datetime
    from acta.config import load_settings
    settings = replace(load_settings(), host_interval_seconds=0.0)
    stop = lambda: os.kill(os.getpid(), signal.SIGSTOP)
"""
AT_STEP = """
    import acta.{module} as module
    module.reach = lambda settings, step: stop() if step == "{step}" else None
    module.{work}(settings)
"""


@contextmanager
def stopped(settings: Settings, work: str, port: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A worker of its own process that has stopped itself in the middle; it goes on, and has to end well, after the block."""
    environment = os.environ | {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_JUDGEMENTS_DIR": str(settings.judgements_dir),
        "ACTA_WORKERS": "1",
        "ACTA_NOW": DAY.isoformat(),
    }
    code = textwrap.dedent(SETTINGS) + f"PORT = {port}\n" + textwrap.dedent(work)
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        while psutil.Process(worker.pid).status() != psutil.STATUS_STOPPED:
            assert worker.poll() is None, worker.communicate()[1]
            time.sleep(0.02)
        yield worker
        worker.send_signal(signal.SIGCONT)
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    finally:
        worker.kill()
        worker.communicate()
