"""GitHub's GraphQL on loopback: every query is held to GitHub's own schema (npm @octokit/graphql-schema)."""

from __future__ import annotations

import json
import re
import sys
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from graphql import GraphQLError, build_schema, graphql_sync

from tests.needed import npm
from tests.web import TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLSchema


@cache
def schema() -> GraphQLSchema:
    """Return GitHub's schema, read without its descriptions, and without measuring the lines of who reads it."""
    text = npm("@octokit/graphql-schema/schema.graphql").read_text(encoding="utf-8")
    tracer = sys.gettrace()  # of this thread alone: a server's may be the first to ask, while tests run in others
    sys.settrace(None)
    try:
        return build_schema(re.sub(r'"""[\s\S]*?"""', "", text), assume_valid=True)
    finally:
        sys.settrace(tracer)


class GitHub:
    """A GitHub with some repositories and accounts, which counts queries.

    `repositories` maps "owner/name" to what a Repository holds, or to the type of the error that comes in its place;
    `accounts` maps a login to its number of public repositories. `answers` come first, one a query: a status, or a
    status and a whole body.
    """

    def __init__(
        self, repositories: Mapping[str, Any], accounts: Mapping[str, int], answers: tuple[Any, ...] = ()
    ) -> None:
        self.repositories, self.accounts, self.answers = repositories, accounts, list(answers)
        self.queries: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Start serving."""
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: dict[str, Any]) -> tuple[int, str]:
        """Answer a query as GitHub does: data and errors side by side, each error with its type and path."""
        self.queries.append(asked)
        if self.answers:
            given = self.answers.pop(0)
            return given if isinstance(given, tuple) else (given, json.dumps({"message": "no"}))
        root = {"repository": self._repository, "repositoryOwner": self._owner}
        result = graphql_sync(schema(), asked["query"], root, variable_values=asked["variables"])
        told: dict[str, Any] = {"data": result.data}
        if result.errors:
            told["errors"] = [
                {"type": (error.extensions or {}).get("type"), "path": error.path, "message": error.message}
                for error in result.errors
            ]
        return 200, json.dumps(told)

    def _repository(self, _: Any, owner: str, name: str, **_more: Any) -> Any:
        found = self.repositories.get(f"{owner}/{name}", "NOT_FOUND")
        if isinstance(found, str):
            raise GraphQLError("Could not resolve to a Repository.", extensions={"type": found})
        return {"isEmpty": False, **found}

    def _owner(self, _: Any, login: str) -> Any:
        if login not in self.accounts:
            return None
        return {"__typename": "Organization", "repositories": {"totalCount": self.accounts[login]}}


def _handler(github: GitHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signed = TOKEN in self.headers.get("Authorization", "") and self.path == "/graphql"
            status, text = github.answer(json.loads(body)) if signed else (401, '{"message": "Bad credentials"}')
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
