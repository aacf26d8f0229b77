"""What of a field's value is a list of what it should hold; each item with its place, since a finding names it."""

from __future__ import annotations

from typing import Any


def texts(value: Any) -> list[tuple[int, str]]:
    """Return the texts of a list, each with its place in the list; nothing of another shape."""
    if not isinstance(value, list):
        return []
    return [(place, item) for place, item in enumerate(value) if isinstance(item, str)]


def mappings(value: Any) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings of a list, each with its place in the list; nothing of another shape."""
    if not isinstance(value, list):
        return []
    return [(place, item) for place, item in enumerate(value) if isinstance(item, dict)]
