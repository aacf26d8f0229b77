"""What `explain` answers of a figure known on two days, in the form asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from startup_stats.history.causes import CAUSES
from startup_stats.language import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.commands.explain import Revised
    from startup_stats.history.comparison import Difference
    from startup_stats.indicators.series import Observation
    from startup_stats.language import Language

_COLUMNS = ("id", "change", "cause", "reason")


def _text(revised: Revised, language: Language) -> str:
    """Write a sentence with both figures, then who came in and who went out, by cause, and the sum."""
    return "".join(f"{line.said(language)}\n" for line in _lines(revised))


def _lines(revised: Revised) -> Iterator[Text]:
    then, now, came_in, went_out = revised.comparison
    then_day = _ON.fill(day=revised.span.known_at)
    now_day = _TODAY if revised.span.to_today else _ON.fill(day=revised.question.as_of)
    yield _HEAD.fill(
        title=revised.title,
        year=str(revised.question.year),
        then=_figure(then),
        then_day=then_day,
        now=_figure(now),
        now_day=now_day,
    )
    for figure, day in ((then, then_day), (now, now_day)):
        if figure.reason is not None:
            yield _WITHOUT.fill(day=day, reason=figure.reason)
    if not came_in and not went_out:
        yield _NOBODY
    yield from _group(_CAME_IN, came_in)
    yield from _group(_WENT_OUT, went_out)
    if (came_in or went_out) and None not in (then.value, now.value):
        yield same("")
        yield _SUM.fill(then=_figure(then), came=len(came_in), went=len(went_out), now=_figure(now))


def _figure(observation: Observation) -> Text | int:
    return _NO_FIGURE if observation.value is None else observation.value


def _group(heading: Text, differences: tuple[Difference, ...]) -> Iterator[Text]:
    """Write who came in, or went out, a line for each cause."""
    if differences:
        yield same("")
        yield heading.fill(count=len(differences))
    for cause, words in CAUSES.items():
        of_cause = [difference.id for difference in differences if difference.cause == cause]
        if of_cause:
            yield _CAUSE.fill(cause=words, count=len(of_cause), ids=", ".join(of_cause))


def _csv(revised: Revised, language: Language) -> str:
    from startup_stats.writers.csv import to_csv

    changes = {"in": revised.comparison.came_in, "out": revised.comparison.went_out}
    return to_csv(
        _COLUMNS,
        [
            (each.id, change, each.cause, CAUSES[each.cause].said(language))
            for change, differences in changes.items()
            for each in differences
        ],
    )


def _json(revised: Revised, language: Language) -> str:
    from startup_stats.writers.json import to_json

    comparison = revised.comparison
    value: dict[str, Any] = {
        "indicator": revised.question.indicator,
        "year": revised.question.year,
        "method": revised.method,
        "known_at": revised.span.known_at.isoformat(),
        "against": revised.question.as_of.isoformat(),
    }
    for name, figure in (("then", comparison.then), ("now", comparison.now)):
        value[name] = figure.value
        if figure.reason is not None:
            value[f"{name}_reason"] = figure.reason.said(language)
    value["came_in"] = [each._asdict() for each in comparison.came_in]
    value["went_out"] = [each._asdict() for each in comparison.went_out]
    return to_json(value)


# Every form that is offered, those of an answer on one day.
FORMS: Mapping[str, Callable[[Revised, Language], str]] = MappingProxyType({"text": _text, "json": _json, "csv": _csv})
_HEAD = Text(
    "{title} en {year} : {then} {then_day}, {now} {now_day}.", "{title} in {year}: {then} {then_day}, {now} {now_day}."
)
_ON = Text("au {day}", "on {day}")
_TODAY = Text("aujourd'hui", "today")
_NO_FIGURE = Text("pas de chiffre", "no figure")
_WITHOUT = Text("Pas de chiffre {day} : {reason}", "No figure {day}: {reason}")
_NOBODY = Text("Personne n'est entré ni sorti.", "Nobody came in or went out.")
_CAME_IN = Text("Entrés : {count}", "Came in: {count}")
_WENT_OUT = Text("Sortis : {count}", "Went out: {count}")
_CAUSE = Text("  {cause} ({count}) : {ids}", "  {cause} ({count}): {ids}")
_SUM = Text("{then} + {came} − {went} = {now}", "{then} + {came} − {went} = {now}")
