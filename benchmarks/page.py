"""How soon the page shows its first chart, beside the old page's way: `make bench`.

The old way is that of the site's former stats.js: two JSON files made of all content are fetched, parsed and folded
into five series by year. It gets the same style, no text and no table, and its clock stops before anything is drawn;
ours stops at the first chart drawn. Both run in turn in Chromium, from the loopback, where bytes cost nothing, each
time in a new context without cache. Times count from the navigation, and from the start of the script.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import frontmatter
from playwright.sync_api import sync_playwright

from startup_stats import cli

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # the tests' own Jekyll, server and browser
from tests.pages import POLICY, chromium, jekyll, opened, served  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

RUNS = 9
AFTER_LOAD = 300  # milliseconds from the load event to the first chart, at most
WEIGHT = 150_000  # bytes of script, style and page, gzipped, at most

OLD_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/gouvfr/dsfr.min.css"></head>
<body><main></main><script src="/old.js"></script></body></html>
"""
OLD_SCRIPT = """
performance.mark("old-start");
const add = (series, date) => { if (date) { const year = date.slice(0, 4); series[year] = (series[year] ?? 0) + 1; } };
Promise.all(["/startups.json", "/authors.json"].map((file) => fetch(file).then((sent) => sent.json()))).then((sent) => {
  const series = { investigation: {}, product_launch: {}, end: {}, national_impact: {}, agent: {} };
  for (const { attributes } of sent[0].data) {
    const phases = attributes.phases ?? [];
    const events = attributes.events ?? [];
    const phase = (name) => phases.find((each) => each.name === name);
    const event = (name) => events.find((each) => each.name === name);
    add(series.investigation, phase("investigation")?.end ?? phase("investigation")?.start);
    add(series.product_launch, event("product_launch")?.date ?? phase("construction")?.start);
    add(series.end, event("end")?.date);
    add(series.national_impact, event("national_impact")?.date);
  }
  for (const { attributes } of sent[1].data) {
    add(series.agent, (attributes.missions ?? []).find((each) => each.status === "admin")?.start);
  }
  globalThis.series = series;
  performance.mark("old-series");
});
"""


class Times(NamedTuple):
    """When the load event and the script began, and when the mark was set: milliseconds from the navigation."""

    load: float
    start: float
    mark: float


def work(times: Times) -> float:
    """Return what the script took to reach its mark."""
    return times.mark - times.start


def write_old_site(site: Path, folder: Path) -> int:
    """Write the old way's page and its two files beside the new one; return the bytes of the two files."""
    total = 0
    for name, collection in (("startups", "_startups"), ("authors", "_authors")):
        entries = []
        for file in sorted((site / "content" / collection).glob("*.md")):
            loaded = frontmatter.load(str(file))
            attributes = {**loaded.metadata, "content": loaded.content}
            entries.append({"type": name, "id": file.stem, "attributes": attributes})
        total += (folder / f"{name}.json").write_text(json.dumps({"data": entries}, ensure_ascii=False, default=str))
    (folder / "old/stats").mkdir(parents=True)
    (folder / "old/stats/index.html").write_text(OLD_PAGE)
    (folder / "old.js").write_text(OLD_SCRIPT)
    return total


def timed(browser: Browser, address: str, start: str, mark: str) -> Times:
    """Open a page and wait for its mark."""
    with opened(browser, address) as page:
        while not page.evaluate("(mark) => performance.getEntriesByName(mark).length", mark):
            page.wait_for_timeout(10)
        times = page.evaluate(
            """(marks) => [performance.getEntriesByType("navigation")[0].loadEventStart,
              ...marks.map((mark) => performance.getEntriesByName(mark)[0].startTime)]""",
            [start, mark],
        )
    return Times(*times)


def compare(measures: dict[str, Callable[[], Times]]) -> dict[str, Times]:
    """Run the measures in turn and print and return their medians."""
    taken: dict[str, list[Times]] = {name: [] for name in measures}
    for _ in range(RUNS):
        for name, measure in measures.items():
            taken[name].append(measure())
    medians = {}
    for name, times in taken.items():
        medians[name] = middle = Times(*map(statistics.median, zip(*times, strict=True)))
        spread = f"{min(each.mark for each in times):.0f} to {max(each.mark for each in times):.0f}"
        print(
            f"{name:32} median {middle.mark:.0f} ms ({spread}), script from {middle.start:.0f}, load {middle.load:.0f}"
        )
    return medians


def main() -> int:
    """Build both pages from the real content, time them, weigh ours; exit with 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=PROJECT.parent / "shared" / "data" / "site")
    site: Path = parser.parse_args().site
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        config = PROJECT / "docs/beta.gouv.fr/startup-stats.yml"
        stats = root / "stats.json"
        cli.main(["build", str(site), "--as-of", "2026-08-20", "--config", str(config), "-o", str(stats), "--quiet"])
        (root / "kit").mkdir()
        folder = jekyll(root / "kit", stats.read_text(encoding="utf-8"))
        old_bytes = write_old_site(site, folder)
        policy = f"{POLICY}; connect-src 'self'"
        with sync_playwright() as playwright, served(folder, policy) as address:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            ours, theirs = "first chart drawn", f"old way, {old_bytes / 1e6:.1f} MB folded"
            old = address.replace("/stats/", "/old/stats/")
            medians = compare({
                ours: lambda: timed(browser, address, "stats-start", "stats-first-chart"),
                theirs: lambda: timed(browser, old, "old-start", "old-series"),
            })  # fmt: skip
            browser.close()
        names = ("assets/additional/js/stats.js", "assets/additional/style/stats.css", "stats/index.html")
        parts = [folder / name for name in names]
        weights = [len(gzip.compress(part.read_bytes())) for part in parts]
    mine, old_way = medians[ours], medians[theirs]
    print(f"  ratio {mine.mark / old_way.mark:.2f}; of the scripts alone {work(mine) / work(old_way):.2f}")
    after = mine.mark - mine.load
    print(f"  first chart {after:+.0f} ms from the load event, at most {AFTER_LOAD}")
    shown = " + ".join(f"{weight / 1000:.1f}" for weight in weights)
    print(f"script + style + page, gzipped: {shown} = {sum(weights) / 1000:.1f} KB, at most {WEIGHT / 1000:.0f}")
    return 0 if after <= AFTER_LOAD and sum(weights) <= WEIGHT else 1


if __name__ == "__main__":
    sys.exit(main())
