"""The first place where two documents differ, as a JSON path, and both values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.language import Text, number_of, same
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CHARACTERS = 120


class Absent:
    """What stands where one of two documents has nothing."""


ABSENT = Absent()


class Difference(NamedTuple):
    """A place where two documents differ, by its JSON path, and what each has there."""

    path: str
    left: Any
    right: Any


def differences(left: Any, right: Any, path: str = "$") -> Iterator[Difference]:
    """Yield each place where two documents differ, in the order in which they are written.

    It goes as deep as both of them do: either may be anything that JSON can hold.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            yield from differences(left.get(key, ABSENT), right.get(key, ABSENT), f"{path}{_step(key)}")
    elif isinstance(left, list) and isinstance(right, list):
        for place in range(max(len(left), len(right))):
            yield from differences(_item(left, place), _item(right, place), f"{path}[{place}]")
    # JSON tells 1 from true and from 1.0, which Python does not.
    elif type(left) is not type(right) or left != right:
        yield Difference(path, left, right)


def _item(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else ABSENT


def _step(key: str) -> str:
    return f".{key}" if key.isidentifier() and key.isascii() else f"[{_quoted(key)}]"


def first_other_line(left: str, right: str) -> int:
    """Return the number of the first line that differs between two texts that do."""
    pairs = zip(left.split("\n"), right.split("\n"), strict=False)
    equal = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    return 1 + (min(left.count("\n"), right.count("\n")) if equal is None else equal)


def shown(value: Any) -> Text:
    """Say what a document has at a place, in one harmless line; of a list or an object how much."""
    if isinstance(value, Absent):
        return _NOTHING
    if isinstance(value, list):
        return _LIST.fill(items=number_of(len(value), *_ITEMS))
    if isinstance(value, dict):
        return _OBJECT.fill(keys=number_of(len(value), *_KEYS))
    return same(_quoted(value))


def _quoted(value: Any) -> str:
    text = plain(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


_NOTHING = Text("rien", "nothing")
_LIST = Text("une liste ({items})", "a list ({items})")
_OBJECT = Text("un objet ({keys})", "an object ({keys})")
_ITEMS = (Text("élément", "item"), Text("éléments", "items"))
_KEYS = (Text("clé", "key"), Text("clés", "keys"))
