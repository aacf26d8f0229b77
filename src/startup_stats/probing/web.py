"""One request and its answer, as values: no redirect followed, no fault raised, no more bytes than allowed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
import urllib3
from urllib3.response import HTTPResponse

from startup_stats.probing.connections import Deadline, NoCookies, guarded_adapter, system_resolver
from startup_stats.probing.faults import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.probing.guard import Resolver

# Enough for any page's footer; a mention further down than this is `truncated`.
MAX_BYTES = 256 * 1024
_CHUNK = 32 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its status, the headers by lower-case name, the first bytes; `complete` when those are all."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer, and why: a code of standards.reasons."""

    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: bytes kept; seconds to connect, between two bytes, and in all."""

    max_bytes: int = MAX_BYTES
    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0


# As a French reader's browser asks, but for encodings: some sites answer 404 to who does not ask for a page.
_ASKED = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr",
    "Accept-Encoding": "identity",
}
# What may come all the same and is decoded here, by urllib3.
_DECODED = frozenset(("", "identity", *HTTPResponse.CONTENT_DECODERS))
_FAULTS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)


class Web:
    """Asks pages over one session, whose connections are kept, and go only where the guard permits."""

    def __init__(
        self,
        user_agent: str,
        *,
        resolve: Resolver = system_resolver,
        allow_private: bool = False,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._deadline = Deadline(clock)
        self._session = requests.Session()
        self._session.trust_env = False  # neither a proxy nor ~/.netrc: requests go where the guard looked
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": user_agent, **_ASKED})
        self._session.cookies.set_policy(NoCookies())
        adapter = guarded_adapter(resolve, self._deadline, allow_private=allow_private)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, url: str) -> Page | Failure:
        """Ask for one page."""
        try:
            with self._open(url, self._limits) as response:
                headers = {name.lower(): header_text(value) for name, value in response.headers.items()}
                if not _is_decoded(headers.get("content-encoding", "")):
                    return Failure("encoding")
                body = response.raw.read(self._limits.max_bytes, decode_content=True)
                complete = len(body) < self._limits.max_bytes or not response.raw.read(1, decode_content=True)
                return Page(url, response.status_code, headers, body, complete)
        except _FAULTS as error:
            return Failure(reason_of(error))

    def chunks(self, url: str, limits: Limits) -> Iterator[bytes | Failure]:
        """Ask for a large file and hand it over piece by piece; a fault comes as the last piece."""
        left = limits.max_bytes
        try:
            with self._open(url, limits) as response:
                if response.status_code != requests.codes.ok:
                    yield Failure(f"http-{response.status_code}")
                    return
                if not _is_decoded(response.headers.get("content-encoding", "")):
                    yield Failure("encoding")
                    return
                while left > 0 and (piece := response.raw.read(min(_CHUNK, left), decode_content=True)):
                    left -= len(piece)
                    yield piece
        except _FAULTS as error:
            yield Failure(reason_of(error))

    def close(self) -> None:
        """End the connections that are kept."""
        self._session.close()

    def _open(self, url: str, limits: Limits) -> requests.Response:
        self._deadline.set(limits.total)
        return self._session.get(url, stream=True, allow_redirects=False, timeout=(limits.connect, limits.read))


def header_text(value: str) -> str:
    """Read a header as the UTF-8 that it is written in; http.client reads each of its bytes as a character."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _is_decoded(encodings: str) -> bool:
    """Say whether a body is what its page is: in no encoding that is left."""
    return all(each.strip().lower() in _DECODED for each in encodings.split(","))
