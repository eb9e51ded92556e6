"""Why an exchange broke: an exception of any layer → a verdict with a reason code and one line."""

from __future__ import annotations

from acta.collect.outcomes import Verdict

_CAUSES = {
    "bad_url": {
        "InvalidURL",
        "InvalidSchema",
        "MissingSchema",
        "LocationParseError",
        "UnicodeError",
        "UnicodeEncodeError",
    },
    "dns": {"NameResolutionError", "gaierror"},
    "tls": {"SSLError", "SSLCertVerificationError", "CertificateError"},
    "timeout": {"ConnectTimeoutError", "ReadTimeoutError", "ConnectTimeout", "ReadTimeout", "TimeoutError"},
    "bad_encoding": {"DecodeError", "ContentDecodingError"},
    "connection": {"NewConnectionError", "ConnectionRefusedError"},
    "broken_transfer": {
        "ProtocolError",
        "IncompleteRead",
        "ConnectionResetError",
        "RemoteDisconnected",
        "BadStatusLine",
    },
}
_SAYS = {
    "bad_url": "not a URL that can be asked for",
    "dns": "the host name is not known",
    "tls": "the secure connection failed",
    "timeout": "no answer in time",
    "bad_encoding": "the compressed body cannot be read",
    "connection": "no connection to the host",
    "broken_transfer": "the transfer broke off",
}
MAX_DEPTH = 20


def explain(error: BaseException) -> Verdict:
    """The verdict of a failed exchange. requests wraps urllib3, which wraps http.client: every layer is asked."""
    causes: list[BaseException] = []
    pending: list[object] = [error]
    while pending and len(causes) < MAX_DEPTH:
        cause = pending.pop()
        if isinstance(cause, BaseException) and cause not in causes:
            causes.append(cause)
            pending += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    names = {type(cause).__name__ for cause in causes}
    text = str(causes[-1]) or type(error).__name__
    for reason, kinds in _CAUSES.items():
        if names & kinds:
            return Verdict("rejected" if reason == "bad_url" else "failed", reason, f"{_SAYS[reason]}: {text}")
    return Verdict("failed", "connection", f"the exchange failed: {text}")
