"""The comment on a pull request, against an HTTP server that answers as GitHub's REST API does."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from startup_stats import action
from startup_stats.publishing.access import Access
from startup_stats.publishing.client import Client, Clock, Limits
from startup_stats.publishing.comment import MARKER, MAX_COMMENT, keep_comment
from tests.sites import TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from startup_stats.language import Text

TOKEN = "s3cr3t"  # noqa: S105 - made up


@dataclass
class Forge:
    """What the server holds and was asked; `refuses` is the status of every write, `silent` closes connections."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refuses: int = 0
    silent: bool = False

    login: str | None = None

    def get(self, path: str) -> tuple[int, Any]:
        if path == "/user":
            refused = {"message": "Resource not accessible by integration"}
            return (403, refused) if self.login is None else (200, {"login": self.login})
        comments = path.endswith("/comments")
        return 200, self.comments if comments else {"number": 7, "url": f"{self.url}/repos/o/n/issues/7"}

    def add(self, body: str | None, kind: str | None = "Bot", login: str = "x") -> None:
        number = len(self.comments) + 1
        url = f"{self.url}/repos/o/n/issues/comments/{number}"
        user = None if kind is None else {"login": login, "type": kind}
        self.comments.append({"id": number, "url": url, "body": body, "user": user})


@pytest.fixture
def forge() -> Iterator[Forge]:
    held = Forge()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*held.get(urlsplit(self.path).path))

        def do_POST(self) -> None:
            self._write(held.add)

        def do_PATCH(self) -> None:
            number = int(self.path.rpartition("/")[2])
            self._write(lambda body: held.comments[number - 1].update(body=body))

        def _write(self, keep: Any) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if held.refuses:
                self._answer(held.refuses, {"message": "Resource not accessible by integration"})
                return
            keep(sent["body"])
            self._answer(201, held.comments[-1])

        def _answer(self, status: int, value: Any) -> None:
            held.asked.append(f"{self.command} {self.path}")
            if held.silent:
                self.connection.close()
                return
            assert self.headers["Authorization"] == f"token {TOKEN}"
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def asked(forge: Forge) -> Iterator[Client]:
    clock = Clock(lambda: 0.0, lambda _: None, lambda: 0.0)
    with Client(Access("o/n", TOKEN, forge.url), clock, Limits(answer=5, spacing=0)) as client:
        yield client


def keep(forge: Forge, report: str, *, create: bool) -> Text | None:
    with asked(forge) as client:
        return keep_comment(client, 7, report, create=create)


def environment(forge: Forge, **changes: str) -> dict[str, str]:
    return {
        "INPUT_TOKEN": TOKEN,
        "GITHUB_API_URL": forge.url,
        "GITHUB_REPOSITORY": "o/n",
        "GITHUB_REF": "refs/pull/7/merge",
        **changes,
    }


def test_a_comment_is_made_once_and_then_edited(forge: Forge) -> None:
    forge.add("Bonjour", "User")
    forge.add(f"{MARKER}\nsomebody else's", "User")
    assert keep(forge, "one\n", create=True) is None
    assert [comment["body"] for comment in forge.comments][2:] == [f"{MARKER}\none\n"]
    assert keep(forge, "two\n", create=False) is None
    assert [comment["body"] for comment in forge.comments][2:] == [f"{MARKER}\ntwo\n"]
    assert forge.comments[1]["body"].endswith("somebody else's")


def test_the_comment_of_a_personal_token_stays_one(forge: Forge) -> None:
    """It is its own account's, found by its marker; who asks is asked for once."""
    forge.login = "robot-de-l-equipe"
    for name in ("x", "y"):
        forge.add(f"{MARKER}\nsomebody else's", "User", name)
    forge.add(f"{MARKER}\nold", "User", forge.login)
    assert keep(forge, "new\n", create=True) is None
    assert [comment["body"] for comment in forge.comments][2:] == [f"{MARKER}\nnew\n"]
    assert forge.asked.count("GET /user") == 1


def test_comments_of_nobody_and_of_nothing_are_passed_over(forge: Forge) -> None:
    """An account that is gone, a body that is null."""
    forge.add(f"{MARKER}\nof a ghost", None)
    forge.add(None)
    assert keep(forge, "one\n", create=True) is None
    assert [comment["body"] for comment in forge.comments][2:] == [f"{MARKER}\none\n"]


def test_without_cause_none_is_made(forge: Forge) -> None:
    assert keep(forge, "none\n", create=False) is None
    assert forge.comments == []


def test_a_long_report_is_cut_at_a_line(forge: Forge) -> None:
    keep(forge, "| a row |\n" * 10_000, create=True)
    body = forge.comments[0]["body"]
    assert MAX_COMMENT - 200 < len(body) <= MAX_COMMENT
    assert body.endswith("| a row |\n\n…")


def test_a_long_search_ends(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("startup_stats.publishing.comment._MOST_COMMENTS_READ", 2)
    for _ in range(2):
        forge.add("Bonjour", "User")
    forge.add(f"{MARKER}\nfar down")
    keep(forge, "new\n", create=True)
    assert len(forge.comments) == 4


def test_a_fork_s_token_can_t_write_and_that_is_no_failure(forge: Forge) -> None:
    forge.refuses = 403
    said = keep(forge, "one\n", create=True)
    assert said is not None
    assert said.fr.startswith("Pas de commentaire. Le jeton n'a pas le droit d'écrire.")
    assert said.en.startswith("No comment. The token may not write.")
    assert "pull-requests: write" in said.fr
    assert TOKEN not in said.fr + said.en


def test_a_forge_that_does_not_answer_is_no_failure(forge: Forge) -> None:
    forge.silent = True
    said = keep(forge, "one\n", create=True)
    assert said is not None
    assert said.fr.startswith("Pas de commentaire. GitHub n'a pas répondu (connexion refusée ou coupée)")
    assert TOKEN not in said.fr
    assert len(forge.asked) == 4, "as often as any question, no more"


@pytest.mark.parametrize(
    "changes",
    [
        {"INPUT_TOKEN": ""},
        {"GITHUB_REPOSITORY": ""},
        {"GITHUB_REF": "refs/heads/main"},
        {"GITHUB_REF": "refs/pull/7/merge/x"},
    ],
)
def test_where_there_is_nothing_to_comment_on(
    forge: Forge, changes: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = {"INPUT_MODE": "check", "INPUT_PATH": str(write_site(tmp_path)), "INPUT_COMMENT": "always"}
    assert action.main(environment(forge, **changes) | step, today=TODAY) == 0
    assert "Pas de commentaire : il faut une pull request" in capsys.readouterr().err
    assert forge.asked == []


# comment, is there something wrong → is there a comment
WANTED = [("never", True, False), ("on-findings", True, True), ("on-findings", False, False), ("always", False, True)]


@pytest.mark.parametrize(("wanted", "wrong", "made"), WANTED)
def test_the_action_comments_as_asked(forge: Forge, tmp_path: Path, *, wanted: str, wrong: bool, made: bool) -> None:
    site = write_site(tmp_path, **({"content/_startups/bad.md": "no fence"} if wrong else {}))
    step = environment(forge, INPUT_MODE="check", INPUT_PATH=str(site), INPUT_COMMENT=wanted)
    assert action.main(step, today=TODAY) == (1 if wrong else 0)
    assert len(forge.comments) == (1 if made else 0)
    assert not made or forge.comments[0]["body"].startswith(f"{MARKER}\n## startup-stats")
