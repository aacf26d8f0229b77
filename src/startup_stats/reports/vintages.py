"""What `vintages` answers, in the form asked for."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.language import Text, lines, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.commands.vintages import Vintages
    from startup_stats.document.revisions import Known, Year
    from startup_stats.language import Language
    from startup_stats.writers.csv import Cell

_BAR_WIDTH = 30


class _Table(NamedTuple):
    """A table for a terminal: a title, rows of cells with words last, a value for each row's bar, what stands below."""

    title: Text
    head: Sequence[Text]
    rows: Sequence[tuple[Sequence[Text], Text]]
    values: Sequence[int | None]
    notes: Sequence[Text]


def _text(told: Vintages, language: Language, *, with_bars: bool = False) -> str:
    table = _by_year(told) if told.question.year is None else _of_year(told, told.years[0])
    above = lines([table.title, *_about(told), same("")]).said(language)
    below = lines([same(""), *table.notes, *_breaks(told)]).said(language)
    return f"{above}\n{_columns(table, language, with_bars=with_bars)}{below}\n"


charted = partial(_text, with_bars=True)


def _about(told: Vintages) -> Iterator[Text]:
    view = _ONE_VIEW if told.is_one_view else _VIEWS[told.question.view]
    yield _KNOWN.fill(view=view, since=told.since, as_of=told.as_of)
    if told.is_shallow:
        yield _SHALLOW.fill(since=told.since)
    if told.is_outdated:
        yield _OUTDATED


def _of_year(told: Vintages, year: Year) -> _Table:
    """Return a line for each change of one year's figure."""
    rows = [((_shown(point.day), _figure(point.value), _more(point.change)), _words(point)) for point in year.points]
    used = {flag for point in year.points for flag in _flags(point)}
    notes = [_first(told, year), *(_LEGEND[flag] for flag in _LEGEND if flag in used)]
    title = _OF_YEAR.fill(title=told.title, year=str(year.year))
    return _Table(title, (_DAY, _FIGURE, _CHANGE), rows, [point.value for point in year.points], notes)


def _by_year(told: Vintages) -> _Table:
    """Return a line for each year; how far it was revised stands in its columns."""
    rows, used = [], set()
    for year in told.years:
        now, days = year.today, year.revised_on
        more = _more(None if now.value is None or year.first is None else now.value - year.first)
        last = _shown(days[-1]) if days else same("")
        state = now._replace(provisional=year.over > told.as_of, revised=False, broken=False)
        figures = (_figure(year.first), _figure(now.value), more)
        rows.append(((same(str(year.year)), *figures, _shown(len(days)), last), _words(state)))
        used |= {*_flags(state), *([_NONE] if year.first is None else [])}
    notes = [_COUNTED, *(_LEGEND[flag] for flag in _LEGEND if flag in used)]
    values = [year.today.value for year in told.years]
    return _Table(_BY_YEAR.fill(title=told.title), _HEAD_OF_YEARS, rows, values, notes)


def _columns(table: _Table, language: Language, *, with_bars: bool) -> str:
    """Write a table in columns; the bars, where they are asked for, stand behind the numbers that they draw."""
    from startup_stats.writers.bars import bar
    from startup_stats.writers.text import align, beside

    rows = [(table.head, same("")), *table.rows]
    cells = align([[cell.said(language) for cell in cells] for cells, _ in rows]).splitlines()
    most = max(value or 0 for value in table.values)
    bars = ["", *(bar(value or 0, most, _BAR_WIDTH) for value in table.values)]
    return beside(cells, *([bars] if with_bars and most else []), [words.said(language) for _, words in rows])


def _shown(value: object) -> Text:
    return same("{value}").fill(value=value)


def _figure(value: int | None) -> Text:
    return _NO_FIGURE if value is None else _shown(value)


def _more(change: int | None) -> Text:
    return _shown(_SIGNED[change > 0].fill(more=abs(change))) if change else same("")


def _flags(point: Known) -> list[str]:
    """Return the names of what a figure is; of one that is not available nothing else is said."""
    if point.value is None:
        return [_NONE]
    flags = {"provisional": point.provisional, "revised": point.revised, "break": point.broken}
    return [name for name, is_so in flags.items() if is_so]


def _words(point: Known) -> Text:
    if point.value is None:
        return same(point.reason or "")
    words = [_FLAGS[flag] for flag in _flags(point)]
    return Text(", ".join(word.fr for word in words), ", ".join(word.en for word in words))


def _first(told: Vintages, year: Year) -> Text:
    """Say what was first known of a whole year, and how much it is now."""
    if year.first_day > told.as_of:
        return _TO_COME.fill(day=year.first_day)
    if year.first is None or year.today.value is None:
        return _UNKNOWN_FIRST.fill(day=year.first_day)
    change = year.today.value - year.first
    more = Text(" ({more})", " ({more})").fill(more=_more(change)) if change else same("")
    told_of = {"day": year.first_day, "first": year.first, "as_of": told.as_of, "now": year.today.value}
    return _FIRST.fill(more=more, **told_of)


def _breaks(told: Vintages) -> Iterator[Text]:
    if told.breaks:
        yield _BREAKS
    for day, reason in told.breaks:
        yield Text("  {day} : {reason}", "  {day}: {reason}").fill(day=day, reason=reason)


_CHANGES = ("indicator", "year", "view", "day", "value", "change", "provisional", "revised", "break", "reason")
_YEARS = ("indicator", "year", "view", "over", "first_day", "first", "now", "provisional", "changes", "last_change")


def _rows(told: Vintages) -> tuple[Sequence[str], list[tuple[Cell, ...]]]:
    """Return the names of the columns and the rows: of one year its changes, else the years."""
    if told.question.year is None:
        return _YEARS, [_year(year, told.as_of) for year in told.years]
    return _CHANGES, [_change(year, point) for year in told.years for point in year.points]


def _year(year: Year, as_of: date) -> tuple[Cell, ...]:
    revised, days = year.revised_on, (year.over.isoformat(), year.first_day.isoformat())
    now = (year.today.value, year.over > as_of, len(revised), revised[-1].isoformat() if revised else None)
    return (year.indicator, year.year, year.view, *days, year.first, *now)


def _change(year: Year, point: Known) -> tuple[Cell, ...]:
    flags = (point.provisional, point.revised, point.broken)
    head = (year.indicator, year.year, year.view, point.day.isoformat())
    return (*head, point.value, point.change, *flags, point.reason)


def _csv(told: Vintages, _language: Language) -> str:
    from startup_stats.writers.csv import to_csv

    return to_csv(*_rows(told))


def _json(told: Vintages, language: Language) -> str:
    from startup_stats.writers.json import to_json

    names, rows = _rows(told)
    value: dict[str, Any] = {
        "indicator": told.question.indicator,
        "title": told.title.said(language),
        "since": told.since.isoformat(),
        "as_of": told.as_of.isoformat(),
        "breaks": [{"day": day.isoformat(), "reason": reason} for day, reason in told.breaks],
        "rows": [dict(zip(names, row, strict=True)) for row in rows],
    }
    return to_json(value)


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Vintages, Language], str]] = MappingProxyType({"text": _text, "json": _json, "csv": _csv})

_OF_YEAR = Text("{title} en {year}", "{title} in {year}")
_BY_YEAR = Text("{title}, par année", "{title}, by year")
_VIEWS = {
    "as-written": Text("Tel qu'écrit à l'époque", "As written then"),
    "as-counted-today": Text("Tel que compté aujourd'hui", "As counted today"),
}
_ONE_VIEW = Text(
    "Tel qu'écrit à l'époque (compté aujourd'hui, c'est le même : aucun mot de phase n'y a de part)",
    "As written then (as counted today it is the same: no word of a phase has a part in it)",
)
_KNOWN = Text("{view}, connu du {since} au {as_of}.", "{view}, known from {since} to {as_of}.")
_SHALLOW = Text(
    "L'historique dont ces chiffres viennent était tronqué : ce qui précède le {since} n'y est pas.",
    "The history that these figures come from was cut: what was before {since} is not in it.",
)
_OUTDATED = Text(
    "Attention : la configuration compte autrement que cet historique. Relancez « startup-stats history ».",
    'Beware: the configuration counts otherwise than this history. Run "startup-stats history" again.',
)
_DAY, _FIGURE, _CHANGE = Text("connu au", "known at"), Text("chiffre", "figure"), Text("écart", "change")
_HEAD_OF_YEARS = (
    Text("année", "year"), Text("premier chiffre", "first figure"), Text("aujourd'hui", "today"), _CHANGE,
    Text("changements", "changes"), Text("dernier changement", "last change"),
)  # fmt: skip
_COUNTED = Text(
    "premier chiffre : celui que l'on connaissait à la fin du mois de mars suivant, ou de l'évaluation\n"
    "changements : depuis ce jour-là, la première fois où le chiffre est connu comprise",
    "first figure: the one known at the end of March after it, or of the evaluation\n"
    "changes: since that day, the first time that the figure is known included",
)
_NO_FIGURE = Text("n. d.", "n/a")
_SIGNED = {True: Text("+{more}", "+{more}"), False: Text("−{more}", "−{more}")}
_NONE = "none"
_FLAGS = {
    "provisional": Text("provisoire", "provisional"), "revised": Text("révisé", "revised"),
    "break": Text("rupture", "break"),
}  # fmt: skip
_LEGEND = {
    "provisional": Text(
        "provisoire : l'année, ou son évaluation, n'était pas terminée ce jour-là",
        "provisional: the year, or its evaluation, was not over on that day",
    ),
    "revised": Text(
        "révisé : diffère du premier chiffre de l'année entière", "revised: differs from the whole year's first figure"
    ),
    "break": Text(
        "rupture : à partir de ce jour, ce chiffre compte autrement",
        "break: from that day on the figure counts otherwise",
    ),
    _NONE: Text("n. d. : non disponible ; ce n'est pas zéro", "n/a: not available; it is not zero"),
}
_FIRST = Text(
    "Premier chiffre de l'année entière, connu au {day} : {first}. Connu au {as_of} : {now}{more}.",
    "The whole year's first figure, known at {day}: {first}. Known at {as_of}: {now}{more}.",
)
_UNKNOWN_FIRST = Text(
    "Premier chiffre de l'année entière, connu au {day} : non disponible.",
    "The whole year's first figure, known at {day}: not available.",
)
_TO_COME = Text(
    "Le premier chiffre de l'année entière sera celui du {day}.", "The whole year's first figure will be that of {day}."
)
_BREAKS = Text("Ruptures de cet indicateur :", "Breaks in this indicator:")
