"""The names that a product, or an incubator, was known by before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.content.lists import texts

if TYPE_CHECKING:
    from collections.abc import Mapping


def former_ids(data: Mapping[str, Any], prefixes: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the former ids that a file names, each with its place in « redirect_from ».

    Addresses of products, or of incubators, begin with one of some prefixes.
    """
    return [
        (index, path.removeprefix(prefix).strip("/"))
        for index, path in texts(data.get("redirect_from"))
        if (prefix := next((each for each in prefixes if path.startswith(each)), None)) is not None
    ]
