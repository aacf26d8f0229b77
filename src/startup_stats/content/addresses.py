"""Where Jekyll puts a document (Jekyll 4: document.rb, url.rb, utils.rb; the template names it « :title »)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.model import Scalar

# A date before the name says when, and is no part of it.
_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-([^/]*)(\.[^.]+)", re.ASCII)
# What « :title » keeps of a name, beside letters, their accents and digits.
_KEPT = "._~!$&'()+,;=@"
# Most names: nothing in them is replaced.
_PLAIN = re.compile(r"[\w.]+(-[\w.]+)*", re.ASCII)
# What Jekyll replaces in a permalink by something else of the document.
_PLACEHOLDER = re.compile(r":[a-z_]+")


def address_of(path: str, fields: Mapping[str, Scalar], template: str) -> str | None:
    """Return the address of a document's page; None where its file asks for one that can't be followed from here.

    `template` holds « {id} », which is the document's title in Jekyll's sense: its `slug`, else its file's name.
    """
    permalink, slug = fields.get("permalink"), fields.get("slug")
    if permalink is not None:
        followed = isinstance(permalink, str) and permalink != "" and not _PLACEHOLDER.search(permalink)
        return _sanitized(str(permalink)) if followed else None
    if slug is not None and not isinstance(slug, str):
        return None
    title = _title(_name(path) if slug is None else slug)
    if not title:
        return None
    address = template.replace("{id}", quote(title, safe=f"/-:*{_KEPT}"))
    return _sanitized(address) if address.startswith("/") else address


def _name(path: str) -> str:
    """Return a file's name as Jekyll knows it: without its ending, its date and dots at its end."""
    name = path.rpartition("/")[2]
    dated = _DATED.fullmatch(name)
    stem = dated[1] if dated else name.rpartition(".")[0] or name
    return stem.rstrip(".")


def _title(slug: str) -> str:
    """Put a hyphen where there is anything else than letters, digits and a few signs (Utils.slugify, mode pretty)."""
    if _PLAIN.fullmatch(slug):
        return slug
    kept = "".join(char if _is_kept(char) else "\0" for char in slug)
    hyphened = re.sub("\0+", "-", kept)
    return hyphened.removeprefix("-").removesuffix("-")


def _is_kept(char: str) -> bool:
    import unicodedata

    kind = unicodedata.category(char)
    return char in _KEPT or kind[0] in "LM" or kind == "Nd"


def _sanitized(path: str) -> str:
    return re.sub("/+", "/", f"/{path}".replace("..", "/").replace("./", ""))
