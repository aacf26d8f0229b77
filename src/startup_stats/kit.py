"""The page's kit as it is shipped: templates, script and style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent
_ASSETS = "assets/additional"


class Kit(NamedTuple):
    """The kit's texts: templates by the name that includes them, the preview's frame, script and styles."""

    templates: Mapping[str, str]
    frame: str
    script: str
    style: str


def read_kit() -> Kit:
    """Read the kit that came with this version: the same files that a site copies."""
    installed = _PACKAGE / "site"
    # In a checkout the kit stands at the top level; the wheel holds a copy inside the package.
    kit = installed if installed.exists() else _PACKAGE.parent.parent / "site"
    includes = sorted((kit / "_includes").rglob("*.html"))
    return Kit(
        templates={file.relative_to(kit / "_includes").as_posix(): _text(file) for file in includes},
        frame=_text(kit / "preview.html"),
        script=_text(kit / _ASSETS / "js/stats.js"),
        style=_text(kit / "preview.css") + _text(kit / _ASSETS / "style/stats.css"),
    )


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
