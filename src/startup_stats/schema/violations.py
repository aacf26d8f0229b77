"""What a schema says against a document, told to the person who wrote the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.findings import Rule, Severity, found
from startup_stats.language import Text
from startup_stats.schema import validators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from startup_stats.content.location import Locator
    from startup_stats.findings import Finding
    from startup_stats.model import Pointer


def _error(rule_id: str, message: Text, help_: Text | None = None) -> Rule:
    return Rule(rule_id, Severity.ERROR, message, help_ or Text("{advice}", "{advice}"))


FIELD_MISSING = _error(
    "field-missing",
    Text("Le champ « {field} » manque.", 'The field "{field}" is missing.'),
    Text("Ajoutez une ligne « {field}: … ».", 'Add a line "{field}: …".'),
)
FIELD_UNKNOWN = _error("field-unknown", Text("Le champ « {field} » n'existe pas.", 'There is no field "{field}".'))
VALUE_NOT_ALLOWED = _error(
    "value-not-allowed",
    Text("« {value} » n'est pas une valeur possible de « {field} ».", '"{value}" is no value of "{field}".'),
)
VALUE_WRONG_TYPE = _error(
    "value-wrong-type",
    Text("« {field} » devrait être {expected}, pas {actual}.", '"{field}" should be {expected}, not {actual}.'),
    Text("{advice}", "{advice}"),
)
VALUE_EMPTY = _error(
    "value-empty",
    Text("« {field} » est vide ou trop court.", '"{field}" is empty or too short.'),
    Text(
        "Donnez au moins {least} élément(s) ou caractère(s).",
        "Give at least {least} item(s) or character(s).",
    ),
)
VALUE_REPEATED = _error(
    "value-repeated",
    Text("« {field} » contient deux fois la même valeur.", '"{field}" holds the same value twice.'),
    Text("Supprimez la répétition.", "Delete the repetition."),
)
VALUE_NOT_A_DATE = _error(
    "value-not-a-date",
    Text("« {value} » n'est pas une date.", '"{value}" is not a date.'),
    Text("Écrivez année-mois-jour, par exemple 2025-06-13.", "Write year-month-day, for example 2025-06-13."),
)
ADDRESS_MALFORMED = Rule(
    "address-malformed",
    Severity.WARNING,
    Text("« {value} » n'est pas une adresse web que « {field} » puisse ouvrir.", '"{value}" is no web address.'),
    Text(
        "Écrivez une seule adresse qui commence par https://, sans espace ni point-virgule.",
        "Write one address that starts with https://, without spaces or semicolons.",
    ),
)
EMAIL_MALFORMED = Rule(
    "email-malformed",
    Severity.WARNING,
    Text("« {value} » n'est pas une adresse électronique.", '"{value}" is no e-mail address.'),
    Text("Écrivez une seule adresse, par exemple equipe@exemple.fr.", "Write one address: team@example.org."),
)
VALUE_OUT_OF_RANGE = _error(
    "value-out-of-range",
    Text("« {field} » vaut {value}, hors des limites.", '"{field}" is {value}, out of range.'),
    Text("La limite est {limit}.", "The limit is {limit}."),
)
VALUE_MALFORMED = _error(
    "value-malformed",
    Text("« {value} » n'a pas la forme attendue de « {field} ».", '"{value}" has not the form of "{field}".'),
)

VIOLATION_RULES: tuple[Rule, ...] = (
    FIELD_MISSING,
    FIELD_UNKNOWN,
    VALUE_NOT_ALLOWED,
    VALUE_WRONG_TYPE,
    VALUE_EMPTY,
    VALUE_REPEATED,
    VALUE_NOT_A_DATE,
    ADDRESS_MALFORMED,
    EMAIL_MALFORMED,
    VALUE_OUT_OF_RANGE,
    VALUE_MALFORMED,
)

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
_FORMAT_RULES = {"date": VALUE_NOT_A_DATE, "uri": ADDRESS_MALFORMED, "email": EMAIL_MALFORMED}
_QUOTE_IT = Text("Entourez la valeur de guillemets.", "Put quotes around the value.")
_FILL_IT = Text(
    "Écrivez la valeur qui manque, ou retirez le champ s'il est facultatif.",
    "Write the value that is missing, or remove the field if it is optional.",
)
_CORRECT_IT = Text("Corrigez la valeur.", "Correct the value.")


class Violation(NamedTuple):
    """One thing that a schema says against a document: at a value, or at the key when `of_key`."""

    pointer: Pointer
    rule: Rule
    values: dict[str, object]
    of_key: bool = False

    def located(self, locator: Locator) -> Finding:
        """Make it a finding at its place in the file."""
        place = locator.key(self.pointer) if self.of_key else locator.value(self.pointer)
        return found(self.rule, place, **self.values)


def violations(name: str, document: Any) -> list[Violation]:
    """Return what a shipped schema says against a document, one for each thing to mend."""
    if validators.fast_validator(name).is_valid(document):
        return [
            Violation((field,), _FORMAT_RULES[form], {"field": field, "value": _shown(document[field])})
            for field, form in validators.malformed_texts(name, document)
        ]
    return [violation for error in validators.errors(name, document) for violation in _explain(error)]


# Errors are jsonschema.ValidationError; Any, because its types say that each attribute may be unset.
def _explain(error: Any) -> Iterator[Violation]:
    explain = _EXPLAINERS.get(str(error.validator), _malformed)
    return explain(error, tuple(error.absolute_path))


def _missing(error: Any, pointer: Pointer) -> Iterator[Violation]:
    # jsonschema tells one error for each missing name, and names it only inside a sentence.
    for field in error.validator_value:
        if field not in error.instance and error.message.startswith(repr(field)):
            yield Violation((*pointer, field), FIELD_MISSING, {"field": field})


def _unknown(error: Any, pointer: Pointer) -> Iterator[Violation]:
    known = sorted(error.schema.get("properties", {}))
    for field in error.instance:
        if field not in known:
            values = {"field": field, "advice": suggestion(field, known)}
            yield Violation((*pointer, field), FIELD_UNKNOWN, values, of_key=True)


def _not_allowed(error: Any, pointer: Pointer) -> Iterator[Violation]:
    advice = suggestion(str(error.instance), [str(value) for value in error.validator_value])
    yield Violation(pointer, VALUE_NOT_ALLOWED, {**_about(error, pointer), "advice": advice})


def _wrong_type(error: Any, pointer: Pointer) -> Iterator[Violation]:
    expected = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    actual = _TYPE_NAMES.get(type(error.instance), "null")
    scalar_for_text = "string" in expected and actual in ("integer", "number", "boolean")
    values = {
        "field": _field(pointer),
        "expected": _either([_TYPES[kind] for kind in expected if kind != "null"]),
        "actual": _TYPES[actual],
        "advice": _QUOTE_IT if scalar_for_text else _FILL_IT if actual == "null" else _CORRECT_IT,
    }
    yield Violation(pointer, VALUE_WRONG_TYPE, values)


def _empty(error: Any, pointer: Pointer) -> Iterator[Violation]:
    yield Violation(pointer, VALUE_EMPTY, {"field": _field(pointer), "least": error.validator_value})


def _repeated(_error: Any, pointer: Pointer) -> Iterator[Violation]:
    yield Violation(pointer, VALUE_REPEATED, {"field": _field(pointer)})


def _out_of_range(error: Any, pointer: Pointer) -> Iterator[Violation]:
    values = {"limit": str(error.validator_value), **_about(error, pointer)}
    yield Violation(pointer, VALUE_OUT_OF_RANGE, values)


def _format(error: Any, pointer: Pointer) -> Iterator[Violation]:
    yield Violation(pointer, _FORMAT_RULES[error.validator_value], _about(error, pointer))


def _malformed(error: Any, pointer: Pointer) -> Iterator[Violation]:
    # « propertyNames » blames a key, and its errors are one level deeper than their path says.
    is_key = "propertyNames" in error.absolute_schema_path
    place = (*pointer, str(error.instance)) if is_key else pointer
    hint = error.schema.get("description")
    advice = Text(hint, error.schema["x-description-en"]) if hint else _CORRECT_IT
    yield Violation(place, VALUE_MALFORMED, {**_about(error, pointer), "advice": advice}, of_key=is_key)


_EXPLAINERS: dict[str, Callable[[Any, Pointer], Iterator[Violation]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "enum": _not_allowed,
    "type": _wrong_type,
    "minLength": _empty,
    "minItems": _empty,
    "uniqueItems": _repeated,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "format": _format,
}


def suggestion(word: str, known: list[str], shown: int | None = None, prefix: str = "") -> Text:
    """Return « vouliez-vous dire … ? » with the nearest known word, else the known words, `shown` at most.

    Each is written after `prefix`, which plays no part in what is near.
    """
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?').fill(near=f"{prefix}{near[0]}")
    listed = ", ".join(f"{prefix}{one}" for one in known[:shown]) + (", …" if len(known[:shown]) < len(known) else "")
    return Text("Valeurs possibles : {known}.", "Possible values: {known}.").fill(known=listed)


def _about(error: Any, pointer: Pointer) -> dict[str, object]:
    return {"field": _field(pointer), "value": _shown(error.instance)}


def _field(pointer: Pointer) -> str:
    """Return the name of the nearest field above a value: « phases » for ("phases", 2)."""
    return next((step for step in reversed(pointer) if isinstance(step, str)), "…")


def _shown(value: Any) -> str:
    return str(value)[:60]


def _either(types: list[Text]) -> Text:
    return Text(" ou ".join(kind.fr for kind in types), " or ".join(kind.en for kind in types))
