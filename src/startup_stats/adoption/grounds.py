"""What a site stands on, looked at once: its git, its settings, its workflows, its page and its content."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from startup_stats.adoption.linters import turning
from startup_stats.adoption.site_files import read_mapping, read_text
from startup_stats.adoption.workflows import FOLDER, Workflows, read_workflows
from startup_stats.config.reading import FILES
from startup_stats.content.portfolio import Reading
from startup_stats.content.source import FolderSource
from startup_stats.document.whole import unreadable_records
from startup_stats.git.standing import Standing, find_standing, has_history
from startup_stats.kit import PAGE, kit_files
from startup_stats.language import Language
from startup_stats.standards.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.adoption.linters import Turning
    from startup_stats.content.source import Source
    from startup_stats.language import Text

DATA = "_data"
_LEDGER = f"{DATA}/{LEDGER_NAME}"
# Whatever was meant to be our configuration, by its name.
_MEANT = re.compile(r"\.?startup[-_ ]?stats\.ya?ml(\.txt)?", re.IGNORECASE)
# What our script and style begin with; a site can have others of their names.
_OURS = "startup-stats"
# What others than the site's people write.
_MADE = ("_site", "node_modules", "vendor")
# Where a page is at /stats/ whatever it says, and where it says so itself.
_AT_STATS = ("stats.md", "stats.html", "stats/index.md", "stats/index.html")
_PAGES = ("*.md", "*.html", "_pages/**/*.md", "_pages/**/*.html")
_PERMALINK = re.compile(r"""^permalink:\s*["']?/stats/?["']?\s*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts about a site, as of today, that every obstacle is a function of.

    `prefix` is the way from the repository's top to the site, ending in « / », or nothing; paths of workflows and of
    `unread` are from the top. `content` is what was read, or why nothing could be. `kit` says of each of the kit's
    files whether it is this program's, and nothing where the site has no kit.
    """

    today: date
    standing: Standing | None
    top: Path
    prefix: str
    workflows: Workflows
    jekyll: Mapping[str, Any]
    data: str
    page: str | None
    kit: Mapping[str, bool]
    linters: tuple[Turning, ...]
    unread: tuple[str, ...]
    content: Reading | Text
    ledger_without_history: bool

    @property
    def folder(self) -> Path:
        """Return the site's own folder."""
        return self.top / self.prefix

    @property
    def unreadable(self) -> tuple[list[str], int]:
        """Return the paths of products and the like that can't be read, and how many members can't be."""
        records = unreadable_records(self.content) if isinstance(self.content, Reading) else []
        named = [record.path for record in records if record.collection != "member"]
        return sorted(named), len(records) - len(named)


def survey(folder: Path, content: Reading | Text, today: date) -> Grounds:
    """Look at a site whose content was read, or was not and why; raises OutsideError where git can't be read."""
    source = FolderSource(folder)
    standing = find_standing(folder)
    top = folder.resolve() if standing is None else standing.top.resolve()
    way = folder.resolve().relative_to(top).as_posix()
    prefix = "" if way == "." else f"{way}/"
    workflows = read_workflows(top, FolderSource(top))
    return Grounds(
        today=today,
        standing=standing,
        top=top,
        prefix=prefix,
        workflows=workflows,
        jekyll=read_mapping(source, "_config.yml") or {},
        data=_kind(folder / DATA),
        page=_page(folder, source),
        kit=_kit(source),
        linters=tuple(_linters(folder, top, prefix, workflows)),
        unread=tuple(_unread(top, prefix, workflows)),
        content=content,
        ledger_without_history=source.exists(_LEDGER) and not has_history(folder, _LEDGER),
    )


def _kind(place: Path) -> str:
    """Say what stands at a place: « link », « folder », « file » or « nothing »."""
    if place.is_symlink():
        return "link"
    return "folder" if place.is_dir() else "file" if place.exists() else "nothing"


def _page(folder: Path, source: Source) -> str | None:
    """Return the path of the page that the site has at /stats/, if it has one."""
    usual = next((path for path in (PAGE, *_AT_STATS) if source.exists(path)), None)
    if usual is not None:
        return usual
    pages = [place.relative_to(folder).as_posix() for pattern in _PAGES for place in sorted(folder.glob(pattern))]
    return next((path for path in pages if _PERMALINK.search(read_text(source, path) or "")), None)


def _kit(source: Source) -> dict[str, bool]:
    """Compare the kit's files, in any language, where it is there, but for the page, which the site makes its own."""
    kits = [kit_files(language) for language in get_args(Language)]
    own = {path: read_text(source, path) for path in kits[0] if path != PAGE}
    is_there = any(text is not None and (path.endswith(".html") or _OURS in text[:100]) for path, text in own.items())
    return {path: text in [kit[path] for kit in kits] for path, text in own.items()} if is_there else {}


def _linters(folder: Path, top: Path, prefix: str, workflows: Workflows) -> Iterator[Turning]:
    yield from turning(FolderSource(top), prefix, workflows.files)
    if prefix:
        yield from turning(FolderSource(folder), "", ())


def _unread(top: Path, prefix: str, workflows: Workflows) -> Iterator[str]:
    """Yield what looks like our configuration and is none that anything reads, from the top."""
    source = FolderSource(top)
    read = {posixpath.normpath(use.inputs["config"]) for use in workflows.uses if "config" in use.inputs}
    for site in {prefix, *(posixpath.normpath(use.inputs.get("path", ".")) for use in workflows.uses)}:
        # Of the two places the first that has one.
        places = [posixpath.normpath(f"{site or '.'}/{path}") for path in FILES]
        read |= set([path for path in places if source.exists(path)][:1])
    for folder in _folders(top, prefix):
        for place in sorted(folder.glob("*")):
            path = place.relative_to(top).as_posix()
            if _MEANT.fullmatch(place.name) and path not in read and not _is_workflow(source, path):
                yield path


def _is_workflow(source: Source, path: str) -> bool:
    return path.startswith(f"{FOLDER}/") and "jobs" in (read_mapping(source, path) or {})


def _folders(top: Path, prefix: str) -> Iterator[Path]:
    """Yield where a configuration could be meant to be: of a site below the top, not in another's folder."""
    yield top
    yield top / FOLDER
    if prefix:
        yield top / ".github"
        yield top / prefix
    yield from sorted(
        place for place in (top / prefix).glob("*") if place.name not in _MADE and _kind(place) == "folder"
    )
