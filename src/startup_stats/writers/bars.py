"""A bar of block characters, for a terminal."""

from __future__ import annotations

# Unicode, « Block Elements »: a left part of a cell in eighths.
_PARTS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_WHOLE = "█"


def bar(value: int, most: int, width: int) -> str:
    """Write a value as a bar, of `width` cells for the largest one; nothing for 0, and never nothing for more."""
    whole, part = divmod(round(value * width * len(_PARTS) / most) if most else 0, len(_PARTS))
    return f"{_WHOLE * whole}{_PARTS[part]}" or _PARTS[bool(value)]
