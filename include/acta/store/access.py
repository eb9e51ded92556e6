"""Who may read the data folder: its owner. The command line sets the umask; this finds what was made before, or by others."""

from __future__ import annotations

import stat
from pathlib import Path

from acta.config import Settings

FOLDER_MODE, FILE_MODE = 0o700, 0o600
SECRETS = ("airflow/passwords.json", "airflow/jwt_secret", "airflow/airflow.db")
SHARED = "publish"  # may be opened to BI tools of other users on purpose


def loose_paths(settings: Settings) -> list[Path]:
    """What other users of this machine may list or read: the data folder, what lies in it, and Airflow's secrets.

    Passing through the data folder is allowed, so that the published folder can be shared on its own.
    """
    root = settings.data_dir
    if not root.exists():
        return []
    inside = [path for path in sorted(root.iterdir()) if path.name != SHARED]
    found = [root] if _mode(root) & 0o066 else []
    if _mode(root) & 0o077:
        found += [path for path in (*inside, *(root / name for name in SECRETS)) if _mode(path) & 0o077]
    return found


def _mode(path: Path) -> int:
    """Permission bits; none for what is not there or is a link."""
    try:
        status = path.lstat()
    except OSError:
        return 0
    return 0 if stat.S_ISLNK(status.st_mode) else stat.S_IMODE(status.st_mode)
