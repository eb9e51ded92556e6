"""The three ways a unit of work can fail. Every message says what the reader should do."""

from __future__ import annotations


class ActaError(Exception):
    """Base of all errors that a command prints as one line, without a traceback."""


class Transient(ActaError):
    """Trying again may help: a timeout, a 429, a 5xx, a lock held by another process."""


class Permanent(ActaError):
    """Trying again cannot help: a 404, a robots rule, a file that is no article, a wrong setting."""


class SourceChanged(ActaError):
    """The site moved under us; a person must look at it."""
