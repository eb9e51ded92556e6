"""Entry point of the program ``acta``; ``python -m acta`` is the same.

The commands are imported inside, so that Ctrl-C in the first second is as quiet as later.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from acta.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("acta: stopped before it began\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
