"""`history` on the real history, beside one `build` of its newest commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from timing import AS_OF, DATA, PROGRAM, REAL_CONFIG, Row, Task, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTES = 200
# name → how many times a build it may take
LIMITS = {
    "history, cold": 8.0,
    "history, warm": 2.0,
    "history --update, one commit later": 1.5,
    "explain --known-at": 3.0,
    "explain --known-at --against": 3.0,
}


def rows() -> Iterator[Row]:
    """Run all in turn, and compare each with the build."""
    with TemporaryDirectory() as name:
        site = Path(name) / "site"
        bundle = DATA / "content-history.bundle"
        subprocess.run(["git", "clone", "--quiet", "--branch", "main", str(bundle), str(site)], check=True)
        build, *measures = in_turn(*tasks(Path(name), site))
    for (task, limit), measure in zip(LIMITS.items(), measures, strict=True):
        yield Row(task, "build", measure.median / build.median, limit, f"{measure} · {build}")
    most = max(measure.megabytes for measure in measures)
    yield Row("history, memory", f"{MEGABYTES} MB", most / MEGABYTES, 1.0, f"{most:.0f} MB")


def tasks(folder: Path, site: Path) -> list[Task]:
    """Return what is measured, `build` first and then in the order of the limits."""
    cache, output, earlier = folder / "cache", folder / "history.json", folder / "earlier.json"
    more = ["--config", str(REAL_CONFIG), "--as-of", AS_OF, "--quiet", "-o"]
    later = _with_a_commit(site, folder / "later")
    history = [*PROGRAM, "history", str(site), *more]
    explain = [*PROGRAM, "explain", "product_launch", "2020", str(site), "--known-at", "2021-03-31"]
    cached, copied = ({"XDG_CACHE_HOME": str(place)} for place in (cache, folder / "copy"))

    def without() -> None:
        output.unlink(missing_ok=True)

    def as_the_day_before() -> None:
        shutil.rmtree(folder / "copy", ignore_errors=True)
        shutil.copytree(cache, folder / "copy")
        shutil.copy(earlier, output)

    Task("the history of the day before", [*history, str(earlier)], cached).run()
    cold, warm, updated, known, against = LIMITS
    update = [*PROGRAM, "history", str(later), *more, str(output), "--update"]
    return [
        Task("build", [*PROGRAM, "build", str(site), *more, str(output)], cached, without),
        Task(cold, [*history, str(output), "--no-cache"], cached, without),
        Task(warm, [*history, str(output)], cached, without),
        Task(updated, update, copied, as_the_day_before),
        Task(known, explain, cached),
        Task(against, [*explain, "--against", "2024-01-01"], cached),
    ]


def _with_a_commit(site: Path, later: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(site), str(later)], check=True)
    file = min((later / "content" / "_startups").glob("*.md"))
    file.write_text(f"{file.read_text(encoding='utf-8')}\nA line.\n", encoding="utf-8")
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example"]
    at = {"GIT_COMMITTER_DATE": f"{AS_OF}T23:00:00+00:00"}
    command = ["git", "-C", str(later), *author, "commit", "--quiet", "--all", "-m", "A line"]
    subprocess.run(command, check=True, env={**os.environ, **at})
    return later
