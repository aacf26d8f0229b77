"""The findings of stats_findings.json as each incubator gets them: its products', and those on its own file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.findings import counts, owners_of
from startup_stats.language import Text, listed, number_of, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Faulty(NamedTuple):
    """A file with findings: its title, its path, where it is corrected if that is known, and the findings."""

    title: str
    path: str
    edit_url: str | None
    findings: tuple[Mapping[str, Any], ...]


class Share(NamedTuple):
    """What is an incubator's to mend, the worst first; of products without incubator `incubator` is None."""

    incubator: str | None
    title: Text
    files: tuple[Faulty, ...]

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """Return the findings of all of its files."""
        return [finding for file in self.files for finding in file.findings]


def shares(document: Mapping[str, Any]) -> list[Share]:
    """Return the incubators that have something to mend, by id, and what is nobody's at the end.

    A finding on a product of two incubators is both's.
    """
    rows = (*document["findings"], *document["others"])
    found = [
        Share(each["id"], same(each["title"]), _files(row for row in rows if each["id"] in owners_of(row)))
        for each in document["incubators"]
    ]
    nobodys = [row for row in document["findings"] if not owners_of(row)]
    return [*found, Share(None, WITHOUT_INCUBATOR, _files(nobodys))] if nobodys else found


def counted(findings: Iterable[Mapping[str, Any]]) -> Text:
    """Say how many errors and warnings there are: « 2 erreurs et 1 avertissement »; of what there is none, nothing."""
    numbers = counts(finding["severity"] for finding in findings)
    return listed(number_of(count, *_WORDS[severity]) for severity, count in numbers.items() if count)


def _files(rows: Iterable[Mapping[str, Any]]) -> tuple[Faulty, ...]:
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_path.setdefault(row["path"], []).append(row)
    files = [_faulty(found) for found in by_path.values()]
    return tuple(sorted(files, key=lambda file: (_badness(file.findings[0]), file.title.casefold(), file.path)))


def _faulty(found: Sequence[Mapping[str, Any]]) -> Faulty:
    first = found[0]
    findings = tuple(sorted(found, key=lambda row: (_badness(row), row["line"])))
    return Faulty(first["title"], first["path"], first["edit_url"], findings)


def _badness(row: Mapping[str, Any]) -> int:
    return tuple(_WORDS).index(row["severity"])


WITHOUT_INCUBATOR = Text("Sans incubateur", "Without incubator")
# The worst first.
_WORDS = {
    "error": (Text("erreur", "error"), Text("erreurs", "errors")),
    "warning": (Text("avertissement", "warning"), Text("avertissements", "warnings")),
}
