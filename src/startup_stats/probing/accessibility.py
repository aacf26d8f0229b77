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

# Never given back, so that no page can make the search slow.
_GAP = rf"[ {LINK_EDGE}]*+"
_PERCENT = r"\(?\d{1,3}(?:[.,]\d{1,2})? ?%\)?"
# « Accessibilité numérique », « Accessibilité du site », « Accessibilité RGAA 4.1 (72,5 %) »
_OF = r"numerique|web|du site|de ce site|du service|\(?rgaa(?: ?\d[\d.]{0,5})?\)?"
_TOPIC = rf"accessibilite(?:{_GAP}(?:{_OF}|{_PERCENT})){{0,3}}"
_STATUS = (
    rf"(?:{_PERCENT}{_GAP})?(?:(?:site|service|application|page){_GAP})?"
    rf"(totalement|partiellement|non)[ {LINK_EDGE}-]++conforme\b"
)
_SIGN = rf"{_GAP}[:(|·,=>-]++{_GAP}"
_ALONE = rf"(?<![^{BLOCK_END}{LINK_EDGE}]) ?(?:(?:declaration|mention) (?:d'|de l'))?{_TOPIC}"
_BLOCKS_BETWEEN = rf"{_GAP}:?[ {LINK_EDGE}]*+{BLOCK_END}[ {LINK_EDGE}{BLOCK_END}]*+"
# « Accessibilité : … » anywhere; without a sign between both only as a whole block or link, as in a list of links; or
# each in a block of its own, as in a list of definitions.
_MENTION = re.compile(
    rf"(?:{_TOPIC}{_SIGN}|{_ALONE}{_GAP}){_STATUS}"
    rf"|{_ALONE}{_BLOCKS_BETWEEN}{_STATUS}(?=[ .{LINK_EDGE}]*+(?:{BLOCK_END}|$))"
)
# « totalement conforme, partiellement conforme ou non conforme » lists the wordings and says none.
_BETWEEN_LISTED = rf"[ ,/;|{LINK_EDGE}{BLOCK_END}]*+(?:(?:ou|et) {_GAP})?"
_LISTED = re.compile(rf"{_BETWEEN_LISTED}(?:totalement|partiellement|non)[ {LINK_EDGE}-]++(?:conforme|ou)\b")
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
            yield _STATUSES[match[1] or match[2]], match.start(), match.end()


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
