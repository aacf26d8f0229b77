"""The legal mention at the foot of a product's page: « Accessibilité : non / partiellement / totalement conforme ».

Décret n° 2019-768 du 24 juillet 2019, article 6: the mention is on the home page, in one of these three wordings, and
leads to the statement. It counts as a reader sees it: not in attributes, comments or hidden parts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from startup_stats.probing.html import BLOCK_END, LINK_EDGE
from startup_stats.standards.ledger import Answer
from startup_stats.vocabulary import CONFORMITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.probing.html import Words

# A page drawn by a script holds a title or « please enable JavaScript », a page made of text far more than this.
MIN_CHARACTERS = 200
# How far from the mention its link may stand, in characters of one block.
_BESIDE = 40

# Never given back, so that no page can make the search slow.
_GAP = rf"[ {LINK_EDGE}]*+"
_PERCENT = r"\(?\d{1,3}(?:[.,]\d{1,2})? ?%\)?"
# « Accessibilité numérique », « Accessibilité du site », « Accessibilité RGAA 4.1 (72,5 %) »
_OF = (
    r"numerique|web|internet|du site|de ce site|du service|de ce service|de l'application|de la plateforme|du portail"
    r"|des contenus|\(?rgaa(?: ?\d[\d.]{0,5})?\)?"
)
_TOPIC = rf"accessibilite(?:{_GAP}(?:{_OF}|{_PERCENT})){{0,3}}"
_SIGNS = r":;(|·,=>/\[•*\"«-"
_SIGN = rf"{_GAP}[{_SIGNS}][ {LINK_EDGE}{_SIGNS}]*+"
# « 72 % – partiellement conforme », « ce site est partiellement conforme »
_SHARE = rf"(?:{_PERCENT}(?:{_SIGN}|{_GAP}))?"
_OWN = r"(?:ce |le |notre )?(?:site|service|application|page|plateforme)(?: web| internet)?"
_SUBJECT = rf"(?:{_OWN}{_GAP}(?:est{_GAP})?)?"
_STATUS = rf"{_SHARE}{_SUBJECT}(totalement|partiellement|non)[ {LINK_EDGE}-]++conforme\b"
_ALONE = rf"(?<![^{BLOCK_END}{LINK_EDGE}]) ?(?:(?:declaration|mention) (?:d'|de l'))?{_TOPIC}"
_BLOCKS_BETWEEN = rf"{_GAP}:?[ {LINK_EDGE}]*+{BLOCK_END}[ :{LINK_EDGE}{BLOCK_END}]*+"
# « Accessibilité : … » anywhere; without a sign between both only as a whole block or link, as in a list of links; or
# each in a block of its own, as in a list of definitions.
_MENTION = re.compile(
    rf"(?:{_TOPIC}{_SIGN}|{_ALONE}{_GAP}){_STATUS}"
    rf"|{_ALONE}{_BLOCKS_BETWEEN}{_STATUS}(?=[ .{LINK_EDGE}]*+(?:{BLOCK_END}|$))"
)
# « totalement conforme, partiellement conforme ou non conforme » lists the wordings and says none.
_BETWEEN_LISTED = rf"[ ,/;|{LINK_EDGE}{BLOCK_END}]*+(?:(?:ou|et) {_GAP})?"
_LISTED = re.compile(rf"{_BETWEEN_LISTED}(?:totalement|partiellement|non)[ {LINK_EDGE}-]++(?:conforme|ou)\b")
_LISTING = re.compile(
    r"conforme[^a-z]+(?:totalement|partiellement|non)\b|\b(?:ou|et) (?:totalement|partiellement|non)\b"
)
_STATUSES = {status.split(" ")[0]: status for status in CONFORMITY}
# A quotation opens right before it: « le site de la mairie dit « Accessibilité : non conforme » ».
_OPEN_QUOTE = re.compile(r"[«\"“] ?$")
# « non conforme (audit de 2023), partiellement conforme (2024) »
_THEN = re.compile(rf"[^{BLOCK_END}]{{0,80}}?\b(totalement|partiellement|non)[ -]conforme\b")
# What says something of the conformity, in words that are none of the three wordings.
_NEAR = rf"(?:(?!\. )[^{BLOCK_END}]){{0,120}}?"
_CONFORMITY = (
    r"(?:totalement|partiellement|pleinement|entierement|non|pas|en partie|\d ?%)[^\n]{0,12}? ?conforme\b"
    r"|(?:non[ -])?conformite (?:partielle|totale|complete)|non[ -]conformite\b|mise en conformite\b"
    r"|(?:partielle|totale)ment accessible\b|conforme a \d|conforme au rgaa\b"
)
_INSTEAD = rf"(?:non|oui|partielle(?:ment)?|totale(?:ment)?|conforme|{_PERCENT})"
_OTHER_WORDS = (
    re.compile(rf"(?:\baccessibilite|\brgaa\b){_NEAR}(?:{_CONFORMITY})"),
    re.compile(rf"(?:{_CONFORMITY}){_NEAR}(?:\baccessibilite|\brgaa\b)"),
    re.compile(rf"{_TOPIC}(?:{_SIGN}|{_BLOCKS_BETWEEN}){_INSTEAD}[ .{LINK_EDGE}]*+(?:{BLOCK_END}|$)"),
    re.compile(r"\best (?:totalement|partiellement|non)[ -]conforme\b"),
    re.compile(rf"\b(?:a11y|conformite (?:au )?rgaa){_SIGN}(?:totalement|partiellement|non|partielle|totale|nulle)\b"),
)
_ENGLISH = re.compile(rf"\baccessibility{_NEAR}(?:non|not|partial|full|total)(?:ly)?[ -](?:yet )?(?:complian|conform)")


def find_mention(words: Words, base_url: str, *, complete: bool) -> Answer:
    """Return what the words of a page say of its accessibility, with the link that the mention leads to.

    Without a mention: broken only when the page's whole text is there. Unknown when it was cut, when a script draws it
    or a part of it, when it says so in other words or another language, or two different things.
    """
    found = list(_mentions(words))
    statuses = {status for status, _, _ in found}
    if len(statuses) > 1:
        return Answer("unknown", "ambiguous")
    if found:
        status, start, end = found[0]
        link = _link(words, start, end, base_url)
        return Answer("ok", "mention", status, {} if link is None else {"link": link})
    doubt = _doubt(words, complete=complete)
    return Answer("broken", "no-mention") if doubt is None else Answer("unknown", doubt)


def _doubt(words: Words, *, complete: bool) -> str | None:
    """Return why a page without a mention proves nothing; None when it does."""
    if not complete:
        return "truncated"
    if _ENGLISH.search(words.text):
        return "english-mention"
    if any(_says(pattern, words.text) for pattern in _OTHER_WORDS):
        return "other-words"
    if any(pattern.search(words.unseen) for pattern in (_MENTION, *_OTHER_WORDS[:2])):
        return "hidden-mention"
    if len(words.seen) < MIN_CHARACTERS:
        return "no-text"
    return None if words.is_whole else "drawn-in-part"


def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a text holds such words, other than in a list of the wordings."""
    return any(
        not _LISTED.match(text, match.end()) and not _LISTING.search(match[0]) for match in pattern.finditer(text)
    )


def _mentions(words: Words) -> Iterator[tuple[str, int, int]]:
    """Yield each mention that the page makes of itself: none of a list, none that is quoted."""
    for match in _MENTION.finditer(words.text):
        is_quoted = _OPEN_QUOTE.search(words.text, max(0, match.start() - 3), match.start()) is not None
        if not (is_quoted or _LISTED.match(words.text, match.end())):
            yield _STATUSES[match[1] or match[2]], match.start(), match.end()
            if another := _THEN.match(words.text, match.end()):
                yield _STATUSES[another[1]], match.start(), another.end()


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
