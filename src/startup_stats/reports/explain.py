"""What `explain` answers, in the form asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from startup_stats.commands.explain import Explained, Row
    from startup_stats.language import Language
    from startup_stats.writers.csv import Cell

_COLUMNS = ("id", "status", "year", "date", "field", "path", "line", "reason")


def _cells(row: Row, language: Language) -> tuple[Cell, ...]:
    reason = row.reason.said(language) if row.reason else None
    return (row.id, row.status, row.year, row.date, row.field, row.location.path, row.location.line, reason)


def _text(explained: Explained, language: Language) -> str:
    """Write rows for a terminal, under a heading for each status."""
    blocks = []
    for status, heading in _HEADINGS.items():
        group = [row for row in explained.rows if row.status == status]
        title = heading.fill(year=str(explained.question.year), count=len(group)).said(language)
        blocks.append("\n".join([title, *_lines(group, language)]).rstrip() + "\n")
    return "\n".join(blocks)


def _lines(rows: Sequence[Row], language: Language) -> list[str]:
    from startup_stats.writers.text import align

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


def _csv(explained: Explained, language: Language) -> str:
    from startup_stats.writers.csv import to_csv

    return to_csv(_COLUMNS, [_cells(row, language) for row in explained.rows])


def _json(explained: Explained, language: Language) -> str:
    from startup_stats.writers.json import to_json

    value: dict[str, Any] = {
        "indicator": explained.question.indicator,
        "year": explained.question.year,
        "method": explained.method,
        "as_of": explained.question.as_of.isoformat(),
        "rows": [dict(zip(_COLUMNS, _cells(row, language), strict=True)) for row in explained.rows],
    }
    return to_json(value)


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Explained, Language], str]] = MappingProxyType(
    {"text": _text, "json": _json, "csv": _csv}
)
# By status, in the order of commands.explain.STATUSES.
_HEADINGS = {
    "counted": Text("Comptés en {year} : {count}", "Counted in {year}: {count}"),
    "undated": Text("Sans date utilisable : {count}", "Without a usable date: {count}"),
    "other-year": Text("Comptés une autre année : {count}", "Counted in another year: {count}"),
    "not-counted": Text("Non comptés : {count}", "Not counted: {count}"),
}
