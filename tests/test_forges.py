"""Code forges: whose address it is, what is asked, what the answer means; GitHub by the hundred."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.probing.forges import (
    Repository,
    api_address,
    find_repository,
    group_address,
    read_group,
    read_project,
)
from startup_stats.probing.github import BATCH, ask_github, make_query, sender
from startup_stats.standards.ledger import Answer
from tests.web import TOKEN
from tests.web.github import GitHub, schema

if TYPE_CHECKING:
    from startup_stats.config.settings import Forge

# An address as files write it → forge and path.
ADDRESSES: dict[str, tuple[Forge, str]] = {
    "https://github.com/betagouv/plume": ("github", "betagouv/plume"),
    "https://github.com/betagouv/plume.git": ("github", "betagouv/plume"),
    "https://github.com/betagouv/plume/tree/main/src": ("github", "betagouv/plume"),
    "https://github.com/betagouv/plume/#readme": ("github", "betagouv/plume"),
    "http://www.github.com/betagouv/plume ; ": ("github", "betagouv/plume"),
    "https://github.com/betagouv": ("github", "betagouv"),
    "https://github.com/orgs/betagouv/repositories": ("github", "betagouv"),
    "https://github.com/": ("page", ""),
    "https://github.com/betagouv/plume%22%7D": ("page", ""),
    "https://gitlab.com/groupe/sous/plume": ("gitlab", "groupe/sous/plume"),
    "https://gitlab.com/groupe/plume/-/tree/main": ("gitlab", "groupe/plume"),
    "https://gitlab.ministere.example/a/b": ("gitlab", "a/b"),
    "https://framagit.org/a/b.git": ("gitlab", "a/b"),
    "https://forge.example/a/b": ("gitlab", "a/b"),
    "https://codeberg.org/a/b/src/branch/main": ("gitea", "a/b"),
    "https://codeberg.org/a": ("page", ""),
    "https://pad.example/notes": ("page", "notes"),
    "#": ("page", ""),
}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items(), ids=ADDRESSES)
def test_addresses(address: str, expected: tuple[Forge, str]) -> None:
    found = find_repository(address, {"forge.example": "gitlab"})
    assert (found.forge, "/".join(found.path)) == expected
    assert found.is_account == (found.forge == "github" and len(found.path) == 1)


QUESTIONS = {
    "https://github.com/o/r/tree/main": "https://github.com/o/r",
    "https://github.com/o": "https://github.com/o",
    "https://gitlab.com/g/s/p/-/tree/main": "https://gitlab.com/api/v4/projects/g%2Fs%2Fp?license=true",
    "https://codeberg.org/o/r": "https://codeberg.org/api/v1/repos/o/r",
    "https://pad.example/x ;": "https://pad.example/x",
}


@pytest.mark.parametrize(("address", "asked"), QUESTIONS.items(), ids=QUESTIONS)
def test_what_is_asked(address: str, asked: str) -> None:
    assert api_address(find_repository(address, {})) == asked


def test_what_is_asked_of_a_group() -> None:
    group = find_repository("https://gitlab.com/g/s", {})
    assert group_address(group) == (
        "https://gitlab.com/api/v4/groups/g%2Fs/projects?visibility=public&per_page=1&include_subgroups=true"
    )


def details(licence: str | None, last_push: str | None, *, archived: bool = False) -> dict[str, Any]:
    return {"archived": archived, "licence": licence, "last_push": last_push}


PROJECTS: dict[str, tuple[Forge, Any, Answer]] = {
    "gitlab": (
        "gitlab",
        {"archived": False, "license": {"key": "mit"}, "last_activity_at": "2026-08-02T10:00:00Z"},
        Answer("ok", "public", details=details("mit", "2026-08")),
    ),
    "gitlab, bare": ("gitlab", {"id": 1}, Answer("ok", "public", details=details(None, None))),
    "gitlab, archived": (
        "gitlab",
        {"archived": True},
        Answer("ok", "public", details=details(None, None, archived=True)),
    ),
    "gitea": (
        "gitea",
        {"archived": False, "licenses": ["AGPL-3.0-only"], "updated_at": "2025-01-02T10:00:00Z"},
        Answer("ok", "public", details=details("AGPL-3.0-only", "2025-01")),
    ),
    "gitea, bare": ("gitea", {"licenses": []}, Answer("ok", "public", details=details(None, None))),
    "gitlab, empty": (
        "gitlab",
        {"id": 1, "empty_repo": True},
        Answer("ok", "public-empty", details=details(None, None) | {"empty": True}),
    ),
    "gitea, empty": (
        "gitea",
        {"id": 1, "empty": True},
        Answer("ok", "public-empty", details=details(None, None) | {"empty": True}),
    ),
    "a list": ("gitlab", [], Answer("unknown", "shape")),
    "an error with 200": ("gitlab", {"message": "403 Forbidden"}, Answer("unknown", "shape")),
}


@pytest.mark.parametrize(("forge", "told", "answer"), PROJECTS.values(), ids=PROJECTS)
def test_projects(forge: Forge, told: Any, answer: Answer) -> None:
    assert read_project(forge, json.dumps(told).encode()) == answer


@pytest.mark.parametrize("body", [b"<!doctype html>", b"", b"[" * 100_000, b"\xff"])
def test_answers_that_are_no_json(body: bytes) -> None:
    assert read_project("gitlab", body) == Answer("unknown", "shape")
    assert read_group(body) == Answer("unknown", "shape")


def test_groups() -> None:
    assert read_group(b'[{"id": 1}]') == Answer("ok", "public-repositories")
    assert read_group(b"[]") == Answer("broken", "no-public-repository")


def told(**changed: Any) -> dict[str, Any]:
    plain = {"isPrivate": False, "isArchived": False, "pushedAt": "2026-08-19T08:00:00Z"}
    return plain | {"licenseInfo": {"spdxId": "MIT"}} | changed


REPOSITORIES = {
    "o/public": told(),
    "o/archived": told(isArchived=True),
    "o/own-licence": told(licenseInfo={"spdxId": "NOASSERTION"}),
    "o/bare": told(licenseInfo=None, pushedAt=None),
    "o/empty": told(isEmpty=True, pushedAt=None),
    "o/private": told(isPrivate=True),
    "o/forbidden": "FORBIDDEN",
    "o/limited": "RATE_LIMITED",
    "o/limited-too": "RATE_LIMIT",
    "o/odd": "SOMETHING_NEW",
}
ANSWERS = {
    "o/public": Answer("ok", "public", details=details("MIT", "2026-08")),
    "o/archived": Answer("ok", "public", details=details("MIT", "2026-08", archived=True)),
    "o/own-licence": Answer("ok", "public", details=details(None, "2026-08")),
    "o/bare": Answer("ok", "public", details=details(None, None)),
    "o/empty": Answer("ok", "public-empty", details=details("MIT", None) | {"empty": True}),
    "o/private": Answer("broken", "repository-not-found"),
    "o/missing": Answer("broken", "repository-not-found"),
    "o/forbidden": Answer("unknown", "http-403"),
    "o/limited": Answer("unknown", "http-429"),
    "o/limited-too": Answer("unknown", "http-429"),
    "o/odd": Answer("unknown", "shape"),
    "account": Answer("ok", "public-repositories"),
    "empty-account": Answer("broken", "no-public-repository"),
    "no-account": Answer("unknown", "shape"),  # null, and no error that says NOT_FOUND
}


def repository(path: str) -> Repository:
    return find_repository(f"https://github.com/{path}", {})


def ask(github: GitHub, *paths: str, token: str = TOKEN) -> dict[str, Answer]:
    asked = [repository(path) for path in paths]
    answers = ask_github(asked, sender(token, github.url))
    return {"/".join(repository.path): answer for repository, answer in answers}


def test_github_tells_of_many_at_once() -> None:
    """Faults of some cost the others nothing."""
    with GitHub(REPOSITORIES, {"account": 3, "empty-account": 0}) as github:
        assert ask(github, *ANSWERS) == ANSWERS
    assert len(github.queries) == 1


@pytest.mark.unmeasured
def test_three_hundred_repositories_are_four_queries() -> None:
    with GitHub({f"o/{number}": told() for number in range(302)}, {}) as github:
        answers = ask(github, *(f"o/{number}" for number in range(302)))
    assert len(github.queries) == 4
    assert {answer.reason for answer in answers.values()} == {"public"}


def test_names_are_never_part_of_the_query() -> None:
    query, variables = make_query([Repository("github", "", "", ('o") { id } #', "r"))])
    assert "id }" not in query
    assert variables == {"o0": 'o") { id } #', "n0": "r"}


def test_the_largest_query_is_one_that_github_takes() -> None:
    """GitHub bounds a query at 500,000 nodes; a batch asks for three a repository."""
    from graphql import parse, validate

    query, _ = make_query([repository(f"o/{n}") for n in range(BATCH // 2)] + [repository("a")] * (BATCH // 2))
    assert validate(schema(), parse(query)) == []
    assert validate(schema(), parse(make_query([repository("a")])[0])) == []


WHOLE: dict[str, tuple[Any, str]] = {
    "wrong token": (401, "http-401"),
    "forbidden": (403, "http-403"),
    "down": (502, "http-502"),
    "a page": ((200, "<!doctype html>"), "shape"),
    "another shape": ((200, "[]"), "shape"),
    "no data": ((200, "{}"), "shape"),
    "data of another shape": ((200, '{"data": {"r0": {"isPrivate": "no"}}}'), "shape"),
    "another's data": ((200, '{"data": {"r7": {}}}'), "shape"),
    "limited": ((200, '{"errors": [{"type": "RATE_LIMITED", "message": "x"}]}'), "http-429"),
    "limited, in GitHub's other word": ((200, '{"errors": [{"type": "RATE_LIMIT", "message": "x"}]}'), "http-429"),
    "null and no error": ((200, '{"data": {"r0": null}}'), "shape"),
    "not found, but nobody says what": ((200, '{"data": {"r0": null}, "errors": [{"type": "NOT_FOUND"}]}'), "shape"),
    "not found below": (
        (200, '{"data": {"r0": null}, "errors": [{"type": "NOT_FOUND", "path": ["r0", "licenseInfo"]}]}'),
        "shape",
    ),
    "forbidden below": (
        (200, '{"data": {"r0": null}, "errors": [{"type": "FORBIDDEN", "path": ["r0", "isEmpty"]}]}'),
        "http-403",
    ),
    "another is not found": (
        (200, '{"data": {"r0": null}, "errors": [{"type": "NOT_FOUND", "path": ["r1"]}]}'),
        "shape",
    ),
    "not found": (
        (200, '{"data": {"r0": null}, "errors": [{"type": "NOT_FOUND", "path": ["r0"]}]}'),
        "repository-not-found",
    ),
    "a server's error with data": (
        (200, '{"data": {"r0": null}, "errors": [{"type": "INTERNAL", "path": ["r0"]}]}'),
        "shape",
    ),
    "errors of another shape": ((200, '{"errors": ["x"]}'), "shape"),
    "errors that are no list": ((200, '{"errors": "x"}'), "shape"),
    "an error at an odd place": ((200, '{"data": null, "errors": [{"path": [1], "type": "NOT_FOUND"}]}'), "shape"),
}


@pytest.mark.parametrize(("answer", "reason"), WHOLE.values(), ids=WHOLE)
def test_answers_without_repositories(answer: Any, reason: str) -> None:
    with GitHub(REPOSITORIES, {}, (answer,)) as github:
        assert ask(github, "o/public")["o/public"].reason == reason


@pytest.mark.parametrize("count", ["3", None])
def test_an_account_of_another_shape(count: object) -> None:
    body = json.dumps({"data": {"r0": {"repositories": {"totalCount": count}}}})
    with GitHub({}, {}, ((200, body), (200, '{"data": {"r0": {"repositories": null}}}'))) as github:
        assert ask(github, "account")["account"] == Answer("unknown", "shape")
        assert ask(github, "account")["account"] == Answer("unknown", "shape")


def test_faults_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    import requests

    faults = {requests.Timeout: "timeout", requests.exceptions.SSLError: "tls", requests.ConnectionError: "refused"}
    for fault, reason in faults.items():

        def fail(*_: object, fault: type[Exception] = fault, **__: object) -> None:
            raise fault

        monkeypatch.setattr(requests.Session, "post", fail)
        assert sender(TOKEN, "http://127.0.0.1:9")("query { viewer { login } }", {}) == reason
