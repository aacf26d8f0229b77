"""A GitHub of our own on loopback: one repository, « o/n », with its REST, GraphQL and git over HTTP.

Every request and every answer is held to GitHub's own descriptions; what differs is gathered in `violations`, which
`served` requires to be empty at its end.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.forge.api import Hub, add_comment
from tests.forge.repository import Repository, make_repository
from tests.forge.server import TOKEN, Forge, handler
from tests.forge.troubles import ALWAYS, Trouble, primary_limit, secondary_limit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ALWAYS",
    "TOKEN",
    "Forge",
    "Hub",
    "Repository",
    "Trouble",
    "add_comment",
    "make_repository",
    "primary_limit",
    "secondary_limit",
    "served",
]


@contextmanager
def served(git: Repository) -> Iterator[Forge]:
    """Serve a repository until the end of the block."""
    forge = Forge(Hub(git))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(forge))
    server.daemon_threads = True
    forge.hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield forge
    finally:
        forge.ends.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert not forge.violations, forge.violations
