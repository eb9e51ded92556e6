"""The SSRF guard: what a fetch may connect to, decided anew on every hop.

Only http and https on their usual ports, only hosts all of whose addresses are public, and the connection goes to the
very address that was checked (ssrfguard pins it), so a name that changes its mind between check and connect gains
nothing. The one exception is an explicit set of (address, port) that the *caller* passes, never a source file or a
redirect.
"""

from __future__ import annotations

from ipaddress import ip_network
from urllib.parse import urlsplit

from ssrfguard import Policy

from acta.collect.deadline import DeadlineAdapter

Allowance = frozenset[tuple[str, int]]
MAX_REDIRECTS = 5
NOTHING: Allowance = frozenset()


class Guard:
    """Hands out the adapter that may carry a request for a URL, or raises ssrfguard's SSRFGuardError."""

    def __init__(self, allow: Allowance = NOTHING) -> None:
        self.allow = allow
        self._public = DeadlineAdapter(Policy())
        self._local: dict[tuple[str, int], DeadlineAdapter] = {}

    def adapter(self, url: str) -> DeadlineAdapter:
        """The adapter for this hop. Its policy is enforced again where the socket is opened."""
        place = _place(url)
        if place in self.allow:
            if place not in self._local:
                policy = Policy(allowed_networks=(ip_network(place[0]),), allowed_ports=frozenset({place[1]}))
                self._local[place] = DeadlineAdapter(policy)
            chosen = self._local[place]
        else:
            chosen = self._public
        chosen.policy.check_url(url)
        return chosen

    def close(self) -> None:
        for adapter in (self._public, *self._local.values()):
            adapter.close()


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "", parts.port or 0)
    except ValueError:
        return ("", 0)
