"""Which files of a folder Jekyll takes as documents (Jekyll 4: collection.rb, entry_filter.rb, utils.rb)."""

from __future__ import annotations

import re

_SPECIAL = (".", "_", "#", "~")
# The first line, as Jekyll's Utils.has_yaml_header? reads it: in bytes, so that a byte order mark is no fence.
_HEADER = re.compile(rb"---[ \t\r\f\v]*\n")
SUFFIX = ".md"
# Names that end so, or that have no ending at all, may be meant as records; a picture is not.
_TEXT_SUFFIXES = (SUFFIX, ".markdown", ".mkdown", ".mkdn", ".mkd", ".txt", ".html", ".htm", ".yml", ".yaml", ".textile")


def is_special(name: str) -> bool:
    """Say whether Jekyll passes over a file, by its path in the collection's folder, whatever it holds."""
    last = name.rpartition("/")[2]
    return name.startswith(_SPECIAL) or last.startswith(_SPECIAL) or name.endswith(("~", "."))


def has_header(content: bytes) -> bool:
    """Say whether Jekyll takes a file as a document by its first line; else it is a file to copy as it is."""
    return _HEADER.match(content) is not None


def is_usual(name: str) -> bool:
    """Say whether a path is that of a record as they are: directly in the folder, and in Markdown by its name."""
    return "/" not in name and name.endswith(SUFFIX)


def may_be_meant(name: str) -> bool:
    """Say whether a file may be meant as a record by its path."""
    last = name.rpartition("/")[2].lower().rstrip("~.")
    return "." not in last or last.endswith(_TEXT_SUFFIXES)


def record_id(name: str) -> str:
    """Return a record's id: its file's name without the ending that says that it is a text."""
    last = name.rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return stem if dot and f".{ending.lower()}" in _TEXT_SUFFIXES else last
