"""What moved between two stats.json, in words: for a commit, a pull request, a job's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.language import Text, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from startup_stats.language import Language

# The text alternatives; the lead, which is made of the other figures.
_OF_THE_DAY = {"alternative", "key_figures", "recent"}
_MOST_SUBJECT_CHARACTERS = 100
MOST_CHANGES = 40


def changes(old: Any, new: Mapping[str, Any]) -> list[str]:
    """Return what moved from an old document to a new one, one figure a line, in the new one's language.

    The old one may be anything, also no document at all: what it does not say did not exist.
    """
    if not isinstance(old, dict):
        return [_FIRST.said(new["language"])]
    found = [*_records(old, new), *_indicators(old, new), *_phases(old, new), *_standards(old, new), *_teams(old, new)]
    return found or [_NO_FIGURE.said(new["language"])]


def same_figures(old: Any, document: Mapping[str, Any]) -> bool:
    """Say whether a document differs only in the day and the commit: that alone is no reason to publish.

    One that says less of its source than is said now is no longer the same.
    """
    provenance = {key: document[key] for key in ("as_of", "source")}
    if not isinstance(old, dict) or not isinstance(old.get("source"), dict):
        return False
    if old["source"].keys() != document["source"].keys():
        return False
    return bool(_without_sentences(old | provenance) == _without_sentences(document))


def _without_sentences(value: Any) -> Any:
    """Drop what names the day, or is compared with a day before it."""
    if isinstance(value, dict):
        return {key: _without_sentences(item) for key, item in value.items() if key not in _OF_THE_DAY}
    return value


def subject(lines: Sequence[str], language: Language, opening: Text | None = None) -> str:
    """Return the first line of a commit: as many changes as it takes, and how many more there are."""
    head = (opening or _SUBJECT).said(language)
    for count in range(len(lines), 0, -1):
        more = f" (+{len(lines) - count})" if count < len(lines) else ""
        line = head + " ; ".join(lines[:count]) + more
        if len(line) <= _MOST_SUBJECT_CHARACTERS:
            return line
    return head + number_of(len(lines), *_MANY).said(language)


def commit_message(old: Any, new: Mapping[str, Any]) -> str:
    """Return a commit's message: what moved, and which content the figures are of."""
    language, lines = new["language"], changes(old, new)
    listed = "\n".join(bounded(lines, language))
    return f"{subject(lines, language)}\n\n{listed}\n\n{origin(new)}\n"


def bounded(lines: Sequence[str], language: Language, of: int = 0) -> list[str]:
    """Return changes as a list that stays readable; there are `of` of them where not all are given."""
    more = max(len(lines), of) - min(len(lines), MOST_CHANGES)
    items = [f"- {line}" for line in lines[:MOST_CHANGES]]
    return [*items, f"- {_MORE.fill(count=more).said(language)}"] if more > 0 else items


def origin(new: Mapping[str, Any]) -> str:
    """Say which content the figures are of: its day and its commit."""
    source = new["source"]
    commit = f"{source['repository'] or ''}@{source['commit']}" if source["commit"] else "?"
    return _ORIGIN.fill(day=new["as_of"], commit=commit, generator=new["generator"]).said(new["language"])


def _records(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name, words in _COLLECTIONS.items():
        before = _number(old, "coverage", "records", name)
        after = new["coverage"]["records"][name]
        if before is not None and before != after:
            yield _COUNT.fill(title=words, before=before, after=after).said(new["language"])


def _indicators(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name, indicator in new["indicators"].items():
        before = {row.get("year"): _number(row, "value") for row in _rows(old, "indicators", name, "years")}
        for row in indicator["years"]:
            # A year that an old document does not list had nothing in it.
            previous, after = before.get(row["year"], 0), row["value"]
            if previous != after:
                title = f"{indicator['title']} {row['year']}"
                yield _COUNT.fill(title=title, before=_figure(previous), after=_figure(after)).said(new["language"])


def _figure(value: int | None) -> int | Text:
    return _NO_VALUE if value is None else value


def _phases(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before = {row.get("phase"): _number(row, "value") for row in _rows(old, "phases", "by_phase")}
    for row in new["phases"]["by_phase"]:
        previous = before.get(row["phase"])
        if previous is not None and previous != row["value"]:
            yield _COUNT.fill(title=row["title"], before=previous, after=row["value"]).said(new["language"])


def _standards(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name, standard in new["standards"].items():
        parts = []
        for key, (one, several) in _VERDICTS.items():
            before = _number(old, "standards", name, key)
            moved = standard[key] - before if before is not None else 0
            if moved:
                parts.append(f"{moved:+d} {(several if abs(moved) > 1 else one).said(new['language'])}")
        if parts:
            yield _DELTA.fill(title=standard["title"], parts=", ".join(parts)).said(new["language"])


def _teams(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    told = new.get("self_assessment")
    before = _number(old, "self_assessment", "answered")
    if told is not None and before != told["answered"]:
        title = told["title"]
        yield _COUNT.fill(title=title, before=_figure(before), after=told["answered"]).said(new["language"])


def _value(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _number(document: Any, *keys: str) -> int | None:
    value = _value(document, *keys)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _rows(document: Any, *keys: str) -> list[dict[str, Any]]:
    """Return the rows of a list that an old document should have; those that can be read."""
    rows = _value(document, *keys)
    mappings = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [row for row in mappings if isinstance(row.get("year", row.get("phase")), int | str)]


_SUBJECT = Text("Statistiques : ", "Statistics: ")
_MANY = (Text("chiffre a bougé", "figure moved"), Text("chiffres ont bougé", "figures moved"))
_MORE = Text("… et {count} de plus", "… and {count} more")
_FIRST = Text("première publication", "first publication")
_NO_FIGURE = Text("aucun chiffre n'a bougé, le détail a changé", "no figure moved, details did")
_COUNT = Text("{title} : {before} → {after}", "{title}: {before} → {after}")
_NO_VALUE = Text("pas de chiffre", "no figure")
_DELTA = Text("{title} : {parts}", "{title}: {parts}")
_ORIGIN = Text("Au {day}, contenu {commit}, par {generator}.", "As of {day}, content {commit}, by {generator}.")
_COLLECTIONS = {
    "product": Text("Produits", "Products"),
    "member": Text("Membres", "Members"),
    "incubator": Text("Incubateurs", "Incubators"),
    "organisation": Text("Organisations", "Organisations"),
}
# What a standard's counts are called, one and several.
_VERDICTS = {
    "met": (Text("conforme", "met"), Text("conformes", "met")),
    "unmet": (Text("non conforme", "unmet"), Text("non conformes", "unmet")),
    "undeclared": (Text("non renseigné", "undeclared"), Text("non renseignés", "undeclared")),
    "unknown": (Text("inconnu", "unknown"), Text("inconnus", "unknown")),
}
