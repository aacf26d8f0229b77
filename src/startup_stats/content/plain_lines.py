"""What a file's lines say, one by one: where its YAML can't be read, and for whom a line is all there is to go by."""

from __future__ import annotations

_FENCE = "---"
# Inside of another value, or none at all.
_NO_KEY = (" ", "\t", "-", "#", ":")


def field_at(text: str, line: int) -> str | None:
    """Return the key at the top under which a line (from 1) stands; None on the first one, and below the fields."""
    for above in reversed(text.split("\n")[1:line]):
        key, _ = _split(above)
        if key is not None or above.startswith(_FENCE):
            return key
    return None


def value_of(text: str, field: str) -> str | None:
    """Return the text that stands after a key at the top, on its line; None where there is none."""
    for line in text.split("\n")[1:]:
        key, value = _split(line)
        if key == field:
            return value or None
        if line.startswith(_FENCE):
            break
    return None


def _split(line: str) -> tuple[str | None, str]:
    """Return the key that begins on a line, None where none does, and what stands after it; both without quotes."""
    key, colon, value = line.partition(":")
    if not key or not colon or key.startswith(_NO_KEY) or (value and not value[0].isspace()):
        return None, ""
    return key.strip(" \t\"'") or None, value.strip(" \t\r\"'")
