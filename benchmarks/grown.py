"""A content a hundred times the real one, made of copies of it whose files and mutual mentions have names of their own.

`python benchmarks/grown.py SITE FOLDER 100` writes it, for whoever wants to look.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from programs import build_of
from timing import DATA, Row, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = 100
MEGABYTES = 2000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def rows() -> Iterator[Row]:
    """Build it once, beside as many builds of the real content."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (one,) = in_turn(build_of(DATA / "site", folder / "one.json"))
        grow(DATA / "site", folder / "grown", TIMES)
        seconds, megabytes = build_of(folder / "grown", folder / "stats.json").run()
    limit = TIMES * one.median
    figures = f"{seconds:.0f} s · {limit:.0f} s"
    yield Row(f"build of content × {TIMES}", f"{TIMES} builds", seconds / limit, 1.0, figures)
    told = f"{megabytes:.0f} MB"
    yield Row(f"content × {TIMES}, memory", f"{MEGABYTES} MB", megabytes / MEGABYTES, 1.0, told)


def grow(site: Path, folder: Path, times: int) -> None:
    """Write a site whose products and people are copies of another's; incubators and organisations stay one each."""
    content = site / "content"
    products = {file.stem for file in (content / "_startups").glob("*.md")}
    mention = re.compile(rf"(?m)^(\s*- +)({'|'.join(sorted(map(re.escape, products), key=len, reverse=True))})\s*$")
    address = re.compile(r"(/startups/[^\s/.]+)")
    for collection in ("_startups", "_authors", "_incubators", "_organisations"):
        place = folder / "content" / collection
        place.mkdir(parents=True)
        copied = times if collection in {"_startups", "_authors"} else 1
        for file in sorted((content / collection).glob("*.md")):
            text = file.read_text(encoding="utf-8")
            for number in range(copied):
                name = _suffix(number)
                told = address.sub(rf"\1{name}", mention.sub(rf"\1\2{name}", text)) if number else text
                (place / f"{file.stem}{name}.md").write_text(told, encoding="utf-8")


def _suffix(number: int) -> str:
    """Return letters alone, since a member's file name has no digit; nothing for the first copy."""
    return f"-{LETTERS[number // 26]}{LETTERS[number % 26]}" if number else ""


if __name__ == "__main__":
    grow(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
