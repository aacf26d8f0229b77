"""Markdown for a workflow's job summary: the figures against targets and published values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.language import Language

# Everything that Markdown or HTML could read as its own in other people's text.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~$]|:(?=//)|(?<=www)\.)")
# Escaped or not, GitHub links a name after « @ »; not when an invisible joiner stands between.
_WORD_JOINER = "\u2060"
_HEADER = Text(
    "| Année | Calculé | Publié | Prévision | Actualisée |",
    "| Year | Computed | Published | Target | Revised |",
)
_READ = Text(
    "Contenu lu au {day} : {records}. Fiches illisibles : {unreadable}. Défauts : {error} erreurs, "
    "{warning} avertissements.",
    "Content read as of {day}: {records}. Unreadable records: {unreadable}. Findings: {error} errors, "
    "{warning} warnings.",
)
_COLLECTIONS = {
    "product": Text("produits", "products"),
    "member": Text("membres", "members"),
    "incubator": Text("incubateurs", "incubators"),
    "organisation": Text("organisations", "organisations"),
}


def escape(text: str) -> str:
    """Make other people's text plain in Markdown: no link, no mention, no tag, one line."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain).replace("@", f"@{_WORD_JOINER}")


def summary(document: Mapping[str, Any]) -> str:
    """Write the job summary of a build."""
    language: Language = document["language"]
    parts = [_coverage(document, language)]
    for indicator in document["indicators"].values():
        rows = [_row(year) for year in indicator["years"]]
        table = [_HEADER.said(language), "| ---: | ---: | ---: | ---: | ---: |", *rows]
        parts.append(f"### {escape(indicator['title'])}\n\n{escape(indicator['alternative'])}")
        parts.append("\n".join(table))
    return "\n\n".join(parts) + "\n"


def _coverage(document: Mapping[str, Any], language: Language) -> str:
    coverage = document["coverage"]
    records = ", ".join(f"{count} {_COLLECTIONS[name].said(language)}" for name, count in coverage["records"].items())
    read = _READ.fill(
        day=document["as_of"], records=records, unreadable=len(coverage["unreadable"]), **coverage["findings"]
    )
    return f"## startup-stats\n\n{read.said(language)}"


def _row(year: Mapping[str, Any]) -> str:
    target, published = year.get("target", {}), year.get("published", {})
    value = f"{year['value']}{'' if year['complete'] else ' *'}"
    given: Sequence[Any] = (published.get("value"), target.get("initial"), target.get("revised"))
    return f"| {year['year']} | {value} | " + " | ".join("" if cell is None else str(cell) for cell in given) + " |"
