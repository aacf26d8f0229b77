"""One request at a time, on a web of our own."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from startup_stats.probing import connections, guard
from startup_stats.probing.connections import Deadline, system_resolver
from startup_stats.probing.web import Failure, Limits, Page, Web, header_text
from tests.web import Reply, Served, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = Limits(max_bytes=50_000, connect=1.0, read=0.6, total=1.2)
PAGES = {
    "a.example/": Reply(body="bonjour", headers={"X-Tra": "é", "Set-Cookie": "a=b"}),
    "a.example/moved": Reply(302, headers={"Location": "/"}),
    "a.example/moved-far": Reply(302, headers={"Location": "/arrivée"}),
    "a.example/brotli": Reply(body="\x8b\x1f", headers={"Content-Encoding": "br"}),
    "a.example/zstd": Reply(body="\x8b\x1f", headers={"Content-Encoding": "gzip, Zstd"}),
    "a.example/identity": Reply(body="bonjour", headers={"Content-Encoding": "Identity"}),
    "a.example/no-gzip": Reply(body="bonjour", headers={"Content-Encoding": "gzip"}),
    "a.example/late": Reply(body="tard", delay=0.3),
    "a.example/hang": Reply(way="hang"),
    "a.example/reset": Reply(way="reset"),
    "a.example/garbage": Reply(way="garbage"),
    "a.example/short": Reply(way="short"),
    "a.example/slow-headers": Reply(way="trickle-headers"),
    "a.example/slow-body": Reply(way="trickle-body"),
    "a.example/large": Reply(way="large"),
    "a.example/bomb": Reply(way="bomb"),
    "a.example/exact": Reply(body="x" * 50_000),
    "a.example/busy": Reply(503),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served(PAGES) as web:
        yield web


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    made = Web("startup-stats (+https://contact.example)", resolve=resolve, allow_private=True, limits=QUICK)
    yield made
    made.close()


# path, scheme → what comes: status, body's length and whether it is whole; or the reason.
ANSWERS: dict[str, tuple[str, str, object]] = {
    "a page": ("a.example/", "http", (200, 7, True)),
    "no page": ("a.example/none", "http", (404, 0, True)),
    "a redirect is an answer": ("a.example/moved", "http", (302, 0, True)),
    "an encoding that nobody asked for": ("a.example/brotli", "http", "encoding"),
    "one of two encodings": ("a.example/zstd", "http", "encoding"),
    "no encoding, by its name": ("a.example/identity", "http", (200, 7, True)),
    "an encoding that it is not in": ("a.example/no-gzip", "http", "bad-response"),
    "a late page": ("a.example/late", "http", (200, 4, True)),
    "a host that never answers": ("a.example/hang", "http", "timeout"),
    "a connection cut": ("a.example/reset", "http", "reset"),
    "no HTTP": ("a.example/garbage", "http", "bad-response"),
    "less than announced": ("a.example/short", "http", "bad-response"),
    "headers that trickle in": ("a.example/slow-headers", "http", "timeout"),
    "a body that trickles in": ("a.example/slow-body", "http", "timeout"),
    "20 MB": ("a.example/large", "http", (200, 50_000, False)),
    "a gzip bomb": ("a.example/bomb", "http", (200, 50_000, False)),
    "just as much as is kept": ("a.example/exact", "http", (200, 50_000, True)),
    "no TLS": ("a.example/", "https", "tls"),
    "no such name": ("www.missing/", "http", "name-not-found"),
    "a resolver that fails": ("www.unresolved/", "http", "name-unresolved"),
}


@pytest.mark.parametrize(("place", "scheme", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_answers(served: Served, web: Web, place: str, scheme: str, expected: object) -> None:
    started = time.monotonic()
    answer = web.get(served.url(place, scheme))
    told = answer.reason if isinstance(answer, Failure) else (answer.status, len(answer.body), answer.complete)
    assert told == expected
    assert time.monotonic() - started < QUICK.total + 4, "others may be at work, but nobody waits for a page for ever"


def test_nobody_listens(web: Web) -> None:
    assert web.get("http://a.example:9/") == Failure("refused")


def test_connections_are_kept_and_cookies_are_not(served: Served, web: Web) -> None:
    answers = [web.get(served.url("a.example/")) for _ in range(2)]
    assert all(isinstance(answer, Page) and answer.headers["x-tra"] == "é" for answer in answers)
    assert served.seen()["cookies"] == 0


def test_headers_are_read_as_they_are_written(served: Served, web: Web) -> None:
    """In UTF-8, as browsers take them; what is none stays as http.client gives it."""
    moved = web.get(served.url("a.example/moved-far"))
    assert isinstance(moved, Page)
    assert moved.headers["location"] == "/arrivée"
    assert header_text("caf\xe9") == "café"
    assert header_text("/arriv\u00c3\u00a9e") == "/arrivée"
    assert header_text("\u20ac") == "€"


def test_a_large_file_comes_in_pieces(served: Served, web: Web) -> None:
    pieces = list(web.chunks(served.url("a.example/large"), Limits(max_bytes=1_000_000, total=5)))
    assert sum(len(piece) for piece in pieces if isinstance(piece, bytes)) == 1_000_000
    assert len(pieces) > 20
    assert list(web.chunks(served.url("a.example/busy"), QUICK)) == [Failure("http-503")]
    assert list(web.chunks(served.url("a.example/slow-body"), QUICK))[-1] == Failure("timeout")
    assert list(web.chunks(served.url("a.example/brotli"), QUICK)) == [Failure("encoding")]
    assert list(web.chunks(served.url("a.example/"), QUICK)) == [b"bonjour"]


def test_a_name_that_turns_private_is_not_followed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address looked at is the one connected to, and another one is looked at again."""
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.2")
    answers = iter(["127.0.0.2", "127.0.0.1"])
    web = Web("x", resolve=lambda _: [next(answers)], limits=QUICK)
    # The web of these tests listens on 127.0.0.1 alone, so that this one can't be it.
    assert web.get(served.url("rebinding.example/")) == Failure("refused")
    assert web.get(served.url("rebinding.example/")) == Failure("forbidden-address")
    web.close()


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_private_addresses_are_not_asked(served: Served, address: str) -> None:
    web = Web("x", resolve=lambda _: [address])
    assert web.get(served.url("a.example/")) == Failure("forbidden-address")
    nobody = Web("x", resolve=lambda _: [])
    assert nobody.get("http://a.example/") == Failure("name-unresolved")
    web.close()
    nobody.close()


def test_the_system_resolves_names() -> None:
    assert "127.0.0.1" in system_resolver("localhost")


def test_a_second_address_is_tried(served: Served) -> None:
    web = Web("x", resolve=lambda _: ["127.0.0.9", "127.0.0.1"], allow_private=True, limits=QUICK)
    assert isinstance(web.get(served.url("a.example/")), Page)
    web.close()


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    """A real TLS handshake, with a certificate of our own."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=a.example", "-addext", "subjectAltName=DNS:a.example",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"https://a.example:{listening.getsockname()[1]}/"

        def serve() -> None:
            for _ in range(2):
                connection = listening.accept()[0]
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(4096)
                        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nsec")
                        secure.unwrap()
                except OSError:
                    connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        untrusting = Web("x", resolve=lambda _: ["127.0.0.1"], allow_private=True, limits=QUICK)
        assert untrusting.get(url) == Failure("tls")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connections, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "cert.pem"))
            trusting = Web("x", resolve=lambda _: ["127.0.0.1"], allow_private=True, limits=QUICK)
        answer = trusting.get(url)
        assert isinstance(answer, Page)
        assert answer.body == b"sec"
        untrusting.close()
        trusting.close()  # which the server waits for
        thread.join(3)
        assert not thread.is_alive()


def test_a_deadline_holds_whatever_trickles_in() -> None:
    now = [0.0]
    deadline = Deadline(lambda: now[0])
    with socket.socket() as waiting:
        deadline.allow(waiting)
        assert waiting.gettimeout() is None
        waiting.settimeout(3)
        deadline.set(5)
        deadline.allow(waiting)
        assert waiting.gettimeout() == 3
        waiting.settimeout(None)
        now[0] = 4
        deadline.allow(waiting)
        assert waiting.gettimeout() == 1
        now[0] = 5
        with pytest.raises(TimeoutError):
            deadline.allow(waiting)
