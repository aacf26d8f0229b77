"""JSON as it is committed: sorted, indented by one space, UTF-8, one final newline, the same bytes each time."""

from __future__ import annotations

import json
import re
from typing import Any

_WIDTH = 100
# What JSON leaves as it is and YAML 1.1 forbids or takes for the end of a line. Jekyll reads _data/*.json as YAML.
_ODD_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def to_json(value: Any) -> str:
    """Write a value as JSON."""
    return _yaml_too(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)) + "\n"


def to_rows(value: Any) -> str:
    """Write a value as JSON whose lists hold an item a line, after one space.

    stats.json holds some 2,000 verdicts: with a line for each of their fields it would take twice the 400 KB
    that a page may load, and what moved in a product would not show as one line of a diff.
    """
    return f"{_yaml_too(_written(value, ''))}\n"


def _yaml_too(text: str) -> str:
    return _ODD_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _written(value: Any, indent: str) -> str:
    if isinstance(value, dict):
        inner = f"{indent} "
        parts = [(_line(key), _written(value[key], inner)) for key in sorted(value)]
        # What takes several lines is longer than one may be.
        if sum(len(key) + len(part) + 2 for key, part in parts) < _WIDTH:
            return "{" + ",".join(f"{key}:{part}" for key, part in parts) + "}"
        return "{\n" + ",\n".join(f"{inner}{key}: {part}" for key, part in parts) + f"\n{indent}}}"
    if isinstance(value, list):
        items = [_line(item) for item in value]
        if sum(map(len, items)) + len(items) < _WIDTH:
            return "[" + ",".join(items) + "]"
        # However deep it is: there are hundreds of them.
        return "[\n" + ",\n".join(f" {item}" for item in items) + f"\n{indent}]"
    return _line(value)


_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")).encode
