"""What breaks a schema's keyword: where it stands, and what is to be said of it (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.language import Text
from startup_stats.schema.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.model import Pointer

_TYPES = {
    "string": Text("un texte", "a text"),
    "boolean": Text("true ou false", "true or false"),
    "number": Text("un nombre", "a number"),
    "integer": Text("un nombre entier", "a whole number"),
    "array": Text("une liste", "a list"),
    "object": Text("un groupe de champs", "a group of fields"),
    "null": Text("vide", "empty"),
}
_TYPE_NAMES: dict[type, str] = {
    str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"
}  # fmt: skip


# Where, what the rule's sentences name, and whether the key is meant. Each function takes a jsonschema.ValidationError,
# as Any because its types say that each attribute may be unset.
Breach = tuple["Pointer", "Mapping[str, object]", bool]


def missing(problem: Any, pointer: Pointer) -> Iterator[Breach]:
    """Tell each field that is missing."""
    # jsonschema tells one error for each missing name, and names it only inside a sentence.
    for field in problem.validator_value:
        if field not in problem.instance and problem.message.startswith(repr(field)):
            yield (*pointer, field), {"field": field}, False


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
    expected = problem.validator_value if isinstance(problem.validator_value, list) else [problem.validator_value]
    actual = _TYPE_NAMES.get(type(problem.instance), "null")
    scalar_for_text = "string" in expected and actual in ("integer", "number", "boolean")
    values = {
        "field": _field(pointer),
        "expected": _either([_TYPES[kind] for kind in expected if kind != "null"]),
        "actual": _TYPES[actual],
        "advice": _QUOTE_IT if scalar_for_text else _FILL_IT if actual == "null" else _CORRECT_IT,
    }
    yield pointer, values, False


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
