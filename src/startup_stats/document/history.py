"""The history as stats_history.json holds it: plain values, a change point a line, members as counts only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from startup_stats import __version__
from startup_stats.history.spans import DAY
from startup_stats.history.trends import Share
from startup_stats.language import Text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.git.checkout import SourceInfo
    from startup_stats.history.published import Publication
    from startup_stats.history.reconstruction import Reconstruction
    from startup_stats.history.trends import Line, Trend
    from startup_stats.history.vintages import Figures
    from startup_stats.language import Language

SCHEMA_VERSION = 1
VIEWS = AS_WRITTEN, AS_COUNTED_TODAY = "as_written", "as_counted_today"


def history_document(made: Reconstruction, source: SourceInfo, counting: str, language: Language) -> dict[str, Any]:
    """Return the document, valid by schemas/history.schema.json; `counting` is the digest of what figures count by."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generator": f"startup-stats {__version__}",
        "as_of": made.until.isoformat(),
        "language": language,
        "source": _source(made, source, counting),
        "indicators": _indicators(made),
        "words": {"commit": made.versions.commit, "own": made.own, "by_rule": made.by_rule},
        "unavailable": list(_unavailable(made, language)),
        "breaks": [
            {
                "day": each.day.isoformat(),
                "indicators": list(each.indicators),
                "reason": each.reason.said(language),
                "records": each.records,
            }
            for each in made.breaks
        ],
        "published": [_published(each) for each in made.publications],
        "trends": [_trend(trend, language) for trend in made.trends],
        "restatements": [],
    }


def _source(made: Reconstruction, source: SourceInfo, counting: str) -> dict[str, Any]:
    return {
        "repository": source.repository,
        "commit": made.versions.commit,
        "since": made.versions.since.isoformat(),
        "shallow": made.versions.is_shallow,
        "counting": counting,
    }


def _indicators(made: Reconstruction) -> dict[str, Any]:
    broken = {(name, each.day) for each in made.breaks for name in each.indicators}
    return {
        name: {
            AS_WRITTEN: _years(name, figures, broken),
            AS_COUNTED_TODAY: _years(name, made.as_counted_today.get(name), broken),
        }
        for name, figures in made.as_written.items()
    }


def _published(publication: Publication) -> dict[str, Any]:
    return {
        "indicator": publication.indicator,
        "year": publication.year,
        "value": publication.figure.value,
        "source": publication.figure.source,
        "reproduced": [
            {"method": each.method, "from": each.first.isoformat(), "to": _day(each.last)}
            for each in publication.reproduced
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _years(name: str, figures: Figures | None, broken: set[tuple[str, date]]) -> dict[str, list[list[Any]]]:
    return {
        str(year): [[day.isoformat(), value, *(["b"] if (name, day) in broken else [])] for day, value in points]
        for year, points in (figures.years if figures else {}).items()
        if points
    }


def _unavailable(made: Reconstruction, language: Language) -> Iterator[dict[str, Any]]:
    """Yield from when to when an indicator has no figure at all, and why."""
    for name, figures in made.as_written.items():
        if made.versions.is_shallow:
            to = (made.versions.since - DAY).isoformat()
            yield {"indicator": name, "from": None, "to": to, "reason": _SHALLOW.said(language)}
        ends = [*(day - DAY for day, _ in figures.reasons[1:]), made.until]
        for (day, reason), last in zip(figures.reasons, ends, strict=True):
            if reason is not None and day <= last:
                told = reason.said(language)
                yield {"indicator": name, "from": day.isoformat(), "to": last.isoformat(), "reason": told}


def _trend(trend: Trend, language: Language) -> dict[str, Any]:
    series = [{"id": line.id, "title": line.title.said(language), **_values(line)} for line in trend.lines]
    return {"id": trend.id, "months": list(trend.months), "series": series}


def _values(line: Line) -> dict[str, Any]:
    """Return a line's counts; of shares the percentages, what they count and of how many."""
    shares = [value if isinstance(value, Share) else None for value in line.values]
    if not any(shares):
        return {"values": list(line.values)}
    return {
        "values": [None if share is None else share.percent for share in shares],
        "counts": [None if share is None else share.part for share in shares],
        "totals": [None if share is None else share.total for share in shares],
    }


def history_text(document: Mapping[str, Any]) -> str:
    """Write the document: a change point a line, its comma before it, so that a new one changes no other line."""
    others = {key: value for key, value in document.items() if key != "indicators"}
    head, tail = json.dumps("indicators"), to_rows(others).removeprefix("{\n")
    views = ",\n".join(
        f"{json.dumps(name)}: {{\n" + ",\n".join(_view(view, years) for view, years in of.items()) + "}"
        for name, of in document["indicators"].items()
    )
    return f"{{\n {head}: {{\n{views}\n}},\n{tail}"


def _view(name: str, years: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    listed = ",\n".join(f"{json.dumps(year)}: [\n{_points(points)}]" for year, points in years.items())
    return f"{json.dumps(name)}: {{\n{listed}}}"


def _points(points: Iterable[Sequence[Any]]) -> str:
    """Write points without an indent: there are thousands of them."""
    return "\n,".join(_point(*point) for point in points) + "\n"


def _point(day: str, value: int | None, *flags: str) -> str:
    """Write a point as JSON; a day and a flag are plain texts."""
    told = "null" if value is None else str(value)
    return "".join((f'["{day}",{told}', *(f',"{flag}"' for flag in flags), "]"))


def same_history(old: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Say whether a document differs only in the day, the program and the commit: that alone is no news.

    Nor is it that a record is another one than it was where no figure is another.
    """
    told = {key: document[key] for key in ("as_of", "generator", "source", "words")}
    words = {key: old["words"][key] for key in ("own", "by_rule")}
    return {**old, **told, "unavailable": None, "moved": None} == {
        **document,
        "words": {**document["words"], **words},
        "unavailable": None,
        "moved": None,
    }


def moved_months(old: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the years, by indicator, whose figures as written then differ in the months that are over in a file."""
    closed = _first_open_day(old)
    moved = {}
    for name, views in old["indicators"].items():
        new = document["indicators"].get(name, {AS_WRITTEN: {}})[AS_WRITTEN]
        years = views[AS_WRITTEN].keys() | new.keys()
        differing = sorted(
            int(year)
            for year in years
            if _until(views[AS_WRITTEN].get(year, []), closed) != _until(new.get(year, []), closed)
        )
        if differing:
            moved[name] = tuple(differing)
    return moved


def kept_months(old: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the indicators of a document with the months that are over as an earlier file has them.

    From the month that runs on they say what the document says, also where its git history was rewritten before.
    """
    closed = _first_open_day(old)
    kept = {}
    for name, views in document["indicators"].items():
        before = old["indicators"].get(name, {AS_WRITTEN: {}})[AS_WRITTEN]
        years = dict.fromkeys([*before, *views[AS_WRITTEN]])
        written = {year: _joined(before.get(year, []), views[AS_WRITTEN].get(year, []), closed) for year in years}
        kept[name] = {**views, AS_WRITTEN: written}
    return {"indicators": kept}


def _joined(old: Sequence[Sequence[Any]], new: Sequence[Sequence[Any]], day: str) -> list[Sequence[Any]]:
    """Join the points of one figure on a day, or on the later one from which the new ones know it at all."""
    if not new:
        return list(old)
    day = max(day, new[0][0])
    kept, standing, later = _until(old, day), _until(new, day), _from(new, day)
    changes = [point[0] for point in later]
    values = [points[-1][1] if points else None for points in (kept, standing)]
    return [*kept, *([[day, values[1]]] if values[0] != values[1] and day not in changes else []), *later]


def _first_open_day(old: Mapping[str, Any]) -> str:
    """Return the first day of the month that was not over when a file was written."""
    month: str = old["as_of"][: len("2026-08")]
    return f"{month}-01"


def _until(points: Iterable[Sequence[Any]], end: str) -> list[Sequence[Any]]:
    return [point for point in points if point[0] < end]


def _from(points: Iterable[Sequence[Any]], start: str) -> list[Sequence[Any]]:
    return [point for point in points if point[0] >= start]


_SHALLOW = Text(
    "Ce checkout ne contient pas l'historique d'avant : récupérez-le entier (« fetch-depth: 0 »).",
    'This checkout does not hold the history before that: fetch the whole ("fetch-depth: 0").',
)
