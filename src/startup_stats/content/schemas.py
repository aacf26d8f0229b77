"""The JSON Schemas that the tool ships, and what they say of a document.

jsonschema-rs, forty times faster, says "valid" first; whenever it does not, jsonschema decides and says why.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from startup_stats.content.formats import FORMATS

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

_PACKAGE = Path(__file__).resolve().parent.parent


# A date means the same to jsonschema-rs, in Rust: 12,000 calls of ours are saved.
_OWN_FORMATS = {name: holds for name, holds in FORMATS.items() if name != "date"}


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a shipped schema: product, member, incubator, organisation, config or stats."""
    file = f"schemas/{name}.schema.json"
    installed = _PACKAGE / file
    # In a checkout the schemas stand at the top level; the wheel holds a copy inside the package.
    place = installed if installed.exists() else _PACKAGE.parent.parent / file
    loaded: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return loaded


def errors(name: str, document: Any) -> list[ValidationError]:
    """Return everything that a shipped schema says against a document, in the order of the document."""
    if fast_validator(name).is_valid(document):
        return []
    validator = slow_validator(name)
    return sorted(validator.iter_errors(document), key=lambda error: [str(step) for step in error.absolute_path])


@cache
def slow_validator(name: str) -> Draft202012Validator:
    """Return jsonschema's validator of a shipped schema, which decides and explains."""
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    for form, holds in FORMATS.items():
        checker.checks(form)(holds)
    return Draft202012Validator(schema(name), format_checker=checker)


@cache
def fast_validator(name: str) -> Any:
    """Return jsonschema-rs's validator of a shipped schema."""
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema(name), validate_formats=True, formats=_OWN_FORMATS)
