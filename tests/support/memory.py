"""Peak memory of this process, from /proc (Linux).

``resource.getrusage`` will not do: its ``ru_maxrss`` never falls, and a child starts with that of the process that made it.
"""

from __future__ import annotations

from pathlib import Path


def peak_bytes() -> int:
    """The most memory that this process held at one time (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def reset_peak() -> None:
    """Count the peak from what is resident now; see clear_refs in proc(5)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
