"""One request and its answer, as values: no redirect followed, no fault raised, no more bytes than allowed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
import urllib3

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
        self._session.headers.update({"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "identity"})
        self._session.cookies.set_policy(NoCookies())
        adapter = guarded_adapter(resolve, self._deadline, allow_private=allow_private)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, url: str) -> Page | Failure:
        """Ask for one page."""
        try:
            with self._open(url, self._limits) as response:
                body = response.raw.read(self._limits.max_bytes, decode_content=True)
                complete = len(body) < self._limits.max_bytes or not response.raw.read(1, decode_content=True)
                headers = {name.lower(): value for name, value in response.headers.items()}
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
