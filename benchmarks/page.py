"""How soon the page shows its first chart, beside the old page's way.

The old way is that of the site's former stats.js: two JSON files made of all content are fetched, parsed and folded
into five series by year, which Chart.js draws. It gets the same layout and the same Chart.js, both files at once in
place of one after the other, no jQuery, no text and no table. Both clocks stop at the first chart drawn. Both run in
turn in Chromium, from the loopback, where bytes cost nothing, each time in a new context without cache. Times count
from the navigation, and from the start of the script.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import frontmatter
from playwright.sync_api import sync_playwright
from timing import AS_OF, DATA, REAL_CONFIG, Row

from startup_stats import cli
from tests.conftest import PROJECT
from tests.pages import POLICY, chromium, jekyll, opened, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

RUNS = 9
AFTER_LOAD = 300  # milliseconds from the load event to the first chart, at most
CHART_JS = PROJECT / "node_modules/chart.js/dist/chart.umd.min.js"
WEIGHT = 150_000  # bytes of script, style and page, gzipped, at most

OLD_PAGE = """---
layout: default
permalink: /stats/
title: Indicateurs
additional_js: [chart.umd.min.js, old.js]
---
<canvas id="investigation"></canvas>
<canvas id="product_launch"></canvas>
<canvas id="end"></canvas>
<canvas id="national_impact"></canvas>
<canvas id="agent"></canvas>
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
  const labels = [];
  for (let year = 2013; year <= new Date().getFullYear() + 1; year += 1) labels.push(year);
  for (const [id, years] of Object.entries(series)) {
    const data = labels.map((year) => years[year] ?? 0);
    new Chart(document.getElementById(id), {
      type: "bar",
      data: { labels, datasets: [{ data, label: "Décompte ", backgroundColor: "#EF7D29" }] },
      options: { animation: false, scales: { y: { beginAtZero: true } } },
    });
    performance.mark("old-chart");
  }
});
"""


class Times(NamedTuple):
    """When the load event and the script began, and when the mark was set: milliseconds from the navigation."""

    load: float
    start: float
    mark: float


def old_site(site: Path, root: Path) -> tuple[Path, int]:
    """Build the old way's page, with its two files; return the folder that a server sends, and the bytes of the two."""
    root.mkdir()
    page = root / "old.md"
    page.write_text(OLD_PAGE, encoding="utf-8")
    folder = jekyll(root, None, page=page)
    total = 0
    for name, collection in (("startups", "_startups"), ("authors", "_authors")):
        entries = []
        for file in sorted((site / "content" / collection).glob("*.md")):
            loaded = frontmatter.load(str(file))
            attributes = {**loaded.metadata, "content": loaded.content}
            entries.append({"type": name, "id": file.stem, "attributes": attributes})
        total += (folder / f"{name}.json").write_text(json.dumps({"data": entries}, ensure_ascii=False, default=str))
    scripts = folder / "assets/additional/js"
    (scripts / "old.js").write_text(OLD_SCRIPT, encoding="utf-8")
    shutil.copy(CHART_JS, scripts)
    return folder, total


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


def compare(measures: dict[str, Callable[[], Times]]) -> dict[str, list[Times]]:
    """Run the measures in turn; return what each gave."""
    taken: dict[str, list[Times]] = {name: [] for name in measures}
    for _ in range(RUNS):
        for name, measure in measures.items():
            taken[name].append(measure())
    return taken


def rows() -> Iterator[Row]:
    """Build both pages from the real content, time them, and weigh ours."""
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        stats = root / "stats.json"
        site = [str(DATA / "site"), "--as-of", AS_OF, "--config", str(REAL_CONFIG)]
        cli.main(["build", *site, "-o", str(stats), "--quiet"])
        (root / "kit").mkdir()
        folder = jekyll(root / "kit", stats.read_text(encoding="utf-8"))
        old_folder, old_bytes = old_site(DATA / "site", root / "old")
        policy = f"{POLICY}; connect-src 'self'"
        with sync_playwright() as playwright, served(folder) as address, served(old_folder, policy) as old:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            ours, theirs = compare({
                "ours": lambda: timed(browser, address, "stats-start", "stats-first-chart"),
                "old": lambda: timed(browser, old, "old-start", "old-chart"),
            }).values()  # fmt: skip
            browser.close()
        names = ("assets/additional/js/stats.js", "assets/additional/style/stats.css", "stats/index.html")
        weights = [len(gzip.compress((folder / name).read_bytes())) for name in names]
    mine, old_way = (statistics.median(each.mark for each in times) for times in (ours, theirs))
    figures = f"{mine:.0f} ms · {old_way:.0f} ms, {old_bytes / 1e6:.1f} MB folded"
    yield Row("page: first chart", "the old way", mine / old_way, 1.3, figures)
    after = statistics.median(each.mark - each.load for each in ours)
    yield Row("page: first chart after the load event", f"{AFTER_LOAD} ms", after / AFTER_LOAD, 1.0, f"{after:+.0f} ms")
    shown = " + ".join(f"{weight / 1000:.1f}" for weight in weights)
    told = f"script, style and page, gzipped: {shown} KB"
    yield Row("page: bytes sent", f"{WEIGHT / 1000:.0f} KB", sum(weights) / WEIGHT, 1.0, told)
