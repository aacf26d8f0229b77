"""A file's bytes → the values of its front matter and what is doubtful in them.

python-frontmatter drives the reading with a handler of ours: its own one gives {} without a word for a file
without fence, an unclosed fence, a byte order mark or a list.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from startup_stats.content import fences, strict_yaml
from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.content.plain_yaml import plain_values
from startup_stats.content.text import decode


class FrontMatter(NamedTuple):
    """The values of a front matter, and the faults that did not keep it from being read."""

    data: dict[str, Any]
    faults: list[Fault]


def parse(content: bytes) -> FrontMatter:
    """Read a file's front matter; raises Unreadable when nothing of it can be used.

    Faults count lines and columns from 1, in characters, in the whole file.
    """
    text, faults = decode(content)
    handler = _StrictHandler(text)
    data, _ = frontmatter.parse(text, handler=handler)
    return FrontMatter(data, faults + handler.faults)


def fields_text(content: bytes) -> str:
    """Return the YAML of a file that can be read, its lines numbered as in the file."""
    text, _ = decode(content)
    return _StrictHandler(text).split()[0]


class _StrictHandler(BaseHandler):
    """Splits one text as Jekyll does, loads strictly, and keeps the faults beside the values."""

    FM_BOUNDARY = fences.CLOSING

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.faults: list[Fault] = []

    def split(self, _stripped: str = "") -> tuple[str, str]:
        """Split into the fields and the body; the opening fence leaves its line end, so lines keep their number.

        It is the whole text that is split: what frontmatter.parse() hands over has lost what Python takes for white
        space, some twenty characters more than Ruby's, at both ends.
        """
        opening = fences.OPENING.match(self._text)
        if opening is None:
            raise Unreadable(fences.missing(self._text))
        closing = fences.CLOSING.search(self._text, opening.end() - 1)
        if closing is None:
            raise Unreadable(fences.unclosed(self._text))
        return self._text[opening.end() - 1 : closing.start() + 1], self._text[closing.end() :]

    def load(self, fm: str) -> dict[str, Any]:
        """Build the fields."""
        data: Any = plain_values(fm)
        if data is None:
            data, self.faults = strict_yaml.load(fm)
        if not isinstance(data, dict):
            raise Unreadable(Fault(rules.NOT_A_MAPPING, 2))
        return data
