"""Texts that name no member: a product's file may quote one where another value should stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Members' ids are « first.last »; such a name may stand inside of a path or an address.
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_INSTEAD = "…"


class Unnamed:
    """Takes the ids of members out of a text."""

    def __init__(self, members: Iterable[str]) -> None:
        self._members = frozenset(member.casefold() for member in members if "." in member)
        self._most_parts = 1 + max((member.count(".") for member in self._members), default=0)

    def __call__(self, text: str) -> str:
        """Return a text in which « … » stands for each member's id."""
        return _DOTTED.sub(self._without, text) if self._members else text

    def _without(self, found: re.Match[str]) -> str:
        parts = found[0].split(".")
        kept: list[str] = []
        while parts:
            length = next((n for n in range(self._most_parts, 1, -1) if self._is_member(parts[:n])), 0)
            kept.append(_INSTEAD if length else parts[0])
            del parts[: length or 1]
        return ".".join(kept)

    def _is_member(self, parts: list[str]) -> bool:
        return ".".join(parts).casefold() in self._members
