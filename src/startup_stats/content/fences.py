"""The two lines « --- » around the fields: where they stand for Jekyll, and why a line that looks like one is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault
from startup_stats.content.invisible import first_invisible, name_of, without_invisible
from startup_stats.content.text import place_after
from startup_stats.language import Text

# As Jekyll's Document::YAML_FRONT_MATTER_REGEXP knows them: Ruby's \s is these six characters alone. After the opening
# one it also takes a form feed or a vertical tab, on which its YAML then stops.
OPENING = re.compile(r"---[ \t\r]*\n")
CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t\r\f\v]*(?=\n|\Z)")

_SPACES = " \t\r"
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d ")
# With what is invisible between them.
_THREE_DASHES = re.compile(r"(?:[^-]*-){3}")
_RULES = re.compile(r"(?:=|\*|_|\+|~|`|\.){2,}|…")
_FIELD = re.compile(r"[\w-]+ ?:(?:\s|$)|[\s#]|- |-$|$")
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?=[ \r\n]|\Z)", re.MULTILINE)


class Near(NamedTuple):
    """A line that looks like a fence: the column where it is none, why, and what to do."""

    column: int
    problem: Text
    advice: Text


def missing(text: str) -> Fault:
    """Say why a text does not begin with a fence."""
    first = text.partition("\n")[0]
    near = near_fence(first)
    if near is None:
        if CONFLICT.match(text):
            near = Near(1, CONFLICTED, RESOLVE)
        elif not first.strip(_SPACES) and text.strip():
            near = Near(1, _BLANK_BEFORE, _DELETE_BEFORE)
        else:
            near = Near(1, _SOMETHING_ELSE.fill(line=first[:40]) if first.strip() else _EMPTY, _START)
    return Fault(rules.NO_FENCE, 1, near.column, {"problem": near.problem, "advice": near.advice})


def unclosed(text: str) -> Fault:
    """Say where the fields of a text, which has its first fence, would have to be closed."""
    lines = text.split("\n")
    conflict = CONFLICT.search(text)
    if conflict is not None:
        return _unclosed(place_after(text[: conflict.start()])[0], Near(1, CONFLICTED, RESOLVE))
    for number, line in enumerate(lines[1:], 2):
        near = near_fence(line)
        if near is not None:
            return _unclosed(number, near)
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip().endswith("---"):
            return _unclosed(number, Near(len(line.rstrip()) - 2, _GLUED, _ON_ITS_OWN))
    body = (number for number, line in enumerate(lines[1:], 2) if not _FIELD.match(line))
    end = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    place = next(body, end)
    return _unclosed(place, Near(1, _ERASED, _CLOSE_BEFORE if place != end else _CLOSE_AFTER))


def _unclosed(line: int, near: Near) -> Fault:
    return Fault(rules.UNCLOSED_FENCE, line, near.column, {"problem": near.problem, "advice": near.advice})


def near_fence(line: str) -> Near | None:
    """Say why a line that looks like a fence is none; None for a fence, and for a line that looks like none."""
    seen = without_invisible(line).strip(_SPACES)
    hidden = first_invisible(line)
    if seen == "---" and hidden is not None:
        return Near(hidden + 1, _INVISIBLE.fill(name=name_of(line[hidden])), _RETYPE)
    if seen == "---" and line[0] in _SPACES:
        return Near(1, _INDENTED, _AT_THE_START)
    if seen not in ("", "-", "---", "...") and (_DASHES.issuperset(seen) or _RULES.fullmatch(seen)):
        return Near(1, _OTHER_MARKS.fill(line=seen[:20]), _RETYPE)
    if seen.startswith("---") and len(seen) > len("---"):
        dashes = _THREE_DASHES.match(line)
        assert dashes is not None  # noqa: S101 - as seen above
        return Near(dashes.end() + 1, _TEXT_AFTER, _ON_ITS_OWN)
    return None


CONFLICTED = Text("une marque de conflit laissée par git s'y trouve", "there is a conflict marker that git left")
RESOLVE = Text(
    "Gardez une seule des deux versions du conflit, et supprimez les lignes <<<<<<<, ======= et >>>>>>>.",
    "Keep one of the two versions of the conflict, and delete the lines <<<<<<<, ======= and >>>>>>>.",
)
_EMPTY = Text("rien n'y est écrit", "nothing is written there")
_BLANK_BEFORE = Text("une ligne vide est écrite avant", "an empty line stands before it")
_DELETE_BEFORE = Text(
    "Supprimez les lignes vides : « --- » est la toute première ligne.",
    'Delete the empty lines: "---" is the very first line.',
)
_SOMETHING_ELSE = Text("la première ligne est « {line} »", 'the first line is "{line}"')
_START = Text(
    "Ajoutez une première ligne « --- » ; viennent ensuite les champs, puis une seconde ligne « --- ».",
    'Add a first line "---"; then come the fields, then a second line "---".',
)
_INVISIBLE = Text(
    "sur cette ligne, un caractère invisible ({name}) accompagne les trois tirets",
    "on this line an invisible character ({name}) stands beside the three hyphens",
)
_INDENTED = Text("sur cette ligne, des espaces précèdent les trois tirets", "on this line spaces precede the hyphens")
_AT_THE_START = Text(
    "Supprimez les espaces : « --- » commence au bord de la ligne.",
    'Delete the spaces: "---" starts at the edge of the line.',
)
_OTHER_MARKS = Text(
    "« {line} » n'est pas fait de trois tirets courts (la touche « - »)",
    '"{line}" is not made of three plain hyphens (the key "-")',
)
_RETYPE = Text(
    "Effacez toute la ligne et tapez trois tirets courts : « --- », rien d'autre.",
    'Delete the whole line and type three hyphens: "---", nothing else.',
)
_TEXT_AFTER = Text("du texte suit les trois tirets", "text follows the three hyphens")
_GLUED = Text("les trois tirets sont collés au bout de cette ligne", "the hyphens are stuck to this line's end")
_ON_ITS_OWN = Text("Mettez « --- » seul sur sa ligne.", 'Put "---" on a line of its own.')
_ERASED = Text("les champs semblent finir ici", "the fields seem to end here")
_CLOSE_BEFORE = Text(
    "Ajoutez une ligne « --- » juste avant celle-ci, entre les champs et le texte de la fiche.",
    'Add a line "---" just before this one, between the fields and the text.',
)
_CLOSE_AFTER = Text("Ajoutez une ligne « --- » après les champs.", 'Add a line "---" after the fields.')
