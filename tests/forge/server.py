"""HTTP for the GitHub of the tests."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.forge import openapi
from tests.forge.api import Asked, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.forge.api import Hub
    from tests.forge.troubles import Trouble

TOKEN = "ghs_a-secret-of-the-tests"  # noqa: S105 - of no real account
_BASIC = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()


@dataclass
class Forge:
    """What the server holds, what it was asked, and what it does wrong.

    `asked` lists "METHOD path" of API requests, `fetched` those of git. A private repository asks git for the token.
    """

    hub: Hub
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    private: bool = False
    ends: threading.Event = field(default_factory=threading.Event)
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return self.hub.url

    @property
    def git(self) -> Any:
        return self.hub.git

    @property
    def writes(self) -> list[str]:
        """Return what was asked to be written."""
        return [each for each in self.asked if not each.startswith("GET ")]

    def trouble(self, line: str) -> Trouble | None:
        """Return what goes wrong with this request, once less from now on."""
        with self.one_at_a_time:
            for trouble in self.troubles:
                if trouble.times and re.search(trouble.asked, line):
                    trouble.times -= 1
                    return trouble
        return None

    def answer(self, method: str, path: str, asked: Asked) -> tuple[int, Any]:
        """Carry out a request of the REST API, and hold both ways to GitHub's description."""
        line = f"{method} {path}"
        try:
            operation = openapi.find(method, path)
        except LookupError:
            self.violations.append(f"{line}: GitHub has no such call")
            return refused(404, "Not Found")
        faults = operation.faults_of_query(asked.query) + operation.faults_of_request(asked.body)
        self.violations += [f"{line}: asked: {fault}" for fault in faults]
        with self.one_at_a_time:
            status, given = self.hub.carry_out(method, unquote(path.removeprefix("/repos/o/n")), asked)
        if status >= 400:
            return status, given
        answered = operation.answer(status, given)
        self.violations += [f"{line}: answered: {fault}" for fault in operation.faults_of_answer(status, answered)]
        return status, answered


class Handler(BaseHTTPRequestHandler):
    """Answers for the forge of a subclass."""

    forge: Forge

    def _any(self) -> None:
        split = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if split.path.startswith("/o/n.git/"):
            self._git(split.path, split.query, sent)
            return
        line = f"{self.command} {split.path.removeprefix('/repos/o/n')}"
        self.forge.asked.append(line)
        trouble = self.forge.trouble(line)
        if trouble is not None and trouble.status:
            body = json.dumps(refused(0, trouble.message)[1]) if trouble.body is None else trouble.body
            self._send(trouble.status, body.encode(), trouble.headers)
            return
        if trouble is not None and trouble.before is not None:
            trouble.before()
        status, answered = self._answer(split.path, split.query, sent)
        text = b"" if answered is None else json.dumps(answered).encode()
        if trouble is None or trouble.before is not None:
            self._send(status, text, {})
        elif trouble.cut:
            self._send(status, text[: len(text) // 2], {"Content-Length": str(len(text))})
        else:
            self.forge.ends.wait(trouble.hangs)
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _any  # noqa: N815 - the base class's names

    def _answer(self, path: str, query: str, sent: bytes) -> tuple[int, Any]:
        signed = self.headers.get("Authorization")
        if signed not in (f"token {TOKEN}", f"Bearer {TOKEN}", None):
            return refused(401, "Bad credentials")
        if signed is None and self.command != "GET":
            return refused(401, "Requires authentication")
        body = json.loads(sent) if sent else None
        if path == "/user":  # a workflow's token is nobody's
            return refused(403, "Resource not accessible by integration")
        if path == "/graphql":
            return 200, self.forge.hub.graphql(body)
        return self.forge.answer(self.command, path, Asked(parse_qs(query), body))

    def _git(self, path: str, query: str, sent: bytes) -> None:
        """Serve a clone or a fetch by git's own program."""
        self.forge.fetched.append(f"{self.command} {path}")
        given = self.headers.get_all("Authorization") or []
        if self.forge.private and given != [f"basic {_BASIC}"]:
            self._send(401 if len(given) < 2 else 400, b"", {"WWW-Authenticate": 'Basic realm="GitHub"'})
            return
        environment = {
            "GIT_PROJECT_ROOT": str(self.forge.git.folder), "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path.removeprefix("/o/n.git"), "QUERY_STRING": query, "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers["Content-Type"] or "", "CONTENT_LENGTH": str(len(sent)),
            "HTTP_CONTENT_ENCODING": self.headers["Content-Encoding"] or "",
            "GIT_PROTOCOL": self.headers["Git-Protocol"] or "",
        }  # fmt: skip
        done = subprocess.run(
            ["git", "http-backend"], input=sent, capture_output=True, check=True, env=os.environ | environment
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self._send(int(headers.pop("Status", "200")[:3]), content, headers)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        standard = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(content))}
        for name, value in {**standard, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def handler(forge: Forge) -> type[BaseHTTPRequestHandler]:
    """Return the class that answers for a forge."""
    return type("ForgeHandler", (Handler,), {"forge": forge})
