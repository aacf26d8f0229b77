"""What went wrong with a request, as a code: requests and urllib3 wrap the same few causes in many ways."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import TYPE_CHECKING

import requests
import urllib3

from startup_stats.probing.guard import ForbiddenAddressError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the resolver says when there is no such name; anything else may be its own fault.
_NO_SUCH_NAME = (socket.EAI_NONAME, socket.EAI_NODATA)
_MOST_CAUSES = 12

# From the most telling to the least: the first kind found among an error's causes decides.
_REASONS: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
    ("forbidden-address", (ForbiddenAddressError,)),
    ("name-unresolved", (socket.gaierror,)),
    ("tls", (ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError)),
    ("timeout", (TimeoutError, urllib3.exceptions.TimeoutError, requests.Timeout)),
    ("refused", (ConnectionRefusedError,)),
    ("reset", (ConnectionError, http.client.RemoteDisconnected)),
    ("bad-response", (http.client.HTTPException, urllib3.exceptions.HTTPError, requests.RequestException, ValueError)),
)


def reason_of(error: BaseException) -> str:
    """Return the code of what kept a request from being answered; `refused` for what has no other name."""
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) and cause.errno in _NO_SUCH_NAME for cause in causes):
        return "name-not-found"
    # ConnectTimeout of requests is also a ConnectionError of its own, which is no fault of a connection.
    return next((reason for reason, kinds in _REASONS if any(isinstance(cause, kinds) for cause in causes)), "refused")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it wraps, wherever that is kept."""
    waiting, seen = [error], 0
    while waiting and seen < _MOST_CAUSES:
        cause = waiting.pop(0)
        seen += 1
        yield cause
        kept = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting += [inner for inner in kept if isinstance(inner, BaseException)]
