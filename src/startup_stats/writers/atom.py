"""Atom (RFC 4287): a feed and its entries as XML that any reader takes, whatever the texts in it hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from startup_stats.language import Language

# What XML 1.0 allows in a document at all (https://www.w3.org/TR/xml/#charsets); no escape makes another one valid.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Category(NamedTuple):
    """What an entry is filed under: an id for machines, a label for people."""

    term: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is an address that never changes; `updated` a day, or a moment (UTC where it says no zone)."""

    id: str
    title: str
    updated: date
    content: str
    content_type: Literal["text", "html"] = "html"
    link: str | None = None
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `link` is the page that it speaks of, `address` where the feed itself is published, if that is known."""

    id: str
    title: str
    updated: date
    author: str
    language: Language
    entries: tuple[Entry, ...]
    link: str | None = None
    address: str | None = None


def to_atom(feed: Feed) -> str:
    """Write a feed as XML; the same feed gives the same bytes. What XML can't hold is left out of its texts."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.language)}>',
        *_heading(feed, " "),
        *([] if feed.address is None else [f' <link rel="self" href={_quoted(feed.address)}/>']),
        f" <author><name>{_escaped(feed.author)}</name></author>",
        *(line for entry in feed.entries for line in _entry(entry)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def tag_uri(address: str, since: int, *names: str) -> str:
    """Return an id that never changes (RFC 4151) for what is named at an address, which was its owner's that year."""
    place = urlsplit(address)
    specific = ":".join(quote(part, safe="/", errors="replace") for part in (place.path.strip("/"), *names) if part)
    return f"tag:{(place.hostname or '').lower()},{since}:{specific}"


def _heading(thing: Feed | Entry, indent: str) -> Iterator[str]:
    """Yield what a feed and an entry have in common."""
    yield f"{indent}<id>{_escaped(thing.id)}</id>"
    yield f"{indent}<title>{_escaped(thing.title)}</title>"
    yield f"{indent}<updated>{_moment(thing.updated)}</updated>"
    if thing.link is not None:
        yield f'{indent}<link rel="alternate" href={_quoted(thing.link)}/>'


def _entry(entry: Entry) -> Iterator[str]:
    yield " <entry>"
    yield from _heading(entry, "  ")
    for category in entry.categories:
        label = "" if category.label is None else f" label={_quoted(category.label)}"
        yield f"  <category term={_quoted(category.term)}{label}/>"
    yield f'  <content type="{entry.content_type}">{_escaped(entry.content)}</content>'
    yield " </entry>"


def _moment(updated: date) -> str:
    if not isinstance(updated, datetime):
        return f"{updated.isoformat()}T00:00:00Z"
    utc = updated.replace(tzinfo=UTC) if updated.tzinfo is None else updated.astimezone(UTC)
    return f"{utc.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _escaped(text: str) -> str:
    # Bare, a parser would make a carriage return a line feed.
    return escape(_FORBIDDEN.sub("", text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", text))
