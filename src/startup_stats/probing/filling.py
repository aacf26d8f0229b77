"""Places of a page that a script fills: what a browser shows there, the source does not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from selectolax.lexbor import LexborNode

# Attributes that name what is to be loaded or computed there (htmx, Turbo, AngularJS, Alpine, Vue, includes by hand).
_LOADS = (
    *("hx-get", "data-hx-get", "hx-post", "ng-include", "data-ng-include", "ng-view", "ui-view", "w3-include-html"),
    *("data-include", "data-include-html", "include-html", "data-load", "data-fragment", "up-defer", "ic-src"),
    *("x-html", "x-text", "v-html", "v-text", "v-cloak", "ng-cloak", "ng-bind", "ng-bind-html", "data-bind"),
)
# Attributes of an empty element that a component is drawn in.
_COMPONENTS = ("data-react-class", "data-component", "data-vue-component", "data-island", "data-module")
# An empty one of these is where an application draws itself, or a part of the page.
_PARTS = frozenset(("footer", "header", "main", "slot"))
_PART_NAME = re.compile(
    r"(?:^|[^a-z])(?:root|app|application|footer|pied|bas|foot|main|page|layout|__next|__nuxt|svelte|ember)(?:$|[^a-z])"
)
# What React marks as not drawn yet, or as left to the browser (react-dom: ReactFizzServer, its instruction set).
_PLACE = re.compile(r"[BP]:([0-9a-f]+)$")
_STREAMED = re.compile(r"S:([0-9a-f]+)$")
_SHADOW = "template[shadowrootmode], template[shadowroot]"
_MUSTACHE = re.compile(r"\{\{[^{}\n]{1,80}\}\}")
_FRAMES = frozenset(("iframe", "frame", "object", "embed"))
_FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def is_filled(node: LexborNode, tag: str, attributes: Mapping[str, str | None], places: Collection[str]) -> bool:
    """Say whether an element is one that a script fills, or a frame of the same site; `places` are filled already."""
    if tag in _FRAMES:
        return _shows_a_page(tag, attributes)
    if any(name in attributes for name in _LOADS) or attributes.get("aria-busy") == "true":
        return True
    if tag == "template":
        return "data-dgst" in attributes or place_of(attributes) not in (None, *places)
    if not ("-" in tag or tag in _PARTS or (tag in ("div", "section") and _is_part(attributes))):
        return False
    return not (node.text() or "").strip() and node.css_first(_SHADOW) is None


def has_mustache(text: str) -> bool:
    """Say whether a text holds a place for a value: {{ mention }}."""
    return "{{" in text and _MUSTACHE.search(text) is not None


def streamed(attributes: Mapping[str, str | None]) -> str | None:
    """Return the number of the place that a hidden element is moved to once it has come (React's streamed pages)."""
    found = _STREAMED.search(attributes.get("id") or "")
    return found[1] if found else None


def place_of(attributes: Mapping[str, str | None]) -> str | None:
    """Return the number of the place that a template keeps for a streamed element."""
    found = _PLACE.search(attributes.get("id") or "")
    return found[1] if found else None


def _is_part(attributes: Mapping[str, str | None]) -> bool:
    named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower()
    return (
        _PART_NAME.search(named) is not None
        or attributes.get("role") == "contentinfo"
        or any(name in attributes for name in _COMPONENTS)
    )


def _shows_a_page(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Say whether a frame may hold a part of the site itself; a video or a map of another host is none."""
    if "srcdoc" in attributes:
        return True
    source = (attributes.get("data" if tag == "object" else "src") or "").strip()
    kind = (attributes.get("type") or "").lower()
    if not source or source.startswith(("about:", "javascript:")) or kind.startswith(("image/", "video/", "audio/")):
        return False
    return _FOREIGN.match(source) is None
