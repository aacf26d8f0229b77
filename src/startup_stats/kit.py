"""What a site is given as it is shipped: the page's kit (templates, script and style), and the workflows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent
# The others beside them are for those who want what they do.
_WORKFLOWS = ("stats-check.yml", "stats.yml")
_ASSETS = "assets/additional"
# Folders of the kit that a site copies: the page, and what it is made with.
_COPIED = ("_includes", "_layouts", "_pages", "assets")
_IN_A_CHECKOUT = {"site": "site", "workflows": ".github/workflows/examples"}
# The one file of the kit that a site makes its own.
PAGE = "_pages/stats.md"


class Kit(NamedTuple):
    """The kit's texts: templates by the name that includes them, the preview's frame, script and styles."""

    templates: Mapping[str, str]
    frame: str
    script: str
    style: str


def read_kit() -> Kit:
    """Read the kit that came with this version: the same files that a site copies."""
    kit = _shipped("site")
    includes = sorted((kit / "_includes").rglob("*.html"))
    return Kit(
        templates={file.relative_to(kit / "_includes").as_posix(): _text(file) for file in includes},
        frame=_text(kit / "preview.html"),
        script=_text(kit / _ASSETS / "js/stats.js"),
        style=_text(kit / "preview.css") + _text(kit / _ASSETS / "style/stats.css"),
    )


def kit_files() -> dict[str, str]:
    """Return the texts that a site copies, by their path in the site: the page's own and what it is made with."""
    kit = _shipped("site")
    files = sorted(file for folder in _COPIED for file in (kit / folder).rglob("*.*"))
    return {file.relative_to(kit).as_posix(): _text(file) for file in files}


def workflow_files() -> dict[str, str]:
    """Return the workflows that every site takes, for content at its repository's top, by the name of their file."""
    return {name: _text(_shipped("workflows") / name) for name in _WORKFLOWS}


def _shipped(name: str) -> Path:
    # In a checkout they stand at the top level; the wheel holds a copy inside the package.
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent.parent / _IN_A_CHECKOUT[name]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
