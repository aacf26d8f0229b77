"""What a reader sees of a page: its words, where blocks end, which words are links; and what the source leaves open."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from startup_stats.probing.filling import has_mustache, is_filled, place_of, streamed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

# Never shown: code, drawings, and what only a browser without scripts shows.
_UNSEEN = frozenset(
    (
        *("title", "script", "style", "template", "noscript", "svg", "math"),
        *("iframe", "object", "textarea", "select", "datalist"),
    )
)
# Of these, not even a script shows what they hold.
_SILENT = frozenset(("title", "noscript", "svg", "math", "iframe", "object", "textarea", "select", "datalist"))
# Attributes whose words stand for what is seen: a picture of the mention says it too.
_TELLING = ("alt", "aria-label", "title")
# Words of one of these and words after it do not belong to one sentence.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    )
)
# Words that are crossed out are said no more.
_CROSSED_OUT = frozenset(("s", "del", "strike"))
# Other people's words.
_QUOTES = frozenset(("blockquote", "q", "code", "samp"))
_HEADINGS = frozenset(("title", "h1"))
BLOCK_END, LINK_EDGE = "\n", "\x01"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHE = "\u2019"
_PLAIN = str.maketrans(_DASHES + _APOSTROPHE, "-" * len(_DASHES) + "'")
# What stands for any sign that is a picture: ⚠, ✅, →, ●.
SIGN = "\u00b7"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACES = re.compile(r"[\s\x01]+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,20})""", re.IGNORECASE)
_CHARSET_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_WHERE_CHARSETS_STAND = 1_024
# Browsers read the first three as the same; others that Python knows (zlib, punycode …) are no page's.
_ENCODINGS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-15", "latin9"), "iso-8859-15"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the stretch of the text that it covers, and where it leads, as written."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Words:
    """A page's visible text, folded: small letters without accents, one space between words.

    BLOCK_END stands where a block begins or ends, LINK_EDGE where a link does. `headings` are its title and first
    headings, a line each; `unseen` is what names accessibility in parts that are quoted, not shown, or no text. It is
    not `is_whole` where a script fills a part of it.
    """

    text: str
    links: tuple[Link, ...]
    headings: str = ""
    unseen: str = ""
    is_whole: bool = True

    @property
    def seen(self) -> str:
        """Return the words alone, with single spaces."""
        return _SPACES.sub(" ", self.text).strip()


def read_words(source: str) -> Words:
    """Return what a reader sees of a page; never raises, whatever its source is."""
    page = LexborHTMLParser(source)
    waiting = {place_of(each.attributes) for each in page.css("template[id]")}
    arrived = {streamed(each.attributes) for each in page.css("[hidden][id]")}
    walk = _Walk(frozenset(filter(None, waiting & arrived)))
    walk.through(page.root)
    return Words(
        "".join(walk.parts),
        tuple(walk.links),
        "\n".join(walk.headings),
        "\n".join(walk.told + (walk.hidden if walk.has_script else [])),
        walk.is_whole or not walk.has_script,
    )


@dataclass(slots=True)
class _Walk:
    """A walk through a page, and what it gathers; `places` are those whose streamed element has come."""

    places: frozenset[str] = frozenset()
    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    # What is told in another way than by text, and what a script may show.
    told: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    has_script: bool = False
    is_whole: bool = True
    _length: int = 0
    _open_links: list[tuple[int, str]] = field(default_factory=list)

    def through(self, root: LexborNode | None) -> None:
        """Walk without recursion: each element when it begins and when it ends, each text once."""
        open_elements: list[tuple[LexborNode, str]] = []
        node = root
        while node is not None:
            tag = str(node.tag)
            child = self._enter(node, tag)
            if child is not None:
                open_elements.append((node, tag))
                node = child
                continue
            self._edge(tag, is_end=True)
            while open_elements and node.next is None:
                node, tag = open_elements.pop()
                self._edge(tag, is_end=True)
            node = node.next if open_elements else None

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Note what begins, and return the first of what is shown inside of it."""
        if tag == "-text":
            text = node.text_content or ""
            self.is_whole = self.is_whole and not has_mustache(text)
            self._add(fold(text))
            return None
        if tag.startswith(("-", "!")):
            return node.child
        attributes = node.attributes
        self._edge(tag, is_end=False, target=attributes.get("href"))
        is_hidden = self._is_hidden(tag, attributes)
        self._look(node, tag, attributes, is_hidden=is_hidden)
        if tag == "template" and ("shadowrootmode" in attributes or "shadowroot" in attributes):
            return node.template_fragments()[0].child
        if tag in _QUOTES:
            _tell(self.told, node.text())
            return None
        return None if is_hidden else node.child

    def _look(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], *, is_hidden: bool) -> None:
        self.is_whole = self.is_whole and not is_filled(node, tag, attributes, self.places)
        self.has_script = self.has_script or tag == "script"
        if tag in _HEADINGS:
            self.headings.append(fold(node.text() or "").strip())
        for name in _TELLING:
            _tell(self.told, attributes.get(name))
        if is_hidden and tag not in _SILENT:
            _tell(self.told if tag == "style" else self.hidden, node.html)

    def _edge(self, tag: str, *, is_end: bool, target: str | None = None) -> None:
        if tag in _BLOCKS:
            self._add(BLOCK_END)
        if tag == "br" and not is_end:
            self._add(" ")
        elif tag == "a" and is_end:
            start, opened = self._open_links.pop()
            self.links.append(Link(start, self._length, opened))
            self._add(LINK_EDGE)
        elif tag == "a":
            self._open_links.append((self._length, target or ""))
            self._add(LINK_EDGE)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _is_hidden(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Say whether an element is not shown. What only screen readers skip (aria-hidden) is shown all the same."""
        if tag in _UNSEEN or tag in _CROSSED_OUT:
            return True
        if "hidden" in attributes:
            return streamed(attributes) not in self.places
        return bool(_HIDDEN_STYLE.search((attributes.get("style") or "").lower()))


def _tell(told: list[str], text: str | None) -> None:
    """Keep a text that is not seen where it names accessibility, however its letters are written."""
    if text is not None and "ccessibilit" in text.lower():
        told.append(fold(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)))


def fold(text: str) -> str:
    """Return a text in small letters, without accents or invisible signs, its spaces single.

    Odd dashes and colons become plain, pictures a SIGN.
    """
    if not text.isascii():
        text = "".join(map(_folded, unicodedata.normalize("NFKD", text)))
    return re.sub(r"[\s\x01]+", " ", text.lower().translate(_PLAIN))


@cache
def _folded(char: str) -> str:
    kind = unicodedata.category(char)
    if kind[0] == "M" or kind == "Cf":
        return ""
    return SIGN if kind in ("So", "Sm", "Sk") and not char.isascii() else char


def decode(page: bytes, content_type: str | None) -> str:
    """Return a page's text: by its header, its byte order mark, its own word; else UTF-8, else Western European."""
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16", errors="replace")
    parameter = _CHARSET_PARAMETER.search(content_type or "")
    written = _CHARSET.search(page[:_WHERE_CHARSETS_STAND])
    name = parameter[1] if parameter else written[1].decode() if written else ""
    encoding = _ENCODINGS.get(name.lower())
    if encoding is not None:
        return page.decode(encoding, errors="replace")
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A cut inside the last character is no other encoding.
        cut = error.start >= len(page) - 3
        return page.decode("utf-8-sig" if cut else "cp1252", errors="replace")
