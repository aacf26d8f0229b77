"""Connections that go to the very address that the guard looked at, and that no slow host can hold for long."""

from __future__ import annotations

import socket
import ssl
import threading
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from startup_stats.probing.guard import permitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from startup_stats.probing.guard import Resolver

# Of a name with many addresses, as many are tried.
_MOST_ADDRESSES = 3
# One pool a host; the oldest unused are dropped.
_POOLS = 512


def system_resolver(host: str) -> Sequence[str]:
    """Ask the system's resolver for a name's addresses."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


class NoCookies(DefaultCookiePolicy):
    """Keeps none and sends none: what a site sees of a visit does not depend on the visit before."""

    def set_ok(self, *_: Any) -> bool:
        """Refuse a cookie."""
        return False


class Deadline(threading.local):
    """When the request of this thread must be over; a time-out alone starts anew with each byte that trickles in."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: float | None = None

    def set(self, seconds: float) -> None:
        """Start counting."""
        self._until = self._clock() + seconds

    def allow(self, sock: socket.socket) -> None:
        """Let a socket wait no longer than what is left; raises TimeoutError when nothing is."""
        if self._until is None:
            return
        left, waits = self._until - self._clock(), sock.gettimeout()
        if left <= 0:
            raise TimeoutError
        if waits is None or waits > left:
            sock.settimeout(left)


def guarded_adapter(resolve: Resolver, deadline: Deadline, *, allow_private: bool) -> HTTPAdapter:
    """Return an adapter whose connections resolve through the guard and keep the deadline."""
    plain, encrypted = _socket_types(deadline)

    def connected(connection: HTTPConnection) -> socket.socket:
        failed: OSError = socket.gaierror(socket.EAI_AGAIN, connection.host)
        for address in permitted(connection.host, resolve, allow_private=allow_private)[:_MOST_ADDRESSES]:
            sock = plain(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
            try:
                sock.settimeout(connection.timeout)
                sock.connect((address, connection.port))
            except OSError as error:
                sock.close()
                failed = error
            else:
                return sock
        raise failed

    context = create_urllib3_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    context.sslsocket_class = encrypted

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **named: Any) -> None:
            super().init_poolmanager(*args, **named, ssl_context=context)
            self.poolmanager.pool_classes_by_scheme = _pool_types(connected)

        def cert_verify(self, conn: Any, *_: Any) -> None:
            # requests would read all authorities again for each host, 10 ms of a core each.
            conn.cert_reqs = "CERT_REQUIRED"

    return Adapter(pool_connections=_POOLS, pool_maxsize=4, max_retries=0)


def _socket_types(deadline: Deadline) -> tuple[type[socket.socket], type[ssl.SSLSocket]]:
    class Plain(socket.socket):
        def recv_into(self, *args: Any, **named: Any) -> int:
            deadline.allow(self)
            return super().recv_into(*args, **named)

    class Encrypted(ssl.SSLSocket):
        def recv_into(self, *args: Any, **named: Any) -> int:
            deadline.allow(self)
            return super().recv_into(*args, **named)

    return Plain, Encrypted


def _pool_types(connected: Callable[[HTTPConnection], socket.socket]) -> dict[str, type[HTTPConnectionPool]]:
    class Http(HTTPConnection):
        _new_conn = connected

    class Https(HTTPSConnection):
        _new_conn = connected

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = Https

    return {"http": HttpPool, "https": HttpsPool}
