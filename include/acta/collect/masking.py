"""Secrets in URLs: masked before a URL reaches a row, a log line or the archive.

The mask keeps eight hex digits of the secret's SHA-256, so that two URLs that differ only there stay two URLs.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

_MARK = "masked-"
_SECRET = re.compile(
    r"([?&;](?:[\w.-]*(?:token|password|passwd|secret|signature|apikey|api[_-]key|credential)[\w.-]*|key|pwd|auth|sig|hdnts)=)"
    r"([^&#;]+)",
    re.IGNORECASE,
)


def mask_url(url: str) -> str:
    """The URL with user, password and secret parameters masked."""
    try:
        parts = urlsplit(url)
        if "@" in parts.netloc:
            url = url.replace(parts.netloc, "***@" + parts.netloc.rpartition("@")[2], 1)
    except ValueError:
        url = re.sub(r"//[^/@\s]*@", "//***@", url)
    return _SECRET.sub(lambda found: found[1] + _masked(found[2]), url)


def mask_text(text: str) -> str:
    """One line of at most 300 characters with the secrets of every URL in it masked."""
    line = " ".join(text.split())
    line = re.sub(r"//[^/@\s]+@", "//***@", line)
    return _SECRET.sub(lambda found: found[1] + _masked(found[2]), line)[:300]


def is_masked(url: str) -> bool:
    """Whether something was masked in the URL: then it no longer leads anywhere."""
    return _MARK in url or "//***@" in url


def _masked(secret: str) -> str:
    if secret.startswith(_MARK):
        return secret
    return _MARK + hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:8]
