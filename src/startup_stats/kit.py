"""What a site is given as it is shipped: the page's kit (templates, script and style), and the workflows."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.language import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.language import Language

_PACKAGE = Path(__file__).resolve().parent
# The others beside them are for those who want what they do.
_WORKFLOWS = ("stats-check.yml", "stats.yml")
_ASSETS = "assets/additional"
# Folders of the kit that a site copies: the page, and what it is made with.
_COPIED = ("_includes", "_layouts", "_pages", "assets")
_IN_A_CHECKOUT = {"site": "site", "workflows": ".github/workflows/examples"}
# What of the kit says something, where: between the tags of HTML and of Liquid, in quotes.
_SPEAKING = (".html", ".js", ".md")
_BETWEEN_TAGS = re.compile(r"([>}]\s*)([^<>{}\s](?:[^<>{}]*[^<>{}\s])?)(?=\s*[<{])")
_IN_QUOTES = re.compile(r'(?<=")[^"{}<>]+(?=")')
# The one file of the kit that a site makes its own.
PAGE = "_pages/stats.md"


class Kit(NamedTuple):
    """The kit's texts: templates by the name that includes them, the preview's frame, script and styles."""

    templates: Mapping[str, str]
    frame: str
    script: str
    style: str


def read_kit(language: Language = DEFAULT_LANGUAGE) -> Kit:
    """Read the kit that came with this version, in a language: the same files that a site copies."""
    kit = _shipped("site")
    includes = sorted((kit / "_includes").rglob("*.html"))
    return Kit(
        templates={file.relative_to(kit / "_includes").as_posix(): _said(file, language) for file in includes},
        frame=_said(kit / "preview.html", language),
        script=_said(kit / _ASSETS / "js/stats.js", language),
        style=_text(kit / "preview.css") + _text(kit / _ASSETS / "style/stats.css"),
    )


def kit_files(language: Language = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Return the texts that a site copies, by their path in the site: the page's own and what it is made with."""
    kit = _shipped("site")
    files = sorted(file for folder in _COPIED for file in (kit / folder).rglob("*.*"))
    return {file.relative_to(kit).as_posix(): _said(file, language) for file in files}


@cache
def _said(file: Path, language: Language) -> str:
    """Return a file of the kit, which is written in French, in a language: site/english.json has the words."""
    text = _text(file)
    if language == DEFAULT_LANGUAGE or file.suffix not in _SPEAKING:
        return text
    words = _english()
    if file.suffix == ".js":
        return _replaced(text, words["script"])
    text = _replaced(text, words["source"])
    text = _BETWEEN_TAGS.sub(lambda found: found[1] + words["text"].get(found[2], found[2]), text)
    text = _IN_QUOTES.sub(lambda found: words["quoted"].get(found[0], found[0]), text)
    return text.replace(" : ", ": ").replace(" ; ", "; ")


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """Replace all words at once, the longest first: none is replaced within another."""
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.sub(known, lambda found: words[found[0]], text)


@cache
def _english() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(_text(_shipped("site") / "english.json"))
    return words


def workflow_files() -> dict[str, str]:
    """Return the workflows that every site takes, for content at its repository's top, by the name of their file."""
    return {name: _text(_shipped("workflows") / name) for name in _WORKFLOWS}


def _shipped(name: str) -> Path:
    # In a checkout they stand at the top level; the wheel holds a copy inside the package.
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent.parent / _IN_A_CHECKOUT[name]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
