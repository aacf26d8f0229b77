"""What is seen of a page that answered 200: parsed once, judged from all sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from startup_stats.probing.accessibility import find_mention
from startup_stats.probing.html import decode, read_words
from startup_stats.probing.soft_pages import soft_reason
from startup_stats.probing.web import Page
from startup_stats.standards.ledger import Answer


class Sight(NamedTuple):
    """What a page says of its accessibility, and why it may not be what was asked for at all: a reason, or None."""

    mention: Answer
    doubt: str | None


# The address that was asked for and the page that came → what is seen of it.
Look = Callable[[str, Page], Sight]


def look(asked: str, page: Page) -> Sight:
    """Parse a page and judge it, in this process; probing.confined does so where a hostile page harms nobody."""
    content_type = page.headers.get("content-type")
    source = decode(page.body, content_type)
    words = read_words(source)
    doubt = soft_reason(asked, page, source, words)
    if not _is_markup(content_type, source):
        return Sight(Answer("unknown", "not-html"), doubt)
    return Sight(find_mention(words, page.url, complete=page.complete), doubt)


def blind(reason: str) -> Sight:
    """Return what is seen where nothing can be: all is unknown."""
    return Sight(Answer("unknown", reason), reason)


def _is_markup(content_type: str | None, source: str) -> bool:
    """Say whether an answer is a page that a browser lays out: by its type, or by its beginning where none is told."""
    if content_type is None or not content_type.strip():
        return source.lstrip("\ufeff \t\r\n").startswith("<")
    return "html" in content_type.lower()
