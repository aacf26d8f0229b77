"""The names that a product, or an incubator, was known by before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PRODUCTS, INCUBATORS = "/startups/", "/incubateurs/"


def former_ids(data: Mapping[str, Any], under: str = PRODUCTS) -> list[tuple[int, str]]:
    """Return the former ids of products, or of incubators, that a file names, each with its place in the list."""
    return [
        (index, path.removeprefix(under).strip("/"))
        for index, path in texts(data.get("redirect_from"))
        if path.startswith(under)
    ]


def texts(value: Any) -> list[tuple[int, str]]:
    """Return the texts of a list, each with its place in the list; nothing of another shape."""
    items = value if isinstance(value, list) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, str)]
