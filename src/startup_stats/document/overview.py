"""The figures of stats.json at a glance: for a terminal, for a workflow's job summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.indicators.catalogue import PRODUCT_LAUNCH
from startup_stats.language import Text, listed, number_of
from startup_stats.writers.markdown import escape
from startup_stats.writers.mermaid import bar_chart
from startup_stats.writers.plain import plain
from startup_stats.writers.text import align

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.language import Language


def unknown(document: Mapping[str, Any]) -> int:
    """Return how many standards of products nobody knows to be met or not."""
    return sum(standard["unknown"] for standard in document["standards"].values())


def coverage_text(document: Mapping[str, Any]) -> Text:
    """Say how many records were read."""
    coverage = document["coverage"]
    records = listed(number_of(count, *_COLLECTIONS[name]) for name, count in coverage["records"].items())
    return _RECORDS.fill(records=records, unreadable=number_of(_unreadable(coverage), *_UNREADABLE))


def _unreadable(coverage: Mapping[str, Any]) -> int:
    return len(coverage["unreadable"]) + int(coverage["unreadable_members"])


def chart(document: Mapping[str, Any]) -> str:
    """Write the launches of each year as a chart that GitHub draws; the year not over is marked « * ».

    Of a portfolio that does not count them, nothing.
    """
    indicator = document["indicators"].get(PRODUCT_LAUNCH.id)
    if indicator is None:
        return ""
    bars = {_marked(row["year"], row): row["value"] for row in indicator["years"] if row["value"] is not None}
    return bar_chart(indicator["title"], bars)


def _marked(shown: object, year: Mapping[str, Any]) -> str:
    """Mark a year not over."""
    return f"{shown}{'' if year['complete'] else '*'}"


def figures_text(document: Mapping[str, Any]) -> str:
    """Write the figures of stats.json: an indicator a line, a year a column; « * » marks a year not over."""
    indicators = list(document["indicators"].values())
    years = sorted({year["year"] for indicator in indicators for year in indicator["years"]})
    table = [["", *[str(year) for year in years]]]
    for indicator in indicators:
        cells = {year["year"]: _cell(year) for year in indicator["years"]}
        table.append([plain(indicator["title"]), *(cells.get(year, "") for year in years)])
    return align(table)


def _cell(year: Mapping[str, Any]) -> str:
    return _NO_VALUE if year["value"] is None else _marked(year["value"], year)


def standards_text(document: Mapping[str, Any]) -> str:
    """Write the standards of stats.json: a standard a line, and how many products it concerns, meet it, do not."""
    language: Language = document["language"]
    table = [[heading.said(language) for heading in _STANDARD_HEADINGS]]
    for standard in document["standards"].values():
        counts = [str(standard[key]) for key in _STANDARD_COUNTS]
        table.append([plain(standard["title"]), *counts])
    return align(table)


def summary(document: Mapping[str, Any]) -> str:
    """Write the job summary of a build."""
    language: Language = document["language"]
    parts = [_coverage(document, language)]
    for indicator in document["indicators"].values():
        rows = [_row(year) for year in indicator["years"]]
        table = [_HEADER.said(language), "| ---: | ---: | ---: | ---: | ---: |", *rows]
        parts.append(f"### {escape(indicator['title'])}\n\n{escape(indicator['alternative'])}")
        parts.append("\n".join(table))
    return "\n\n".join([*parts, _standards(document, language)]) + "\n"


def _standards(document: Mapping[str, Any], language: Language) -> str:
    headings = " | ".join(heading.said(language) for heading in _STANDARD_HEADINGS)
    rows = [
        f"| {escape(standard['title'])} | " + " | ".join(str(standard[key]) for key in _STANDARD_COUNTS) + " |"
        for standard in document["standards"].values()
    ]
    title = Text("Standards de qualité", "Quality standards").said(language)
    return "\n".join([f"### {title}", "", f"| {headings} |", f"| --- |{' ---: |' * len(_STANDARD_COUNTS)}", *rows])


def _coverage(document: Mapping[str, Any], language: Language) -> str:
    coverage = document["coverage"]
    findings = coverage["findings"]
    read = _READ.fill(
        day=document["as_of"],
        records=listed(number_of(count, *_COLLECTIONS[name]) for name, count in coverage["records"].items()),
        unreadable=_unreadable(coverage),
        errors=number_of(findings["error"], Text("erreur", "error"), Text("erreurs", "errors")),
        warnings=number_of(findings["warning"], Text("avertissement", "warning"), Text("avertissements", "warnings")),
    )
    return f"## startup-stats\n\n{read.said(language)}"


def _row(year: Mapping[str, Any]) -> str:
    target, published = year.get("target", {}), year.get("published", {})
    value = _NO_VALUE if year["value"] is None else f"{year['value']}{'' if year['complete'] else ' *'}"
    given: Sequence[Any] = (published.get("value"), target.get("initial"), target.get("revised"))
    return f"| {year['year']} | {value} | " + " | ".join("" if cell is None else str(cell) for cell in given) + " |"


_RECORDS = Text(
    "Lu : {records} ; {unreadable}.",
    "Read: {records}; {unreadable}.",
)
# What can have no figure is never 0.
_NO_VALUE = "–"
_STANDARD_COUNTS = ("total", "declared", "met", "unmet", "undeclared", "unknown")
_STANDARD_HEADINGS = (
    Text("Standard", "Standard"),
    Text("concernés", "concerned"),
    Text("déclarés", "declared"),
    Text("respecté", "met"),
    Text("non respecté", "unmet"),
    Text("non renseigné", "undeclared"),
    Text("inconnu", "unknown"),
)
_HEADER = Text(
    "| Année | Calculé | Publié | Prévision | Actualisée |",
    "| Year | Computed | Published | Target | Revised |",
)
_READ = Text(
    "Contenu lu au {day} : {records}. Fiches illisibles : {unreadable}. Défauts : {errors}, {warnings}.",
    "Content read as of {day}: {records}. Unreadable records: {unreadable}. Findings: {errors}, {warnings}.",
)
_COLLECTIONS = {
    "product": (Text("produit", "product"), Text("produits", "products")),
    "member": (Text("membre", "member"), Text("membres", "members")),
    "incubator": (Text("incubateur", "incubator"), Text("incubateurs", "incubators")),
    "organisation": (Text("organisation", "organisation"), Text("organisations", "organisations")),
}
_UNREADABLE = (Text("fiche illisible", "unreadable record"), Text("fiches illisibles", "unreadable records"))
