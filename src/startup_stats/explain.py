"""Who was counted in a figure, by which field at which file and line, and who was not and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.indicators.catalogue import CATALOGUE
from startup_stats.indicators.dating import Dated, Undated
from startup_stats.indicators.series import datings
from startup_stats.language import Text
from startup_stats.writers.csv import to_csv
from startup_stats.writers.json import to_json
from startup_stats.writers.text import align

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.content.source import Source
    from startup_stats.findings import Location
    from startup_stats.indicators.dating import Dating
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.language import Language
    from startup_stats.model import Pointer, Portfolio

COUNTED, UNDATED, OTHER_YEAR, NOT_COUNTED = "counted", "undated", "other-year", "not-counted"

_ANOTHER_YEAR = Text("compté en {year}", "counted in {year}")
_HEADINGS = {
    COUNTED: Text("Comptés en {year} : {count}", "Counted in {year}: {count}"),
    UNDATED: Text("Sans date utilisable : {count}", "Without a usable date: {count}"),
    OTHER_YEAR: Text("Comptés une autre année : {count}", "Counted in another year: {count}"),
    NOT_COUNTED: Text("Non comptés : {count}", "Not counted: {count}"),
}
_COLUMNS = ("id", "status", "year", "date", "field", "path", "line", "reason")


@dataclass(frozen=True, slots=True)
class Row:
    """One product or member: its status in the figure asked for, and what says so."""

    id: str
    status: str
    year: int | None
    date: str | None
    field: str
    location: Location
    reason: Text | None

    def cells(self, language: Language) -> tuple[str | int | None, ...]:
        """Return the row in the order of the columns."""
        reason = self.reason.said(language) if self.reason else None
        place = (self.location.path, self.location.line)
        return (self.id, self.status, self.year, self.date, self.field, *place, reason)


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure is asked about, and how it is computed."""

    indicator: str
    year: int
    method: Method
    terms: Terms


def explain(source: Source, portfolio: Portfolio, question: Question) -> list[Row]:
    """Return a row for each product, or each member: those counted first, then the others by status and id."""
    subjects = portfolio.products if CATALOGUE[question.indicator].subject == "product" else portfolio.members
    paths = {subject.id: subject.path for subject in subjects}
    answers = datings(portfolio, question.indicator, question.method, question.terms)
    rows = [_row(source, subject, paths[subject], answers[subject], question.year) for subject in paths]
    order = list(_HEADINGS)
    return sorted(rows, key=lambda row: (order.index(row.status), row.id))


def _row(source: Source, subject: str, path: str, dating: Dating, year: int) -> Row:
    locator = Locator(path, fields_text(source.read(path)))
    location, field = locator.value(dating.pointer), _field(dating.pointer)
    if isinstance(dating, Dated):
        day = dating.date.isoformat() if dating.date else None
        counted = dating.year == year
        reason = dating.note if counted else _ANOTHER_YEAR.fill(year=str(dating.year))
        return Row(subject, COUNTED if counted else OTHER_YEAR, dating.year, day, field, location, reason)
    status = UNDATED if isinstance(dating, Undated) else NOT_COUNTED
    return Row(subject, status, None, None, field, location, dating.reason)


def _field(pointer: Pointer) -> str:
    """Write a pointer as people do: phases[2].start."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in pointer).removeprefix(".")


def to_text(rows: Sequence[Row], question: Question, language: Language) -> str:
    """Write rows for a terminal, under a heading for each status."""
    blocks = []
    for status, heading in _HEADINGS.items():
        group = [row for row in rows if row.status == status]
        title = heading.fill(year=str(question.year), count=len(group)).said(language)
        blocks.append("\n".join([title, *_lines(group, language)]).rstrip() + "\n")
    return "\n".join(blocks)


def _lines(rows: Sequence[Row], language: Language) -> list[str]:
    if not rows:
        return []
    table = [
        [
            f"  {row.id}",
            row.date or "",
            row.field,
            f"{row.location.path}:{row.location.line}",
            row.reason.said(language) if row.reason else "",
        ]
        for row in rows
    ]
    return align(table, left=len(table[0])).splitlines()


def to_csv_text(rows: Sequence[Row], language: Language) -> str:
    """Write rows as CSV."""
    return to_csv(_COLUMNS, [row.cells(language) for row in rows])


def to_json_text(rows: Sequence[Row], question: Question, language: Language) -> str:
    """Write rows as JSON."""
    value: dict[str, Any] = {
        "indicator": question.indicator,
        "year": question.year,
        "method": question.method,
        "as_of": question.terms.as_of.isoformat(),
        "rows": [dict(zip(_COLUMNS, row.cells(language), strict=True)) for row in rows],
    }
    return to_json(value)
