"""What a reader sees of a page: its words, where blocks end, and which words are links."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# Never shown: code, drawings, and what only a browser without scripts shows.
_UNSEEN = frozenset(
    (
        *("head", "script", "style", "template", "noscript", "svg", "math"),
        *("iframe", "object", "textarea", "select", "datalist"),
    )
)
# Words of one of these and words after it do not belong to one sentence.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    )
)
BLOCK_END, LINK_EDGE = "\n", "\x01"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SOFT_HYPHEN, _ZERO_WIDTH_SPACE, _APOSTROPHE = "\u00ad", "\u200b", "\u2019"
_PLAIN = str.maketrans(_DASHES + _APOSTROPHE, "-" * len(_DASHES) + "'", _SOFT_HYPHEN + _ZERO_WIDTH_SPACE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACES = re.compile(r"[\s\x01]+")
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

    BLOCK_END stands where a block begins or ends, LINK_EDGE where a link does.
    """

    text: str
    links: tuple[Link, ...]

    @property
    def seen(self) -> str:
        """Return the words alone, with single spaces."""
        return _SPACES.sub(" ", self.text).strip()


def read_words(page: bytes, content_type: str | None) -> Words:
    """Return what a reader sees of a page; never raises, whatever the bytes are."""
    root = LexborHTMLParser(decode(page, content_type)).root
    parts: list[str] = []
    links: list[Link] = []
    open_links: list[tuple[int, str]] = []
    length = 0
    for node, is_end in _steps(root) if root is not None else ():
        tag = str(node.tag)
        added = ""
        if tag == "-text":
            added = fold(node.text_content or "")
        elif tag == "br":
            added = " "
        elif tag in _BLOCKS:
            added = BLOCK_END
        elif tag == "a":
            added = LINK_EDGE
            if is_end:
                start, target = open_links.pop()
                links.append(Link(start, length, target))
            else:
                open_links.append((length, node.attributes.get("href") or ""))
        parts.append(added)
        length += len(added)
    return Words("".join(parts), tuple(links))


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Walk a tree without recursion: each visible element when it begins and when it ends, each text once."""
    open_elements: list[LexborNode] = []
    node: LexborNode | None = root
    while node is not None:
        yield node, False
        child = None if _is_hidden(node) else node.child
        if child is not None:
            open_elements.append(node)
            node = child
            continue
        if node.tag != "-text":
            yield node, True
        while node.next is None and open_elements:
            node = open_elements.pop()
            yield node, True
        node = node.next if open_elements else None


def _is_hidden(node: LexborNode) -> bool:
    """Say whether an element is not shown. What only screen readers skip (aria-hidden) is shown all the same."""
    if node.tag in _UNSEEN:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search((attributes.get("style") or "").lower()))


def fold(text: str) -> str:
    """Return a text in small letters, without accents, its spaces single; odd dashes and colons become plain."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare.replace("\x01", " ").lower().translate(_PLAIN))


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
