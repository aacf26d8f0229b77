"""What people type wrong in a line, looked for near the place where libyaml gave up, which is often too late."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.fences import CONFLICT, CONFLICTED, RESOLVE, near_fence
from startup_stats.content.invisible import first_invisible, name_of
from startup_stats.content.text import place_after
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Mistake(NamedTuple):
    """Where somebody typed something wrong, in the text; what is wrong, what to do."""

    line: int
    column: int
    problem: Text
    advice: Text


_FIELD = re.compile(r"(?P<before>\s*(?:- +)*)(?P<name>[^\W\d][\w-]*) ?:[ \t]+(?P<value>\S.*?)\s*$")
_GLUED_FIELD = re.compile(r"\s*(?:- +)*(?P<name>[a-z_]{3,30}):(?!//)(?P<value>[^\s:].*?)\s*$", re.IGNORECASE)
_GLUED_ITEM = re.compile(r"\s*-(?P<value>[^\W\d_]\S*(?: .*)?|/\S+)$")
_NO_COLON = re.compile(r"\s*(?:- +)?(?P<name>[a-z_]{3,30})[ \t]+\S")
_SENTENCE = re.compile(r"[^\W\d_]\S*(?: \S+){2,}")
# A mistake stands a few lines above the place where libyaml gives up, seldom more.
_LINES_ABOVE, _LINES_NEAR = 100, 3
# What a person writes is far below; what is above would be read again and again.
_LONGEST_TEXT, _LONGEST_LINE = 32_768, 2_000
# What a value can't begin with unless it is YAML's own: marks, quotes, brackets.
_MARKS = "'\"[]{}*&!|>%@`#,?-"


class _Seen(NamedTuple):
    """What is wrong in a line; `mended` is the line without it, where that can be told."""

    column: int
    problem: Text
    advice: Text
    mended: str | None = None


def find_mistake(text: str, line: int, also: int) -> Mistake | None:
    """Find what was typed wrong, nearest to a line first, then upwards; `also` is where libyaml says it began."""
    conflict = CONFLICT.search(text)
    if conflict is not None:
        return Mistake(*place_after(text[: conflict.start()]), CONFLICTED, RESOLVE)
    lines = text.split("\n")
    last = min(line, len(lines))
    stops = _stops_at(text) if len(text) <= _LONGEST_TEXT else None
    for number in dict.fromkeys([also, *range(last, max(0, last - _LINES_ABOVE), -1)]):
        for found in _seen(lines[number - 1]):
            if found.mended is None or (stops is not None and _helps(lines, number, found.mended, stops)):
                return Mistake(number, found.column, found.problem, found.advice)
    return None if stops is None else _misaligned(lines, last)


def _misaligned(lines: list[str], last: int) -> Mistake | None:
    """Find the line that has to stand further left or right for all to be understood."""
    for number in range(last, max(0, last - _LINES_NEAR), -1):
        line = lines[number - 1].lstrip(" ")
        now = _indent(lines[number - 1])
        near = [_indent(other) for other in lines[max(0, number - 3) : number + 2] if other.strip()]
        for spaces in sorted({*near, now + 1, now + 2} - {now}, key=lambda spaces: abs(spaces - now)):
            if line and _stops_at("\n".join([*lines[: number - 1], " " * spaces + line, *lines[number:]])) is None:
                return Mistake(number, min(now, spaces) + 1, _MISPLACED, _ALIGN.fill(spaces=spaces))
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def alias_mistake(text: str, line: int) -> Mistake | None:
    """Tell a value that begins with a star, which YAML takes for the name of another value."""
    written = text.split("\n")[line - 1]
    found = _marked(written, certain=True) if len(written) <= _LONGEST_LINE else None
    return None if found is None else Mistake(line, found.column, found.problem, found.advice)


def quoted(value: str) -> str:
    """Return a value as YAML writes it between quotes; quotes that did not do their work are left out."""
    inner = value[1:] if value[0] in "'\"" and value.count(value[0]) == 1 else value
    inner = inner[1:-1] if len(inner) > 1 and inner[0] in "'\"" and inner[-1] == inner[0] else inner
    return "'" + inner.replace("'", "''") + "'" if '"' in inner or "\\" in inner else f'"{inner}"'


def _seen(line: str) -> Iterator[_Seen]:
    """Return what may be wrong in a line; nothing of one that nobody typed."""
    if len(line) <= _LONGEST_LINE:
        yield from filter(None, (look(line) for look in _LOOKS))


def _helps(lines: list[str], number: int, mended: str, before: int) -> bool:
    """Say whether libyaml gets further with a line mended than where it stopped before."""
    after = _stops_at("\n".join([*lines[: number - 1], mended, *lines[number:]]))
    return after is None or after > before + len(mended) - len(lines[number - 1])


def _stops_at(text: str) -> int | None:
    """Return where libyaml gives up on a text, None where it does not; by events, since composing nests unbounded."""
    import yaml

    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return 0 if mark is None else int(mark.index)
    return None


def _marked(line: str, *, certain: bool = False) -> _Seen | None:
    """Find a value that begins with a mark of YAML, and that YAML can't read alone unless that is certain."""
    field = _FIELD.match(line)
    if field is None or field["value"][0] not in _MARKS:
        return None
    if not certain and _stops_at(f"a: {field['value']}") is None:
        return None
    if field["value"].startswith("- "):
        return _Seen(field.start("value") + 1, _LIST_BESIDE, _BELOW.fill(name=field["name"]))
    alone = field["value"][0] in "'\"" and field["value"].count(field["value"][0]) == 1
    return _in_quotes(field, field.start("value") + 1, _UNCLOSED if alone else _MARKED)


def _in_quotes(field: re.Match[str], column: int, problem: Text) -> _Seen:
    value = quoted(field["value"])
    advice = _QUOTE.fill(name=field["name"], value=value)
    return _Seen(column, problem.fill(mark=field["value"][0]), advice, field.string[: field.start("value")] + value)


def _fence(line: str) -> _Seen | None:
    near = near_fence(line)
    return None if near is None else _Seen(*near)


def _tab(line: str) -> _Seen | None:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return _Seen(indent.index("\t") + 1, _TAB, _NO_TAB) if "\t" in indent and line.strip() else None


def _hidden(line: str) -> _Seen | None:
    """Find an invisible character where YAML wants a space: in the indent, after a colon, after a dash."""
    place = first_invisible(line)
    if place is None or not re.fullmatch(r"\s*(?:-\s*)?(?:[\w-]+\s*:)?\s*|\s*-?|[\w-]+", line[:place]):
        return None
    return _Seen(place + 1, _HIDDEN.fill(name=name_of(line[place])), _PLAIN_SPACE)


def _glued_field(line: str) -> _Seen | None:
    field = _GLUED_FIELD.match(line)
    if field is None:
        return None
    advice = _SPACED.fill(name=field["name"], value=field["value"][:40])
    place = field.start("value")
    return _Seen(place + 1, _NO_SPACE, advice, f"{line[:place]} {line[place:]}")


def _glued_item(line: str) -> _Seen | None:
    item = _GLUED_ITEM.match(line)
    if item is None:
        return None
    place = item.start("value")
    advice = _DASHED.fill(value=item["value"][:40])
    return _Seen(place + 1, _NO_SPACE_DASH, advice, f"{line[:place]} {line[place:]}")


def _cut_value(line: str) -> _Seen | None:
    """Find a value that a colon cuts in two."""
    field = _FIELD.match(line)
    colon = re.search(r":(?:\s|$)", field["value"]) if field else None
    if field is None or colon is None or field["value"][0] in _MARKS:
        return None
    return _in_quotes(field, field.start("value") + colon.start() + 1, _CUT)


def _sentence(line: str) -> _Seen | None:
    return _Seen(1, _NO_FIELD, _NAME_OR_FENCE) if line[:1].isupper() and _SENTENCE.match(line) else None


def _no_colon(line: str) -> _Seen | None:
    field = _NO_COLON.match(line)
    if field is None or ":" in line:
        return None
    place = field.end("name")
    mended = f"{line[:place]}:{line[place:]}"
    return _Seen(field.start("name") + 1, _COLON_MISSING, _ADD_COLON.fill(name=field["name"]), mended)


_LOOKS: tuple[Callable[[str], _Seen | None], ...] = (
    _tab, _hidden, _fence, _glued_field, _glued_item, _marked, _cut_value, _sentence, _no_colon,
)  # fmt: skip

_TAB = Text("une tabulation sert de retrait", "a tab is used to indent")
_NO_TAB = Text("Remplacez la tabulation par des espaces.", "Put spaces in place of the tab.")
_HIDDEN = Text(
    "un caractère invisible ({name}) tient la place d'une espace", "an invisible character ({name}) is used as a space"
)
_PLAIN_SPACE = Text(
    "Effacez-le et tapez une espace ordinaire ; il vient souvent d'un copier-coller.",
    "Delete it and type a plain space; it often comes with copied text.",
)
_NO_SPACE = Text("il manque une espace après le deux-points", "the space after the colon is missing")
_SPACED = Text("Écrivez « {name}: {value} », avec une espace.", 'Write "{name}: {value}", with a space.')
_NO_SPACE_DASH = Text("il manque une espace après le tiret", "the space after the dash is missing")
_DASHED = Text("Écrivez « - {value} », avec une espace.", 'Write "- {value}", with a space.')
_MARKED = Text(
    "une valeur qui commence par « {mark} » n'est pas lue comme un texte",
    'a value that begins with "{mark}" is not read as a text',
)
_UNCLOSED = Text("un guillemet ouvert ici n'est jamais fermé", "a quote opened here is never closed")
_QUOTE = Text("Entourez toute la valeur de guillemets : {name}: {value}", "Put quotes around it all: {name}: {value}")
_LIST_BESIDE = Text("une liste commence sur la ligne de son champ", "a list begins on its field's line")
_BELOW = Text(
    "Allez à la ligne après « {name}: », et commencez chaque élément par un tiret et une espace ; si c'est un texte, "
    "entourez-le de guillemets.",
    'Start a new line after "{name}:", and each item with a dash and a space; put quotes around it if it is a text.',
)
_CUT = Text("un deux-points suivi d'une espace coupe la valeur", "a colon and a space cut the value")
_NO_FIELD = Text("cette ligne n'est pas un champ", "this line is no field")
_NAME_OR_FENCE = Text(
    "Si le texte de la fiche commence ici, ajoutez une ligne « --- » juste avant ; sinon écrivez « nom: valeur », ou "
    "décalez la suite d'un texte de deux espaces.",
    'If the text of the record begins here, add a line "---" just before; else write "name: value", or indent the '
    "continuation of a text by two spaces.",
)
_MISPLACED = Text("cette ligne est trop à gauche ou trop à droite", "this line is too far left or right")
_ALIGN = Text(
    "Alignez-la avec les champs du même niveau (espaces au début de la ligne : {spaces}) ; si elle continue le texte "
    "du dessus, entourez tout ce texte de guillemets.",
    "Align it with the fields of its level (spaces at the start of the line: {spaces}); if it continues the text "
    "above, put quotes around all of that text.",
)
_COLON_MISSING = Text("il manque le deux-points après le nom du champ", "the colon after the field's name is missing")
_ADD_COLON = Text("Écrivez « {name}: » devant la valeur.", 'Write "{name}:" before the value.')
