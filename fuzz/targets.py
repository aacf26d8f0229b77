"""The targets: bytes → nothing, or an AssertionError where ours and an oracle fall out over them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fuzz import oracles
from startup_stats.content import front_matter
from startup_stats.content.faults import Unreadable
from startup_stats.findings import Finding, Location, Severity
from startup_stats.language import same
from startup_stats.probing import html
from startup_stats.probing.sight import look
from startup_stats.probing.web import Page
from startup_stats.writers.csv import to_csv
from startup_stats.writers.github import workflow_commands
from startup_stats.writers.markdown import findings_summary

if TYPE_CHECKING:
    from collections.abc import Callable

# Faults after which a value is not what PyYAML would make of it, each told to whoever wrote it.
_TOLD = {"key-not-text", "date-impossible", "number-impossible"}
_TYPES = ("text/html; charset=utf-8", "text/html; charset=latin1", None, "text/html")
_LINK = "https://depot.example/edit"


def reader(content: bytes) -> None:
    """What is read is what PyYAML reads in the same lines, or a fault says so, within the file."""
    try:
        read = front_matter.parse(content)
    except Unreadable as reason:
        faults = [reason.fault]
    else:
        faults = read.faults
        if not _TOLD.intersection(fault.rule.id for fault in faults):
            _same_values(read, front_matter.fields_text(content))
    lines = content.decode("utf-8", "replace").split("\n")
    for fault in faults:
        assert 1 <= fault.line <= len(lines) + 1
        assert 1 <= fault.column <= max(map(len, lines)) + 2
        assert fault.at("x").message.fr


def _same_values(read: front_matter.FrontMatter, fields: str) -> None:
    try:
        expected = oracles.yaml_values(fields)
    except oracles.Undecided:
        return
    assert repr(read.data) == repr(expected)


def mention(content: bytes) -> None:
    """A conformity is told only where the page's own text, as the standard's parser sees it, says these words."""
    kind, body = _TYPES[content[0] % len(_TYPES)] if content else None, content[1:]
    headers = {} if kind is None else {"content-type": kind}
    page = Page("https://produit.example/", 200, headers, body, complete=True)
    seen = look(page.url, page)
    assert seen.mention.state in ("ok", "broken", "unknown")
    if seen.mention.status is not None:
        text = oracles.letters(oracles.page_text(html.decode(body, kind)))
        assert all(word in text for word in ("accessibilite", *seen.mention.status.split(" ")))


def commands(content: bytes) -> None:
    """A finding is one command, on its line of its file, with its words; no text of a file is another."""
    path, rule, message = _texts(content, 3)
    finding = Finding(rule, Severity.WARNING, Location(path, 3, 7), same(message), same("Que faire."))
    (found,) = oracles.runner_commands(workflow_commands([finding], "fr", "site/"))
    assert (found.name, found.properties) == (
        "warning",
        {"file": f"site/{path}", "line": "3", "col": "7", "title": rule},
    )
    assert oracles.letters(found.data) == oracles.letters(f"{message} Que faire.")


def markdown(content: bytes) -> None:
    """Whatever a file says, a summary has the elements of its template and no other."""
    path, message = _texts(content, 2)
    assert _elements(path, message) == _of_the_template()


@cache
def _of_the_template() -> list[str]:
    return _elements("fiche", "mot")


def _elements(path: str, message: str) -> list[str]:
    places = (Location(path, 3, 7), Location(f"x{path}", 3, 7))
    findings = [Finding("a-rule", Severity.ERROR, place, same(message), same(message)) for place in places]
    return sorted(oracles.markdown_elements(findings_summary(findings, "fr", {path: _LINK})))


def csv(content: bytes) -> None:
    """Every cell comes back, but for the apostrophe before a formula, and line ends made one kind."""
    delimiter = ";" if content[:1] < b"\x80" else ","
    cells = _texts(content[1:], 4)
    rows = oracles.csv_rows(to_csv(["a", "b"], [cells[:2], cells[2:]], delimiter), delimiter)
    assert rows[0] == ["a", "b"]
    for written, read in zip(cells, rows[1] + rows[2], strict=True):
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        unix = written.replace("\r\n", "\n").replace("\r", "\n")
        assert read in (unix, f"'{unix}")


def _texts(content: bytes, count: int) -> list[str]:
    """Cut bytes into so many texts, at zero bytes; what is no UTF-8 is read as decode() never would, and shown."""
    parts = content.decode("utf-8", "replace").split("\0", count - 1)
    return [*parts, *[""] * (count - len(parts))]


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (reader, mention, commands, markdown, csv)
}
