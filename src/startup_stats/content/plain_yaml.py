"""The plainest YAML, read line by line; whatever is not that plain is left to libyaml.

Thirty-nine files of forty are nothing but `key: value` lines and lists, and building their values from libyaml's nodes
takes nearly three times as long (measured: 0.21 s against 0.08 s for 4,312 files). It never decides that a text is
wrong: at the first doubt it returns None. A test holds its values to strict_yaml's on the real content, on
mutations of it and on generated texts.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Characters that YAML allows nowhere, that it takes for a line's end, or that shift columns, in UTF-8: controls, U+2028
# and 2029, surrogates, U+F000 to FFFF, U+20000 and above. All too rare to look at. On bytes, since compiling a class
# of such characters takes 5 ms.
_UNUSUAL = re.compile(
    rb"[\x00-\x09\x0b-\x1f\x7f\xc2\xe2\xed\xef\xf0-\xf4]"
    rb"(?:(?<=[\x00-\x7f\xef\xf1-\xf4])|(?<=\xc2)[\x80-\x9f]|(?<=\xe2)\x80[\xa8\xa9]|(?<=\xed)[\xa0-\xbf]|(?<=\xf0)[\xa0-\xbf])"
)
_LINE = re.compile(r"( *)(- )?(?:([A-Za-z_][\w-]{0,60}):(?: |$))?(.*)")
_KEY = re.compile(r"[A-Za-z_][\w-]{0,60}")
_NEXT_FIELD = re.compile(r"\n(?=[A-Za-z_])")
_SINGLE_QUOTED = re.compile(r"'[^']*'")
_DOUBLE_QUOTED = re.compile(r'"[^"\\]*"')
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"[1-9][0-9]{0,11}")
# What is no text though it begins with a letter, and the key of a line without key.
_WORDS = ("yes", "no", "on", "off", "true", "false", "null")
_TYPED_WORDS = {"", *(case for word in _WORDS for case in (word, word.title(), word.upper()))}
_VALUES: Mapping[str, bool | list[Any] | None] = {"null": None, "true": True, "false": False, "[]": []}
_LONGEST = 8_192
# What a line gives whose key has no value on it.
_NOTHING = object()


class _NotPlainError(Exception):
    """The text needs a real YAML parser."""


def plain_values(text: str) -> dict[str, Any] | None:
    """Return the values of a mapping in plain YAML, None when libyaml has to look at it."""
    if len(text) > _LONGEST or _UNUSUAL.search(text.encode(errors="surrogatepass")):
        return None
    try:
        # No field goes on after a line that begins with a letter, so each is read for itself.
        fields = [_field(field) for field in _NEXT_FIELD.split(text.strip("\n"))]
    except _NotPlainError:
        return None
    found = dict(fields)
    return found if len(found) == len(fields) else None


@lru_cache(maxsize=4_096)
def _field(text: str) -> tuple[str, Any]:
    """Read one field, once for all files and versions that say the same (four of five): nobody changes its value."""
    key, _, value = text.partition(": ")
    if value and "\n" not in value and _is_key(key):  # most fields are one line, and need no looking for blocks
        return key, _scalar(value)
    (field,) = _mapping(text.split("\n")).items()
    return field


@lru_cache(maxsize=4_096)
def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None and text not in _TYPED_WORDS


@lru_cache(maxsize=4_096)
def _line(text: str) -> tuple[int, str, str, Any]:
    """Read one line, once for all that say the same (five of six): its column, its dash, its key, its value."""
    spaces, dash, key, value = _LINE.findall(text)[0]
    if (key or not dash) and key in _TYPED_WORDS:
        raise _NotPlainError
    return len(spaces), dash, key, _scalar(value) if value or not key else _NOTHING


def _mapping(lines: list[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    # The blocks that a line may go on with, outermost first: each with its column, a list or a mapping.
    blocks: list[tuple[int, Any]] = [(0, root)]
    # The key just read when its line holds no value: the next line may.
    waiting: tuple[int, dict[str, Any], str] | None = None
    for line in lines:
        column, dash, key, value = _line(line)
        if waiting:
            _open(blocks, waiting, column, dash)
            waiting = None
        at, block = blocks[-1]
        if at != column or type(block) is not (list if dash else dict):
            block = _block_at(blocks, column, list if dash else dict)
        if dash:
            if not key:
                block.append(value)
                continue
            column += 2
            block.append({})
            block = block[-1]
            blocks.append((column, block))
        if key in block:
            raise _NotPlainError
        if value is _NOTHING:
            block[key] = None
            waiting = (column, block, key)
        else:
            block[key] = value
    return root


def _open(blocks: list[tuple[int, Any]], waiting: tuple[int, dict[str, Any], str], column: int, dash: str) -> None:
    """Open the block that a key without value waits for, if this line starts one."""
    at, mapping, key = waiting
    if column > at or (dash and column == at):
        mapping[key] = [] if dash else {}
        blocks.append((column, mapping[key]))


def _block_at(blocks: list[tuple[int, Any]], column: int, kind: type) -> Any:
    """Close the blocks that a line ends, and return the one that it goes on with."""
    while len(blocks) > 1:
        blocks.pop()
        at, block = blocks[-1]
        if at == column and type(block) is kind:
            return block
    raise _NotPlainError


@lru_cache(maxsize=4_096)
def _scalar(text: str) -> str | int | list[Any] | None:
    if not text:
        raise _NotPlainError
    if text in _VALUES:
        return _VALUES[text]
    if text[0] in "'\"":
        return _quoted(text)
    if ": " in text or " #" in text or text[-1] in ": " or text in _TYPED_WORDS:
        raise _NotPlainError
    # YAML's numbers, dates and marks begin with none of these.
    return text if text[0].isalpha() or text[0] == "/" else _number_or_date(text)


def _quoted(text: str) -> str:
    if _DATE.fullmatch(text, 1, len(text) - 1):
        raise _NotPlainError  # a date should not be quoted: the strict reader says so where it is one
    if _SINGLE_QUOTED.fullmatch(text) or _DOUBLE_QUOTED.fullmatch(text):
        return text[1:-1]
    raise _NotPlainError


def _number_or_date(text: str) -> int | str:
    if _INTEGER.fullmatch(text):
        return int(text)
    if not _DATE.fullmatch(text):
        raise _NotPlainError
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _NotPlainError from None
