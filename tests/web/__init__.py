"""A small web on loopback, in a process of its own: what each page does is written in a table.

`with Served(pages) as web` starts it; `pages` maps "host/path" to a Reply. Every name leads to it by `resolve`;
`web.url("host/path")` gives the address with its port. `web.seen()` tells what each host was asked.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What GitHub knows here whoever asks by (tests/web/github.py).
TOKEN = "gho_a-secret-of-the-tests"  # noqa: S105 - of no real account


@dataclass(frozen=True)
class Reply:
    """What a page does: answer after `delay` seconds, or misbehave in its `way` (see tests/web/server.py).

    With `then`, requests after the first get that.
    """

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    way: str = "answer"
    then: Reply | None = None


def resolve(host: str) -> Sequence[str]:
    """Lead every name to loopback, but those below `missing` (no such name) and `unresolved` (the resolver fails)."""
    if host.endswith("missing"):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    if host.endswith("unresolved"):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")
    return ["127.0.0.1"]


class Served:
    """A running web."""

    def __init__(self, pages: Mapping[str, Reply]) -> None:
        self._pages = pages

    def __enter__(self) -> Self:
        """Start the server and wait for its port."""
        self._folder = tempfile.TemporaryDirectory()
        table = Path(self._folder.name) / "pages.json"
        table.write_text(json.dumps({place: asdict(reply) for place, reply in self._pages.items()}))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.server", str(table)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._folder.cleanup()

    def url(self, place: str, scheme: str = "http") -> str:
        """Return the address of a page."""
        host, slash, path = place.partition("/")
        return f"{scheme}://{host}:{self.port}{slash}{path}"

    def seen(self) -> dict[str, Any]:
        """Return, by host, how many requests came, and how many at once at most."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/__seen") as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    def wait_until_stuck(self, host: str, requests: int) -> None:
        """Wait until so many requests came to a host and one of them is left, and for what is done with the others."""
        deadline = time.monotonic() + 60
        while (seen := self.seen())["requests"].get(host, 0) < requests or seen["now"].get(host) != 1:
            assert time.monotonic() < deadline, seen
            time.sleep(0.05)
        time.sleep(2.5)
