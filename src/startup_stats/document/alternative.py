"""Text alternatives: what a chart shows, in sentences written from its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.language import Text, listed, same, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.series import Series
    from startup_stats.indicators.terms import Terms


_NAMED_AT_MOST = 3


def of_series(indicator: Indicator, series: Series, terms: Terms) -> Text:
    """Say a series: first and last complete year, the highest, the running year, what has no figure and no date."""
    figures = [_Figure(each.year, each.value, each.complete) for each in series.observations if each.value is not None]
    sentences = [
        *_past(terms.fill(indicator.counted), [figure for figure in figures if figure.complete]),
        *_running([figure for figure in figures if not figure.complete], terms.as_of),
        *_without_figure(series),
        *_undated(series),
    ]
    return Text(" ".join(text.fr for text in sentences), " ".join(text.en for text in sentences))


class _Figure(NamedTuple):
    year: int
    value: int
    complete: bool


def of_counts(counts: Mapping[Text, int], as_of: date) -> Text:
    """Say a set of counts on a day: « Au 20 août 2026 : Investigation 62, Construction 110. »."""
    parts = listed(Text("{name} {value}", "{name} {value}").fill(name=n, value=v) for n, v in counts.items())
    return Text("Au {day} : {parts}.", "On {day}: {parts}.").fill(day=as_of, parts=parts)


def of_largest(sentence: Text, counts: Iterable[tuple[str, int]]) -> Text:
    """Set into a sentence's {count} how many have any, and into {largest} who has most: « A et B, avec 12 chacun »."""
    present = [(name, value) for name, value in counts if value]
    if not present:
        return Text("Aucun à ce jour.", "None to date.")
    value = max(value for _, value in present)
    names = [same(name) for name, count in present if count == value]
    largest = _TIE if len(names) > _NAMED_AT_MOST else _SEVERAL if len(names) > 1 else _ONE
    return sentence.fill(count=len(present), largest=largest.fill(names=listed(names), value=value, count=len(names)))


_ONE = Text("{names}, avec {value}", "{names}, with {value}")
_SEVERAL = Text("{names}, avec {value} chacun", "{names}, with {value} each")
_TIE = Text("{count} à égalité, avec {value} chacun", "{count} of them, with {value} each")


def _past(counted: Text, complete: list[_Figure]) -> list[Text]:
    some = [figure for figure in complete if figure.value]
    if not some:
        return [Text("Aucune année complète n'a de valeur.", "No complete year has a value.")]
    last = complete[-1]
    return [
        Text("{counted} en {year} : {value}.", "{counted} in {year}: {value}.").fill(
            year=str(last.year), value=last.value, counted=counted
        ),
        Text(
            "De {first} à {last}, {total} au total ; de ces années, {highest}.",
            "From {first} to {last}, {total} in all; of these years {highest}.",
        ).fill(
            first=str(some[0].year),
            last=str(last.year),
            total=sum(figure.value for figure in some),
            highest=_highest(some),
        ),
    ]


def _highest(some: list[_Figure]) -> Text:
    value = max(figure.value for figure in some)
    years = [str(figure.year) for figure in some if figure.value == value]
    one = Text("la plus haute est {years}, avec {value}", "the highest is {years}, with {value}")
    several = Text("les plus hautes sont {years}, avec {value}", "the highest are {years}, with {value}")
    tie = Text("{count} sont les plus hautes, avec {value}", "{count} are the highest, with {value}")
    sentence = one if len(years) == 1 else tie if len(years) > _NAMED_AT_MOST else several
    return sentence.fill(years=listed(same(year) for year in years), value=value, count=len(years))


def _running(figures: list[_Figure], as_of: date) -> list[Text]:
    return [
        Text("En {year}, au {day} : {value} (année en cours).", "In {year}, up to {day}: {value} (not over).").fill(
            year=str(figure.year), day=as_of, value=figure.value
        )
        for figure in figures
        if figure.year <= as_of.year
    ]


def _without_figure(series: Series) -> list[Text]:
    """Say which years have no figure, and why, a reason at a time."""
    without: dict[Text, list[int]] = {}
    for observation in series.observations:
        if observation.reason is not None:
            without.setdefault(observation.reason, []).append(observation.year)
    return [_NO_FIGURE.fill(years=_span(years), reason=within(reason)) for reason, years in without.items()]


def _span(years: list[int]) -> Text:
    one, several = Text("En {first}", "In {first}"), Text("De {first} à {last}", "From {first} to {last}")
    return (one if len(years) == 1 else several).fill(first=str(years[0]), last=str(years[-1]))


_NO_FIGURE = Text("{years}, pas de chiffre : {reason}", "{years}, no figure: {reason}")


def _undated(series: Series) -> list[Text]:
    if not series.undated:
        return []
    return [Text("Sans date connue : {count}.", "Without a known date: {count}.").fill(count=len(series.undated))]
