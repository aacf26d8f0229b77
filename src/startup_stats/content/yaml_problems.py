"""libyaml's complaints, said to a person who writes product files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.content.mistakes import alias_mistake, find_mistake
from startup_stats.content.text import place_after
from startup_stats.language import Text

if TYPE_CHECKING:
    import yaml

# libyaml's words → what is wrong, what to do. Matched by containment, first match wins.
_PROBLEMS: tuple[tuple[str, Text, Text], ...] = (
    (
        "cannot start any token",
        Text("ce caractère ne peut pas commencer une valeur", "this character can't start a value"),
        Text(
            "Remplacez les tabulations par des espaces, et entourez la valeur de guillemets.",
            "Use spaces in place of tabs, and put quotes around the value.",
        ),
    ),
    (
        "tab character",
        Text("une tabulation sert de retrait", "a tab is used to indent"),
        Text("Remplacez la tabulation par des espaces.", "Put spaces in place of the tab."),
    ),
    (
        "mapping values are not allowed",
        Text("ce champ est plus à droite que celui du dessus", "this field is further right than the one above"),
        Text(
            "Alignez le nom du champ avec ceux du même niveau ; si la ligne continue le texte du dessus, entourez tout "
            "ce texte de guillemets.",
            "Align the field's name with those of its level; if the line continues the text above, put quotes around "
            "all of that text.",
        ),
    ),
    (
        "could not find expected ':'",
        Text("il manque le deux-points après le nom du champ", "the colon after the field's name is missing"),
        Text("Écrivez « nom: valeur ».", 'Write "name: value".'),
    ),
    (
        "unexpected end of stream",
        Text("un guillemet ouvert ici n'est jamais fermé", "a quote opened here is never closed"),
        Text("Fermez le guillemet à la fin de la valeur.", "Close the quote at the end of the value."),
    ),
    (
        "undefined alias",
        Text("cet alias ne renvoie à rien", "this alias refers to nothing"),
        Text(
            "Entourez de guillemets une valeur qui commence par une étoile.",
            "Put quotes around a value that starts with a star.",
        ),
    ),
    (
        "unknown escape character",
        Text("cette barre oblique inverse n'a pas de sens ici", "this backslash means nothing here"),
        Text("Doublez la barre, ou prenez des apostrophes.", "Double the backslash, or use single quotes."),
    ),
    (
        "control characters are not allowed",
        Text("un caractère de contrôle invisible s'y trouve", "there is an invisible control character"),
        Text("Supprimez ce caractère et retapez la ligne.", "Delete the character and type the line again."),
    ),
    (
        "expected a single document",
        Text("un second document commence", "a second document starts"),
        Text("Supprimez ce qui suit.", "Delete what follows."),
    ),
)
_OTHER = (
    Text("la structure des champs est rompue", "the structure of the fields is broken"),
    Text(
        "Alignez les champs d'un même niveau, et fermez crochets, accolades et guillemets.",
        "Align the fields of one level, and close brackets, braces and quotes.",
    ),
)
# Of these libyaml says exactly what and where.
_SURE = ("control characters", "unknown escape")
# Here the complaint stands where the reader gave up; what is wrong stands where it began.
_SEEN_LATE = ("could not find expected ':'", "unexpected end of stream")


def explain(error: yaml.YAMLError, text: str) -> tuple[int, int, Text, Text]:
    """Return line and column (from 1), what is wrong and what to do, for a text that libyaml refused."""
    words = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    line, column = _place(error, words, text)
    mistake = None
    if "undefined alias" in words:
        mistake = alias_mistake(text, line)
    elif not any(sure in words for sure in _SURE):
        seen, _ = _at(getattr(error, "problem_mark", None), error, text)
        mistake = find_mistake(text, max(seen, line), line)
    if mistake is not None:
        return mistake
    problem, advice = next(((said, done) for known, said, done in _PROBLEMS if known in words), _OTHER)
    return line, column, problem, advice


def _place(error: yaml.YAMLError, words: str, text: str) -> tuple[int, int]:
    mark = getattr(error, "problem_mark", None)
    if any(late in words for late in _SEEN_LATE):
        mark = getattr(error, "context_mark", None) or mark
    return _at(mark, error, text)


def _at(mark: Any, error: yaml.YAMLError, text: str) -> tuple[int, int]:
    if mark is not None:
        return place_after(text[: mark.index])
    # The reader of characters gives no mark, only an offset into the UTF-8 bytes.
    before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
    return place_after(before)
