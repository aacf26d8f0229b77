"""What breaks a schema's keyword: where it stands, and what is to be said of it (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.content.invisible import first_invisible, name_of, visible
from startup_stats.language import Text, same
from startup_stats.schema.suggestions import likeness, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.model import Pointer

# How alike a field must be to one that is missing: less than where nothing is missing, since two signs agree.
_ALIKE = 0.75
_TYPES = {
    "string": Text("un texte", "a text"),
    "boolean": Text("true ou false", "true or false"),
    "number": Text("un nombre", "a number"),
    "integer": Text("un nombre entier", "a whole number"),
    "array": Text("une liste", "a list"),
    "object": Text("un groupe de champs", "a group of fields"),
    "null": Text("vide", "empty"),
}
_DATE = Text("une date", "a date")
_TYPE_NAMES: dict[type, str] = {
    str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"
}  # fmt: skip


# Where, what the rule's sentences name, and whether the key is meant. Each function takes a jsonschema.ValidationError,
# as Any because its types say that each attribute may be unset.
Breach = tuple["Pointer", "Mapping[str, object]", bool]


def missing(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell each field that is missing."""
    for field in _missing(problem):
        if _written(problem, field) is None:
            yield (*pointer, field), {"field": field, "example": _example(problem.schema, field)}, False


def misspelt(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell each field that is missing under its name and there under one that looks like it, at that one."""
    for field in _missing(problem):
        written = _written(problem, field)
        if written is not None:
            yield (
                (*pointer, written),
                {"field": field, "written": visible(written), "advice": _why(field, written)},
                True,
            )


def _missing(problem: Any) -> list[str]:
    # jsonschema tells one error for each missing name, and names it only inside a sentence.
    return [
        field
        for field in problem.validator_value
        if field not in problem.instance and problem.message.startswith(repr(field))
    ]


def _written(problem: Any, field: str) -> str | None:
    """Return the unknown field of a document that is most like a missing one."""
    known = problem.schema.get("properties", {})
    return likeness(field, [name for name in problem.instance if name not in known], cutoff=_ALIKE)


def _why(field: str, written: str) -> Text:
    place = first_invisible(written)
    if place is not None:
        return _HIDDEN.fill(name=name_of(written[place]), field=field)
    return (_LOWER if written.casefold() == field.casefold() else _LIKE).fill(field=field, written=written)


def unknown(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell each field that the schema does not know."""
    known = sorted(problem.schema.get("properties", {}))
    for field in problem.instance:
        if field not in known:
            yield (*pointer, field), {"field": field, "advice": suggestion(field, known)}, True


def unknown_name(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a name that is none of those allowed."""
    # The error is one level deeper than its path says.
    field, known = str(problem.instance), sorted(problem.validator_value)
    yield (*pointer, field), {"field": field, "advice": suggestion(field, known)}, True


def not_allowed(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a value that is none of those allowed."""
    advice = suggestion(str(problem.instance), [str(value) for value in problem.validator_value])
    yield pointer, {**_about(problem, pointer), "advice": advice}, False


def wrong_type(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a value of another type."""
    given = problem.validator_value if isinstance(problem.validator_value, list) else [problem.validator_value]
    expected = [kind for kind in given if kind != "null"]
    actual = _TYPE_NAMES.get(type(problem.instance), "null")
    values = {
        "field": _field(pointer),
        "expected": _DATE if _is_date(problem) else _either([_TYPES[kind] for kind in expected]),
        "actual": _TYPES[actual],
        "advice": _type_advice(problem, _field(pointer), expected[0], actual),
    }
    yield pointer, values, False


def _type_advice(problem: Any, field: str, expected: str, actual: str) -> Text:
    """Say how a value of the type expected is written."""
    if actual == "null":
        return _FILL_IT
    if _is_date(problem):
        return A_DATE
    if expected == "array":
        return _list_advice(problem, field)
    if expected == "string":
        return _QUOTE_IT if actual in ("integer", "number", "boolean") else _ONE_TEXT
    return _YES_OR_NO if expected == "boolean" else _CORRECT_IT


def _is_date(problem: Any) -> bool:
    return bool(problem.schema.get("format") == "date")


def _list_advice(problem: Any, field: str) -> Text:
    if isinstance(problem.instance, str) and problem.instance.startswith("-"):
        return _SPACE_IT
    return _LIST_IT.fill(example=_example({"properties": {field: problem.schema}}, field, shown(problem.instance)))


def _example(schema: Any, field: str, value: str = "…") -> Text:
    """Write a field as it is written: « title: … », or « phases: » and an item below it."""
    wanted = schema.get("properties", {}).get(field, {})
    if "array" not in (wanted.get("type"), *(wanted.get("type") or ())):
        return same(f"{field}: …")
    inner = wanted.get("items", {}).get("required")
    item = ", ".join(f"{name}: …" for name in inner) if inner else value
    return _ITEM.fill(field=field, item=item)


def empty(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a text or a list that is too short."""
    yield pointer, {"field": _field(pointer), "least": problem.validator_value}, False


def repeated(_problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a list that holds something twice."""
    yield pointer, {"field": _field(pointer)}, False


def out_of_range(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a number beyond a limit."""
    yield pointer, {"limit": str(problem.validator_value), **_about(problem, pointer)}, False


def wrong_format(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a text that has not its format."""
    yield pointer, _about(problem, pointer), False


def malformed(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a value that breaks any other keyword."""
    hint = problem.schema.get("description")
    advice = Text(hint, problem.schema["x-description-en"]) if hint else _CORRECT_IT
    yield pointer, {**_about(problem, pointer), "advice": advice}, False


def malformed_name(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell a name that has not its pattern."""
    place = (*pointer, str(problem.instance))
    yield place, {**_about(problem, pointer), "advice": _CORRECT_IT}, True


def _about(problem: Any, pointer: Pointer) -> dict[str, object]:
    return {"field": _field(pointer), "value": shown(problem.instance)}


def _field(pointer: Pointer) -> str:
    """Return the name of the nearest field above a value: « phases » for ("phases", 2)."""
    return next((step for step in reversed(pointer) if isinstance(step, str)), "…")


def shown(value: Any) -> str:
    """Return a value as a message shows it."""
    return str(value)[:60]


def _either(types: list[Text]) -> Text:
    return Text(" ou ".join(kind.fr for kind in types), " or ".join(kind.en for kind in types))


_QUOTE_IT = Text("Entourez la valeur de guillemets.", "Put quotes around the value.")
_FILL_IT = Text(
    "Écrivez la valeur qui manque, ou retirez le champ s'il est facultatif.",
    "Write the value that is missing, or remove the field if it is optional.",
)
_CORRECT_IT = Text("Corrigez la valeur.", "Correct the value.")
A_DATE = Text("Écrivez année-mois-jour, par exemple 2025-06-13.", "Write year-month-day, for example 2025-06-13.")
_ITEM = Text("{field}: », puis en dessous « - {item}", '{field}:" and below it "- {item}')
_LIST_IT = Text(
    "Écrivez une liste : un élément par ligne, après un tiret et une espace ; par exemple « {example} ».",
    'Write a list: one item a line, after a dash and a space; for example "{example}".',
)
_SPACE_IT = Text(
    "Il manque une espace après le tiret : écrivez « - valeur ».",
    'The space after the dash is missing: write "- value".',
)
_YES_OR_NO = Text(
    "Écrivez true (oui) ou false (non), sans guillemets.", "Write true (yes) or false (no), without quotes."
)
_ONE_TEXT = Text(
    "Écrivez un seul texte sur la ligne du champ ; s'il contient des crochets ou des accolades, entourez-le de "
    "guillemets.",
    "Write one text on the field's line; put quotes around it if it holds brackets or braces.",
)
_LOWER = Text("Écrivez « {field} » en minuscules.", 'Write "{field}" in lower case, without a capital.')
_HIDDEN = Text(
    "Un caractère invisible ({name}) s'y cache : effacez le nom du champ et retapez « {field} ».",
    'An invisible character ({name}) hides in it: delete the field\'s name and type "{field}" again.',
)
_LIKE = Text("Vouliez-vous dire « {field} » ?", 'Did you mean "{field}"?')
