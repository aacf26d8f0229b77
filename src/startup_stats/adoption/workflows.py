"""The workflows of a repository: in which steps they use the Action, by which version, and what each may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.adoption.site_files import parse_mapping, read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from startup_stats.content.source import Bytes

FOLDER = ".github/workflows"
_ACTION = re.compile(r"[\w.-]+/startup-stats(?:/[^@]*)?(?:@(?P<version>.*))?")
_CHECKOUT = re.compile(r"actions/checkout(?:@.*)?")
# More than this is no site's repository; GitHub itself shows no more on a page.
_MOST_FILES = 200


class Use(NamedTuple):
    """A step that uses the Action: in which file, by which version, with which inputs and permissions.

    `permissions` is None where neither the job nor the workflow says any, and the repository's settings decide.
    `depth` is how many commits the job checks out, 0 for all.
    """

    file: str
    version: str
    inputs: Mapping[str, str]
    permissions: Mapping[str, str] | None
    depth: str
    is_scheduled: bool

    @property
    def is_check(self) -> bool:
        """Say whether the step judges the content in place of computing the figures."""
        return self.inputs.get("mode") == "check"

    def may_write(self, scope: str) -> bool:
        """Say whether the workflow's token may write there."""
        return self.permissions is not None and "write" in (self.permissions.get(scope), self.permissions.get("*"))


class Workflows(NamedTuple):
    """What a repository's workflows say: their files, each use of the Action, and the files that could not be read."""

    files: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    unread: tuple[str, ...] = ()


def read_workflows(top: Path, source: Bytes) -> Workflows:
    """Read a repository's workflows; whatever they are, none stops the reading of another."""
    folder = top / FOLDER
    try:
        files = sorted(f"{FOLDER}/{file.name}" for file in folder.iterdir() if file.suffix in {".yml", ".yaml"})
    except OSError:
        return Workflows()
    uses: list[Use] = []
    unread = []
    for path in files[:_MOST_FILES]:
        document = read_mapping(source, path)
        if document is None:
            unread.append(path)
        else:
            uses += _uses(path, document)
    return Workflows(tuple(files[:_MOST_FILES]), tuple(uses), tuple(unread))


def uses_of(path: str, text: str) -> tuple[Use, ...]:
    """Return the uses of the Action in a workflow of ours."""
    return tuple(_uses(path, _mapping(parse_mapping(text))))


def _uses(file: str, document: Mapping[str, Any]) -> Iterator[Use]:
    is_scheduled = "schedule" in _mapping(document.get("on"))
    for job in _mapping(document.get("jobs")).values():
        steps = [_mapping(step) for step in _list(_mapping(job).get("steps"))]
        depths = [_texts(step.get("with")).get("fetch-depth", "1") for step in steps if _is(_CHECKOUT, step)]
        permissions = _permissions(_mapping(job).get("permissions", document.get("permissions")))
        for step in steps:
            if found := _is(_ACTION, step):
                inputs = _texts(step.get("with"))
                depth = depths[0] if depths else "1"
                yield Use(file, found["version"] or "", inputs, permissions, depth, is_scheduled)


def _is(pattern: re.Pattern[str], step: Mapping[str, Any]) -> re.Match[str] | None:
    return pattern.fullmatch(str(step.get("uses", "")))


def _permissions(given: Any) -> Mapping[str, str] | None:
    """Return what a token may do, by scope; « * » stands for all others."""
    if given is None:
        return None
    return {"*": given.removesuffix("-all")} if isinstance(given, str) else _texts(given)


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _texts(given: Any) -> dict[str, str]:
    """Return a mapping's values as a workflow passes them on: true is « true »."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in _mapping(given).items()
    }
