"""The JSON Schemas that the tool ships, and what they say of a document.

jsonschema-rs, some twenty times faster on the real content, says "valid" first; whenever it does not, jsonschema
decides and says why.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from startup_stats import __version__
from startup_stats.schema.formats import FORMATS
from startup_stats.schema.worded import worded
from startup_stats.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

    from startup_stats.vocabulary import Vocabulary

_PACKAGE = Path(__file__).resolve().parent.parent
# Where the files of the tag that the Action is named by are served as they are.
_SERVED = f"https://raw.githubusercontent.com/startup-stats/startup-stats/v{__version__.partition('.')[0]}/schemas"


# Texts whose form is looked at here: real content holds wrong addresses, and one alone would have both of the
# reading processes import jsonschema, a fifth of their time. A test holds the answers to jsonschema's.
_TEXT_FORMATS = ("uri", "email")


@cache
def schema(name: str, vocabulary: Vocabulary = VOCABULARY) -> dict[str, Any]:
    """Return a shipped schema in a site's words: product, member, incubator, organisation, config or stats."""
    return worded(_shipped(name), name, vocabulary)


@cache
def _shipped(name: str) -> dict[str, Any]:
    file = f"schemas/{name}.schema.json"
    installed = _PACKAGE / file
    # In a checkout the schemas stand at the top level; the wheel holds a copy inside the package.
    place = installed if installed.exists() else _PACKAGE.parent.parent / file
    loaded: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return loaded


def address(name: str) -> str:
    """Return where everyone can read a shipped schema: its `$id`."""
    return f"{_SERVED}/{name}.schema.json"


def errors(name: str, document: Any, vocabulary: Vocabulary = VOCABULARY) -> list[ValidationError]:
    """Return everything that a shipped schema says against a document, in the order of the document."""
    if fast_validator(name, vocabulary).is_valid(document) and not malformed_texts(name, document, vocabulary):
        return []
    validator = slow_validator(name, vocabulary)
    return sorted(validator.iter_errors(document), key=lambda error: [str(step) for step in error.absolute_path])


@cache
def slow_validator(name: str, vocabulary: Vocabulary = VOCABULARY) -> Draft202012Validator:
    """Return jsonschema's validator of a shipped schema, which decides and explains."""
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    for form, holds in FORMATS.items():
        checker.checks(form)(holds)
    return Draft202012Validator(schema(name, vocabulary), format_checker=checker)


def malformed_texts(name: str, document: dict[str, Any], vocabulary: Vocabulary = VOCABULARY) -> list[tuple[str, str]]:
    """Return the fields of a document, valid by fast_validator, whose text has not its format, with that format."""
    return [(field, form) for field, form in _text_formats(name, vocabulary) if not FORMATS[form](document.get(field))]


@cache
def _text_formats(name: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    fields = schema(name, vocabulary).get("properties", {}).items()
    return [(field, node["format"]) for field, node in fields if node.get("format") in _TEXT_FORMATS]


@cache
def fast_validator(name: str, vocabulary: Vocabulary = VOCABULARY) -> Any:
    """Return jsonschema-rs's validator of a shipped schema, all of it but the formats of malformed_texts."""
    import jsonschema_rs

    texts = {field for field, _ in _text_formats(name, vocabulary)}
    bare = {
        field: {key: value for key, value in node.items() if key != "format" or field not in texts}
        for field, node in schema(name, vocabulary).get("properties", {}).items()
    }
    return jsonschema_rs.validator_for({**schema(name, vocabulary), "properties": bare}, validate_formats=True)
