"""What `impact` says: the figures that a change moves, in the form asked for; nothing when it moves none."""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from startup_stats.history.causes import CAUSES
from startup_stats.history.comparison import Difference
from startup_stats.language import Text, listed, same
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from startup_stats.commands.impact import Impact
    from startup_stats.history.causes import Cause
    from startup_stats.history.figures import Changes, Figure
    from startup_stats.history.sortings import Kind
    from startup_stats.language import Language

# A line names so many products, by titles so long: whoever wants all asks for JSON.
MOST_NAMED = 20
LONGEST_TITLE = 60
# What moves stands above a table of findings in a job's summary, and in one comment with it (in bytes).
MOST_BYTES = 32 * 1024


def _text(impact: Impact, language: Language) -> str:
    from startup_stats.document.alarm import alarm_text

    alarm = alarm_text(impact.account, language)
    if not impact.figures:
        return alarm
    lines = [line for figure in impact.figures for line in _indented(figure, impact.titles, language)]
    return f"{alarm}{_HEADING_AS_OF.fill(day=impact.as_of).said(language)}\n\n{''.join(lines)}"


def _indented(figure: Figure, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    first, *rest = figure_lines(figure, titles)
    yield f"{first.said(language)}\n"
    yield from (f"  {line.said(language)}\n" for line in rest)


def _markdown(impact: Impact, language: Language) -> str:
    """Write a heading and a list; what rings stands first. Of very many figures some, those of closed years first."""
    from startup_stats.document.alarm import alarm_markdown

    alarm = alarm_markdown(impact.account, language)
    if not impact.figures:
        return alarm
    blocks, room = list[str](), MOST_BYTES
    for figure in impact.figures:
        block = _item(figure, impact.titles, language)
        room -= len(block.encode())
        if room < 0:
            blocks.append(f"- {_MORE.fill(count=len(impact.figures) - len(blocks)).said(language)}\n")
            break
        blocks.append(block)
    heading = f"## {_HEADING.said(language)}\n\n{_AS_OF.fill(day=impact.as_of).said(language)}"
    return f"{alarm}{heading}\n\n{''.join(blocks)}"


def _item(figure: Figure, titles: Mapping[str, str], language: Language) -> str:
    from startup_stats.writers.markdown import escape

    first, *rest = (escape(line.said(language)) for line in figure_lines(figure, titles))
    return "".join([f"- **{first}**\n", *(f"  - {line}\n" for line in rest)])


def figure_lines(figure: Figure, titles: Mapping[str, str]) -> Iterator[Text]:
    """Say a figure before and after, then who came in and who went out, a line for each cause."""
    title = figure.title if figure.year is None else _OF_YEAR.fill(title=figure.title, year=str(figure.year))
    state = _CLOSED if figure.complete else same("")
    yield _MOVED.fill(title=title, before=_value(figure.before), after=_value(figure.after), state=state)
    for words, changes in ((_CAME_IN, figure.came_in), (_WENT_OUT, figure.went_out)):
        for cause in CAUSES:
            of_cause = [each for each in changes if each.cause == cause]
            if of_cause:
                yield words.fill(cause=_words(figure.kind, cause), who=_who(of_cause, titles))


def _value(value: int | None) -> Text | int:
    return _NO_FIGURE if value is None else value


def _words(kind: Kind, cause: Cause) -> Text:
    return _OF_KIND[kind].get(cause) or _CAUSE.get(cause) or CAUSES[cause]


def _who(changes: Sequence[Any], titles: Mapping[str, str]) -> Text:
    """Name products by their titles; of people say how many."""
    if not isinstance(changes[0], Difference):
        return _COUNTED.fill(count=sum(each.count for each in changes))
    names = [same(_short(titles[each.id])) for each in changes]
    left = len(names) - MOST_NAMED
    named = listed(names if left <= 1 else [*names[:MOST_NAMED], _OTHERS.fill(count=left)])
    return _NAMED.fill(count=len(changes), names=named)


def _short(title: str) -> str:
    return plain(title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…")


def _json(impact: Impact, language: Language) -> str:
    from startup_stats.writers.json import to_json

    alarm = [sentence.said(language) for sentence in impact.account.alarm]
    return to_json({"figures": [figure_plain(figure) for figure in impact.figures], "alarm": alarm})


def figure_plain(figure: Figure) -> dict[str, Any]:
    """Return a figure that moves as JSON has it."""
    value = figure._asdict() | {"came_in": _changes(figure.came_in), "went_out": _changes(figure.went_out)}
    del value["title"]
    if figure.outcome is None:
        del value["outcome"]
    return value


def _changes(changes: Changes) -> list[dict[str, Any]]:
    return [each._asdict() if isinstance(each, Difference) else asdict(each) for each in changes]


def alarm_line(impact: Impact, language: Language) -> str:
    """Say in one annotation what rings; nothing when nothing does."""
    from startup_stats.document.alarm import alarm_text

    return alarm_text(impact.account, language).strip() if impact.account.alerts else ""


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Impact, Language], str]] = MappingProxyType(
    {"text": _text, "markdown": _markdown, "json": _json}
)
_HEADING = Text("Ce que cette modification fait bouger", "What this change moves")
_HEADING_AS_OF = Text("Ce que cette modification fait bouger, au {day} :", "What this change moves, on {day}:")
_AS_OF = Text("Avant et après, au {day} :", "Before and after, on {day}:")
_OF_YEAR = Text("{title} en {year}", "{title} in {year}")
_MOVED = Text("{title} : {before} → {after}{state}", "{title}: {before} → {after}{state}")
_CLOSED = Text(" (année close)", " (year that is over)")
_NO_FIGURE = Text("pas de chiffre", "no figure")
_MORE = Text("… et {count} chiffres de plus", "… and {count} more figures")
_CAME_IN = Text("Entrés, {cause}{who}", "Came in, {cause}{who}")
_WENT_OUT = Text("Sortis, {cause}{who}", "Went out, {cause}{who}")
_COUNTED = Text(" : {count}", ": {count}")
_NAMED = Text(" ({count}) : {names}", " ({count}): {names}")
_OTHERS = Text("{count} autres", "{count} others")
# What a cause is called of a change in hand; the others as of two days.
_CAUSE: Mapping[Cause, Text] = {
    "created": Text("fiche créée", "file created"),
    "gone": Text("fiche retirée", "file removed"),
    "dated": Text("date ajoutée", "date added"),
    "undated": Text("date qui n'y est plus, ou ne compte plus", "date that is gone, or counts no more"),
    "unreadable": Text(
        "fiche illisible, ou non publiée, avant ou après", "file unreadable, or not shown, before or after"
    ),
}
# Where a record goes from one place to another, and not from one year to another.
_OF_KIND: Mapping[Kind, Mapping[Cause, Text]] = {
    "indicator": {},
    "phase": {
        "moved": Text("changement de phase", "another phase"),
        "dated": Text("première phase donnée", "first phase given"),
        "undated": Text("sans phase connue à présent", "without a known phase now"),
    },
    "standard": {
        "moved": Text("la fiche dit autre chose", "the file says otherwise"),
        "dated": Text("standard qui s'applique à présent", "standard that applies now"),
        "undated": Text("standard qui ne s'applique plus", "standard that applies no more"),
    },
    "member": {
        "moved": Text("mission ou statut changé", "mission or status changed"),
        "dated": Text("mission ajoutée ou prolongée", "mission added or extended"),
        "undated": Text("mission terminée ou retirée", "mission ended or removed"),
    },
}
