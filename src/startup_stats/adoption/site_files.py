"""Files of a site that are none of its content: settings, workflows, pages; read within bounds, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.content import strict_yaml
from startup_stats.content.faults import Unreadable
from startup_stats.content.text import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.content.source import Bytes


def read_text(source: Bytes, path: str) -> str | None:
    """Return a file's text, with this system's line ends; None where there is none that can be read."""
    try:
        return decode(source.read(path))[0].replace("\r\n", "\n")
    except Unreadable:
        return None


def parse_mapping(text: str) -> Mapping[str, Any] | None:
    """Return what a YAML text says; None where it can't be understood, or is no mapping."""
    try:
        document, _ = strict_yaml.load(text, text_keys=True)
    except Unreadable:
        return None
    return document if isinstance(document, dict) else None


def read_mapping(source: Bytes, path: str) -> Mapping[str, Any] | None:
    """Return what a YAML file says; None where it can't be read, or is no mapping."""
    text = read_text(source, path)
    return None if text is None else parse_mapping(text)
