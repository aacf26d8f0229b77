"""A file's bytes → the values of its front matter and what is doubtful in them.

python-frontmatter drives the reading with a handler of ours: its own one gives {} without a word for a file
without fence, an unclosed fence, a byte order mark or a list.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from startup_stats.content import reading_rules as rules
from startup_stats.content import strict_yaml
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.content.plain_yaml import plain_values
from startup_stats.content.text import decode

# The opening and closing fences as Jekyll knows them (Jekyll::Document::YAML_FRONT_MATTER_REGEXP).
_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*\r?(?=\n|\Z)")


class FrontMatter(NamedTuple):
    """The values of a front matter, and the faults that did not keep it from being read."""

    data: dict[str, Any]
    faults: list[Fault]


def parse(content: bytes) -> FrontMatter:
    """Read a file's front matter; raises Unreadable when nothing of it can be used.

    Faults count lines and columns from 1, in characters, in the whole file.
    """
    text, faults = _decode(content)
    handler = _StrictHandler()
    data, _ = frontmatter.parse(text, handler=handler)
    return FrontMatter(data, faults + handler.faults)


def fields_text(content: bytes) -> str:
    """Return the YAML of a file that can be read, its lines numbered as in the file."""
    text, _ = _decode(content)
    return _StrictHandler().split(text)[0]


class _StrictHandler(BaseHandler):
    """Splits as Jekyll does, loads strictly, and keeps the faults beside the values."""

    FM_BOUNDARY = _CLOSING

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Fault] = []

    def split(self, text: str) -> tuple[str, str]:
        """Split into the fields and the body; the opening fence leaves its line end, so lines keep their number."""
        opening = _OPENING.match(text)
        if opening is None:
            raise Unreadable(Fault(rules.NO_FENCE))
        closing = _CLOSING.search(text, opening.end() - 1)
        if closing is None:
            raise Unreadable(Fault(rules.UNCLOSED_FENCE))
        return text[opening.end() - 1 : closing.start() + 1], text[closing.end() :]

    def load(self, fm: str) -> dict[str, Any]:
        """Build the fields."""
        data: Any = plain_values(fm)
        if data is None:
            data, self.faults = strict_yaml.load(fm)
        if not isinstance(data, dict):
            raise Unreadable(Fault(rules.NOT_A_MAPPING, 2))
        return data


def _decode(content: bytes) -> tuple[str, list[Fault]]:
    text, faults = decode(content)
    # frontmatter.parse() strips the text: white space before the fence would pass, and shift every line.
    if not text.startswith("---"):
        raise Unreadable(Fault(rules.NO_FENCE))
    return text, faults
