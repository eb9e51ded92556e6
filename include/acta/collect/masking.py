"""Secrets in URLs: masked before a URL reaches a row, a log line or the archive.

The mask keeps eight hex digits of the secret's SHA-256, so that two URLs that differ only there stay two URLs. What is a
secret is said in ``tokens``. The archive holds masked URLs too; the bodies of pages in it stay as the site sent them.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote, urlsplit

from acta.collect.tokens import is_random, is_secret_parameter, is_secret_segment

_MARK = "masked-"
_USER = "***@"
_PARAMETER = re.compile(r"(^|[?&;#/])((?:[\w.\-~$]|%[0-9A-Fa-f]{2}|[\[\]]){1,80}=)([^&#;]+)")
_ENDING = re.compile(r"\.(?:x?html?|php|aspx?|jsp|rss|xml|json|atom|ics|txt|m3u8|mp3|pdf)$", re.IGNORECASE)
_IN_TEXT = re.compile(  # a URL, or the path of one where the text says so; any other path is of a file
    r"""(?:[a-z][a-z0-9+.\-]*:)?//[^\s"'<>]+|(?<=url: )/[^\s"'<>]+|(?<=GET )/[^\s"'<>]+|(?<![\w.\-])/[^\s"'<>?]*\?[^\s"'<>]+""",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(  # outside of a URL: password=…, "token": "…", Authorization: Bearer …
    r"((?<![?&;#/=\w.\[%\-])(?:[\w\-]*(?:token|passw(?:or)?d|secret|signature|api[_-]?key|credential|session|jwt|sid)|key|pwd|auth|sig|tk)"
    r"""["']?\s*[=:]\s*["']?|\b(?:bearer|basic)\s+)([^\s"'&;,<>)]{4,})""",
    re.IGNORECASE,
)
_JWT = re.compile(r"eyJ[\w\-]{5,}\.[\w\-]{5,}(?:\.[\w\-]+){0,3}")
DEEPEST = 3  # URLs within URLs within URLs


def mask_url(url: str, depth: int = 0) -> str:
    """The URL with user, password, secret parameters and secret path segments masked. Its own mask stays as it is."""
    url = _without_user(url)
    scheme, found, rest = url.partition("://")
    if not found or not scheme.lower().startswith(("http", "ws", "ftp")):
        return _JWT.sub(_mask_match, _parameters(url, depth))
    place, slash, path = re.match(r"([^/?#]*)(/?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{scheme}://{place}{slash}{_local(path, depth)}"


def _local(path: str, depth: int) -> str:
    """What follows the host, without its first slash."""
    cut = re.search(r"[?#]", path)
    path, tail = (path[: cut.start()], path[cut.start() :]) if cut else (path, "")
    if "#" in tail:
        tail, _, fragment = tail.partition("#")
        tail += "#" + (_masked(fragment) if is_random(unquote(fragment), 16) else fragment)
    return _JWT.sub(_mask_match, _segments(path, depth) + _parameters(tail, depth))


def _segments(path: str, depth: int) -> str:
    before: list[str] = []
    masked = []
    segments = path.split("/")
    for segment in segments:
        plain = unquote(segment)
        ending = _ENDING.search(plain)
        stem = plain[: ending.start()] if ending else plain
        if stem.startswith(_MARK):
            masked.append(segment)
        elif "=" in segment or ";" in segment:
            name, semicolon, matrix = segment.partition(";")
            masked.append(_parameters(name, depth) + _parameters(semicolon + matrix, depth))
        elif is_secret_segment(before, stem, segments[-1]):
            masked.append(_masked(stem) + (ending[0] if ending else ""))
        else:
            masked.append(segment)
        before.append(stem)
    return "/".join(masked)


def _parameters(text: str, depth: int) -> str:
    """A query, fragment or matrix with the values of secret parameters masked; a URL that is a value is looked into."""

    def mask(found: re.Match[str]) -> str:
        name, value = unquote(found[2].rstrip("=")), unquote(found[3])
        if value.startswith(_MARK):
            return found[0]
        if "://" in value or "?" in value:
            if depth >= DEEPEST:
                return found[1] + found[2] + _masked(found[3])
            inner = mask_url(value, depth + 1)
            if inner == value:
                return found[0]
            return found[1] + found[2] + (quote(inner, safe="*") if "%" in found[3] else inner)
        return found[1] + found[2] + (_masked(found[3]) if is_secret_parameter(name, value) else found[3])

    return _PARAMETER.sub(mask, text)


def _without_user(url: str) -> str:
    try:
        parts = urlsplit(url)
        if "@" in parts.netloc:
            return url.replace(parts.netloc, _USER + parts.netloc.rpartition("@")[2], 1)
        _ = parts.port
    except ValueError:  # no host and port as they should be: a slash in the password
        return re.sub(r"//[^?#\s]*@", f"//{_USER}", url)
    return url


def mask_text(text: str) -> str:
    """One line of at most 300 characters with the secrets of every URL in it masked."""
    return mask_all(" ".join(text.split()))[:300]


def mask_all(line: str) -> str:
    """A line of any length with the secrets of every URL, and of what is named like one, masked."""
    line = re.sub(r"//[^/@\s]+@", f"//{_USER}", line)
    line = _IN_TEXT.sub(lambda found: _any_url(found[0]), line)
    line = re.sub(r"(?<!\S)[?&]\S+", lambda found: _parameters(found[0], 0), line)
    line = _ASSIGNED.sub(lambda found: found[1] + _masked(found[2]), line)
    return _JWT.sub(_mask_match, line)


def _any_url(url: str) -> str:
    if "://" in url:
        return mask_url(url)
    if url.startswith("//"):
        return mask_url("http:" + url).removeprefix("http:")
    return "/" + _local(url[1:], 0)


def is_masked(url: str) -> bool:
    """Whether something was masked in the URL: then it no longer leads anywhere."""
    return _MARK in url or f"//{_USER}" in url


def _mask_match(found: re.Match[str]) -> str:
    return _masked(found[0])


def _masked(secret: str) -> str:
    if secret.startswith(_MARK):
        return secret
    return _MARK + hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:8]
