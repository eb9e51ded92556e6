"""url_key: the frozen normal form (v1) of a URL, from which article ids are made.

``url_key`` never leads to a request; it only says which URLs are one page. It uses the standard library alone and its own list
of tracking parameters: a newer library that cleans differently would move every article id. A change of any rule is a
v2.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit

import ada_url

from acta.characters import storable

URL_KEY_VERSION = 1
_TRACKING = re.compile(
    r"(?:utm|pk|piwik|matomo|mtm|mc|hsa|_hs|oly|vero|itm|ga|__twitter|fb_action)_\w+|_hsenc|_hsmi|wt[._]\w+"
    r"|at_(?:medium|campaign|custom\w*|link\w*|format|ptr\w*|bbc\w*|type|origin)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|twclid|yclid|ysclid|msclkid|ttclid|irclickid|li_fat_id|rdt_cid|s_cid|ef_id"
    r"|epik|igsh|igshid|srsltid|_openstat|gad_source|gad_campaignid|_ga|_gl|mkt_tok|fb_source|fb_ref"
    r"|ncid|cmpid|cmp|ocid|xtor|smid|smtyp|icid|ito|ftag|taid|spm|sref|soc_src|soc_trk|trk|trkcampaign|guccounter"
    r"|guce_referrer|guce_referrer_sig|ref_src|ref_url|referrer|traffic_source|campaign|campaign_id|partner"
    r"|phpsessid|jsessionid|sessionid|session_id",
    re.IGNORECASE,
)
_ONLY_AMP = {"amp": {"", "1", "true"}, "outputtype": {"amp"}}
_PATH_SAFE = "/:@!$&'()*+,;=~-._"
_DEFAULT_PORT = {"http": 80, "https": 443}


def url_key(url: str) -> str | None:
    """The normal form of an http(s) URL, or None when it is none.

    Scheme and host in lower case (IDN as punycode), no user, no default port, no fragment, dot segments resolved,
    escapes normalised, tracking and session parameters dropped, the query sorted, an AMP twin mapped to its page.
    """
    try:
        parts = urlsplit(re.sub(r"[\t\r\n]", "", storable(url)).strip().replace("\\", "/"))
        scheme, host, port = parts.scheme.lower(), _host(parts.hostname or ""), parts.port
        if scheme not in _DEFAULT_PORT or not host:
            return None
        netloc = host if port in (None, _DEFAULT_PORT[scheme]) else f"{host}:{port}"
        return f"{scheme}://{netloc}{_path(parts.path)}{_query(parts.query)}"
    except ValueError:  # also more than a thousand parameters
        return None


def absolute(link: str, base: str, keep_fragment: bool = False) -> str | None:
    """The absolute http(s) URL of a link found at ``base``, as the WHATWG standard resolves it; None for any other scheme.

    Without its fragment unless that is to be kept. What the standard refuses, such as a port of six digits, stays as written:
    the fetch refuses it, and that is a row.
    """
    try:
        joined = ada_url.URL(storable(link), base=base or None)
    except ValueError:
        return _refused(storable(link).strip(), base, keep_fragment)
    if joined.protocol not in ("http:", "https:") or not joined.hostname:
        return None
    if not keep_fragment:
        joined.hash = ""
    return str(joined.href)


def _refused(link: str, base: str, keep_fragment: bool) -> str | None:
    try:
        joined = urljoin(base, link)
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORT or not parts.hostname:
        return None
    return joined if keep_fragment else parts._replace(fragment="").geturl()


def host_of(url: str) -> str:
    """``host:port`` of a URL, in lower case: the unit of politeness and of robots.txt."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return f"{(parts.hostname or '').lower()}:{parts.port or _DEFAULT_PORT.get(scheme, 0)}"


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{ipaddress.ip_address(host).compressed}]"
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return re.sub(r"^amp\.", "www.", host)


def _escape(text: str, safe: str) -> str:
    """One spelling for one string of bytes: what need not be escaped is not, hex digits are upper case."""
    kept = re.split(
        r"(%(?:2F|3F|23|25|26|3D|2B|3B)|%00)", text, flags=re.IGNORECASE
    )  # escapes that mean something else bare
    return "".join(
        part.upper() if number % 2 else quote(unquote_to_bytes(part), safe=safe) for number, part in enumerate(kept)
    )


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in re.sub(r"/{2,}", "/", _escape(path, _PATH_SAFE)).split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    if path.endswith(("/.", "/..")):
        segments.append("")
    segments = [re.sub(r";jsessionid=[^/]*$", "", segment, flags=re.IGNORECASE) for segment in segments]
    while segments and segments[-1] == "":
        segments.pop()  # /a/ and /a are one page
    if len(segments) > 1 and segments[-1].lower() in ("amp", "amp.html"):
        segments.pop()
    elif len(segments) > 1 and segments[0].lower() == "amp":
        segments.pop(0)
    if segments:
        segments[-1] = re.sub(r"\.amp(?=$|\.html?$)", "", segments[-1], flags=re.IGNORECASE)
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", max_num_fields=1000)
    kept = sorted((name, value) for name, value in pairs if name and not _is_noise(name, value))
    text = "&".join(f"{_quoted(name)}={_quoted(value)}" if value else _quoted(name) for name, value in kept)
    return f"?{text}" if text else ""


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogateescape"), safe="/:@!$'()*,;~-._")


def _is_noise(name: str, value: str) -> bool:
    lower = name.lower()
    if lower in _ONLY_AMP:
        return value.lower() in _ONLY_AMP[lower]
    return _TRACKING.fullmatch(name) is not None
