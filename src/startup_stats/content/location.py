"""Where a value stands in a file: computed from the nodes' marks, only for a file that is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from startup_stats.content.faults import Unreadable
from startup_stats.content.strict_yaml import compose, fix_of, literal, load, place_of
from startup_stats.findings import Location

if TYPE_CHECKING:
    from startup_stats.findings import Fix
    from startup_stats.model import Pointer


class Locator:
    """Finds the places of values in one YAML text, whose lines are numbered as in the file at `path`."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._root = compose(text)

    def value(self, pointer: Pointer) -> Location:
        """Return the place of a value; of the nearest key above it when the value is missing."""
        return self._find(pointer, of_key=False)

    def key(self, pointer: Pointer) -> Location:
        """Return the place of the key that holds a value."""
        return self._find(pointer, of_key=True)

    def fix(self, pointer: Pointer, value: str, mended: str) -> Fix | None:
        """Return how to write `mended` in place of a value; None where the file writes it another way than it reads."""
        key, node = None, self._root
        for step in pointer:
            key, node = _step(node, step)
        if not isinstance(node, yaml.ScalarNode) or (key is not None and _shown(key, node) is key):
            return None
        place = literal(node, self._text)
        is_bare = place == node.start_mark.index
        # A character that nobody sees can stand before one that YAML takes for its own.
        if place is None or (is_bare and not _reads_as_written(mended)):
            return None
        kept = len(mended) if value.startswith(mended) else 0
        return fix_of(self._text, place + kept, place + len(value), mended[kept:])

    def empty_value(self, place: Location) -> tuple[str, str]:
        """Return the name of the field whose value would begin at a place, and what is written there all the same."""
        line = self._text.split("\n")[place.line - 1]
        name, value = line[: place.column - 1], line[place.column - 1 :]
        return name.strip(" -:"), value.strip(" \t\r")

    def _find(self, pointer: Pointer, *, of_key: bool) -> Location:
        holder = seen = Location(self._path)
        node = self._root
        for step in pointer:
            key, node = _step(node, step)
            if node is None:
                break
            holder = self._at(key or node)
            seen = self._at(_shown(key, node))
        return holder if of_key or node is None else seen

    def _at(self, node: yaml.Node) -> Location:
        return Location(self._path, *place_of(node.start_mark, self._text))


def _reads_as_written(value: str) -> bool:
    """Say whether a value is read as it is written where it stands without quotes."""
    try:
        data: object = load(f"x: {value}\n")[0]
    except Unreadable:
        return False
    return data == {"x": value}


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key and the value one step down; of a repeated key the last, whose value counts."""
    if isinstance(node, yaml.MappingNode):
        pairs: list[Any] = [pair for pair in node.value if pair[0].value == step]
        return pairs[-1] if pairs else (None, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _shown(key: yaml.Node | None, value: yaml.Node) -> yaml.Node:
    """Return the node where an author sees the value: an alias is seen at its key, not at its anchor."""
    return key if key is not None and value.start_mark.index < key.start_mark.index else value
