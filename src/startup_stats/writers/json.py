"""JSON as it is committed: sorted, indented by one space, UTF-8, one final newline, the same bytes each time."""

from __future__ import annotations

import json
from typing import Any


def to_json(value: Any) -> str:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
