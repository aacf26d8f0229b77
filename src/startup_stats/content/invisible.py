"""Characters that nobody sees and that machines read: which one it is, in words."""

from __future__ import annotations

import re
from functools import cache

from startup_stats.language import Text

_NAMES = {
    "\x0b": Text("tabulation verticale", "vertical tab"),
    "\x0c": Text("saut de page", "form feed"),
    "\x85": Text("saut de ligne d'un autre système", "next-line control"),
    "\xa0": Text("espace insécable", "no-break space"),
    "\xad": Text("trait d'union invisible", "soft hyphen"),
    "\u200b": Text("espace sans largeur", "zero width space"),
    "\u200c": Text("antiliant sans largeur", "zero width non-joiner"),
    "\u200d": Text("liant sans largeur", "zero width joiner"),
    "\u2028": Text("séparateur de lignes", "line separator"),
    "\u2029": Text("séparateur de paragraphes", "paragraph separator"),
    "\u202f": Text("espace insécable étroite", "narrow no-break space"),
    "\u2060": Text("liant invisible", "word joiner"),
    "\u2800": Text("signe braille vide", "empty braille pattern"),
    "\u3000": Text("espace idéographique", "ideographic space"),
    "\u3164": Text("caractère coréen vide", "Hangul filler"),
    "\ufeff": Text("marque d'ordre des octets", "byte order mark"),
}
_OTHER = Text("caractère invisible", "invisible character")
# White space but the usual one; marks of direction and joiners; controls; a few letters that are drawn as nothing.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0]"
)
_LAST = 0xFFA0


def first_invisible(text: str) -> int | None:
    """Return where the first invisible character of a text stands; usual spaces, tabs and line ends are seen."""
    found = _INVISIBLE.search(text)
    return found.start() if found else None


def stripped(text: str) -> str:
    """Return a text without the white space and the invisible characters around it."""
    plain = text.strip()
    return plain if plain.isascii() and plain.isprintable() else plain.strip(_unseen())


@cache
def _unseen() -> str:
    return "".join(char for char in map(chr, range(_LAST + 1)) if char.isspace() or _INVISIBLE.match(char))


def without_invisible(text: str) -> str:
    """Return a text as a reader sees it."""
    return _INVISIBLE.sub("", text)


def visible(text: str) -> str:
    """Return a text with « � » where it holds what nobody sees."""
    return _INVISIBLE.sub("\ufffd", text)


def name_of(char: str) -> Text:
    """Name an invisible character: « espace insécable, U+00A0 »."""
    return Text("{name}, U+{code}", "{name}, U+{code}").fill(name=_NAMES.get(char, _OTHER), code=f"{ord(char):04X}")
