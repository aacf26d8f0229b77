"""What a schema says against a document, told to the person who wrote the document."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.findings import Rule, error, field_of, found, warning
from startup_stats.language import Text
from startup_stats.schema import breaches, validators
from startup_stats.schema.breaches import shown
from startup_stats.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.content.location import Locator
    from startup_stats.findings import Finding
    from startup_stats.model import Pointer
    from startup_stats.schema.breaches import Breach
    from startup_stats.vocabulary import Vocabulary

    Explain = Callable[[Any, Pointer], Iterator[Breach]]


class Violation(NamedTuple):
    """One thing that a schema says against a document: at a value, or at the key when `of_key`."""

    pointer: Pointer
    rule: Rule
    values: Mapping[str, object]
    of_key: bool = False

    def located(self, locator: Locator) -> Finding:
        """Make it a finding at its place in the file."""
        place = locator.key(self.pointer) if self.of_key else locator.value(self.pointer)
        return found(self.rule, place, **self.values)._replace(field=field_of(self.pointer))


def violations(name: str, document: Any, vocabulary: Vocabulary = VOCABULARY) -> list[Violation]:
    """Return what a shipped schema, in a site's words, says against a document, one for each thing to mend."""
    if validators.fast_validator(name, vocabulary).is_valid(document):
        return [
            Violation((field,), _KINDS[f"format {form}"][0].rule, {"field": field, "value": shown(document[field])})
            for field, form in validators.malformed_texts(name, document, vocabulary)
        ]
    return [violation for problem in validators.errors(name, document, vocabulary) for violation in _explained(problem)]


# Errors are jsonschema.ValidationError; Any, because its types say that each attribute may be unset.
def _explained(problem: Any) -> Iterator[Violation]:
    for kind in _KINDS.get(_keyword(problem), _KINDS[_ANY_OTHER]):
        for pointer, values, of_key in kind.explain(problem, tuple(problem.absolute_path)):
            yield Violation(pointer, kind.rule, values, of_key)


def _keyword(problem: Any) -> str:
    if "propertyNames" in problem.absolute_schema_path:
        return f"propertyNames {problem.validator}"
    return f"format {problem.validator_value}" if problem.validator == "format" else str(problem.validator)


_ADVICE = Text("{advice}", "{advice}")
# A schema's keyword that no entry names.
_ANY_OTHER = ""


class _Kind(NamedTuple):
    rule: Rule
    explain: Explain


# Each rule, and the keywords of JSON Schema whose violation it tells.
_FAMILY: tuple[tuple[Rule, Mapping[str, Explain]], ...] = (
    (
        error(
            "field-missing",
            Text("Le champ « {field} » manque.", 'The field "{field}" is missing.'),
            Text("Ajoutez une ligne « {example} ».", 'Add a line "{example}".'),
        ),
        {"required": breaches.missing},
    ),
    (
        error(
            "field-misspelt",
            Text("Le champ « {field} » est écrit « {written} ».", 'The field "{field}" is written "{written}".'),
            _ADVICE,
        ),
        {"required": breaches.misspelt},
    ),
    (
        error("field-unknown", Text("Le champ « {field} » n'existe pas.", 'There is no field "{field}".'), _ADVICE),
        {"additionalProperties": breaches.unknown, "propertyNames enum": breaches.unknown_name},
    ),
    (
        error(
            "value-not-allowed",
            Text("« {value} » n'est pas une valeur possible de « {field} ».", '"{value}" is no value of "{field}".'),
            _ADVICE,
        ),
        {"enum": breaches.not_allowed},
    ),
    (
        error(
            "value-wrong-type",
            Text("« {field} » devrait être {expected}, pas {actual}.", '"{field}" should be {expected}, not {actual}.'),
            _ADVICE,
        ),
        {"type": breaches.wrong_type},
    ),
    (
        error(
            "value-empty",
            Text("« {field} » est vide ou trop court.", '"{field}" is empty or too short.'),
            Text(
                "Donnez au moins {least} élément(s) ou caractère(s).",
                "Give at least {least} item(s) or character(s).",
            ),
        ),
        {"minLength": breaches.empty, "minItems": breaches.empty},
    ),
    (
        error(
            "value-repeated",
            Text("« {field} » contient deux fois la même valeur.", '"{field}" holds the same value twice.'),
            Text("Supprimez la répétition.", "Delete the repetition."),
        ),
        {"uniqueItems": breaches.repeated},
    ),
    (
        error(
            "value-not-a-date",
            Text("« {value} » n'est pas une date.", '"{value}" is not a date.'),
            breaches.A_DATE,
        ),
        {"format date": breaches.wrong_format},
    ),
    (
        warning(
            "address-malformed",
            Text(
                "« {value} » n'est pas une adresse web que « {field} » puisse ouvrir.", '"{value}" is no web address.'
            ),
            Text(
                "Écrivez une seule adresse qui commence par https://, sans espace ni point-virgule.",
                "Write one address that starts with https://, without spaces or semicolons.",
            ),
        ),
        {"format uri": breaches.wrong_format},
    ),
    (
        warning(
            "email-malformed",
            Text("« {value} » n'est pas une adresse électronique.", '"{value}" is no e-mail address.'),
            Text("Écrivez une seule adresse, par exemple equipe@exemple.fr.", "Write one address: team@example.org."),
        ),
        {"format email": breaches.wrong_format},
    ),
    (
        error(
            "value-out-of-range",
            Text("« {field} » vaut {value}, hors des limites.", '"{field}" is {value}, out of range.'),
            Text("La limite est {limit}.", "The limit is {limit}."),
        ),
        {"minimum": breaches.out_of_range, "maximum": breaches.out_of_range},
    ),
    (
        error(
            "value-malformed",
            Text("« {value} » n'a pas la forme attendue de « {field} ».", '"{value}" has not the form of "{field}".'),
            _ADVICE,
        ),
        {_ANY_OTHER: breaches.malformed, "propertyNames pattern": breaches.malformed_name},
    ),
)
VIOLATION_RULES = tuple(rule for rule, _ in _FAMILY)
_KINDS: dict[str, list[_Kind]] = defaultdict(list)
for _rule, _explains in _FAMILY:
    for _keyword_told, _explain in _explains.items():
        _KINDS[_keyword_told].append(_Kind(_rule, _explain))
