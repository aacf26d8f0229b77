"""The legal mention at the foot of a product's page: « Accessibilité : non / partiellement / totalement conforme ».

Décret n° 2019-768 du 24 juillet 2019, article 6: the mention is on the home page, in one of these three wordings, and
leads to the statement. It counts as a reader sees it: not in attributes, comments or hidden parts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from startup_stats.probing.html import BLOCK_END, LINK_EDGE, Words, read_words
from startup_stats.standards.definition import CONFORMITY
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page drawn by a script holds a title or « please enable JavaScript », a page made of text far more than this.
MIN_CHARACTERS = 200
# How far from the mention its link may stand, in characters of one block.
_BESIDE = 40

_GAP = rf"[ {LINK_EDGE}]*"
# « Accessibilité numérique », « Accessibilité du site », « Accessibilité RGAA 4.1 (72,5 %) »
_TOPIC = rf"accessibilite(?:{_GAP}(?:numerique|web|du site|de ce site|du service|\(?rgaa[ 0-9.]*\)?|\(?\d[\d.,]* ?%\)?))*"
_STATUS = rf"(?:(?:site|service|application|page){_GAP})?(totalement|partiellement|non)[ {LINK_EDGE}-]+conforme\b"
_MENTION = re.compile(
    # With a sign between both anywhere; without one only as the whole of a block or a link, as in a list of links.
    rf"(?:{_TOPIC}{_GAP}[:(|·,=>-]+{_GAP}|(?<![^{BLOCK_END}{LINK_EDGE}]) ?(?:(?:declaration|mention) (?:d'|de l'))?"
    rf"{_TOPIC}{_GAP}){_STATUS}"
)
# « totalement conforme, partiellement conforme ou non conforme » lists the wordings and says none.
_LISTED = re.compile(rf"{_GAP}(?:,|/|;|\||ou|et){_GAP}(?:ou {_GAP})?(?:totalement|partiellement|non)\b")
_STATUSES = {status.split(" ")[0]: status for status in CONFORMITY}


def find_mention(page: bytes, content_type: str | None, base_url: str, *, complete: bool) -> Answer:
    """Return what a page says of its accessibility, with the link that the mention leads to.

    Without a mention: broken when the page was read whole and has text; unknown when it was cut, or when a
    script draws it; unknown too when it says two different things.
    """
    words = read_words(page, content_type)
    found = list(_mentions(words))
    statuses = {status for status, _, _ in found}
    if len(statuses) > 1:
        return Answer("unknown", "ambiguous")
    if found:
        status, start, end = found[0]
        link = _link(words, start, end, base_url)
        return Answer("ok", "mention", status, {} if link is None else {"link": link})
    if not complete:
        return Answer("unknown", "truncated")
    if len(words.seen) < MIN_CHARACTERS:
        return Answer("unknown", "no-text")
    return Answer("broken", "no-mention")


def _mentions(words: Words) -> Iterator[tuple[str, int, int]]:
    for match in _MENTION.finditer(words.text):
        if not _LISTED.match(words.text, match.end()):
            yield _STATUSES[match[1]], match.start(), match.end()


def _link(words: Words, start: int, end: int, base_url: str) -> str | None:
    """Return where the link around or beside a mention leads; None when there is none, or it leads to no web page."""
    near = []
    for link in words.links:
        gap = max(link.start - end, start - link.end, 0)
        between = words.text[min(end, link.end) : max(start, link.start)]
        if gap <= _BESIDE and (gap == 0 or BLOCK_END not in between):
            near.append((gap, link.start, link.target))
    for _, _, target in sorted(near):
        try:
            address = urljoin(base_url, target.strip())
        except ValueError:
            continue
        if target and address.startswith(("http://", "https://")):
            return address
    return None
