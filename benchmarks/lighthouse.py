"""Lighthouse on the page with the real figures, sent gzipped as any host does: `make lighthouse`.

Five runs: the preview on a phone (Lighthouse's default: slow 4G, a processor four times slower), the page in the
DSFR's layout on a desktop, the same on a phone, beside it an empty page in that layout on a phone, and the preview of
2,000 products with sixty months of trends. Of all is asked that accessibility is 100, and how long the page does not
answer (TBT); of the first two, how fast they are. In that layout it is not asked of a phone: what all its pages share,
the DSFR's own style, script and fonts, takes most of the time, and Lighthouse's model of a slow network counts the
page's script before the first paint or after it from one run to the next.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from startup_stats import cli
from startup_stats.kit import read_kit
from startup_stats.writers.preview import to_preview

PROJECT = Path(__file__).resolve().parent.parent
PEERS = PROJECT / "benchmarks/peers"
sys.path.insert(0, str(PROJECT))  # the tests' own Jekyll and browser
from tests.page.test_weight import grown, grown_history  # noqa: E402
from tests.pages import chromium, jekyll  # noqa: E402


class Run(NamedTuple):
    """A page, Lighthouse's options, the least score, and how long the page may not answer, in milliseconds."""

    name: str
    path: str
    options: tuple[str, ...] = ()
    performance: float = 0
    blocked: int = 200


DESKTOP = ("--preset=desktop",)
RUNS = (
    Run("preview, phone", "/preview.html", performance=0.95),
    Run("page with the DSFR, desktop", "/stats/", DESKTOP, performance=0.95),
    Run("page with the DSFR, phone", "/stats/"),
    Run("empty page with the DSFR, phone", "/empty/"),
    Run("preview of 2,000 products, phone", "/large.html", blocked=300),
)
EMPTY = """---
layout: default
permalink: /empty/
title: Vide
---
<h1>Vide</h1>
"""


class _Gzipped(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        content = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        """Keep the output for the scores."""


def typical(address: str, options: tuple[str, ...], report: Path) -> dict[str, Any]:
    """Return of three reports the middle one, by how long the page did not answer: other programs move it."""
    return sorted((judged(address, options, report) for _ in range(3)), key=_blocked)[1]


def _blocked(report: dict[str, Any]) -> float:
    milliseconds: float = report["audits"]["total-blocking-time"]["numericValue"]
    return milliseconds


def judged(address: str, options: tuple[str, ...], report: Path) -> dict[str, Any]:
    """Run Lighthouse on an address and return its report."""
    command = [str(PEERS / "node_modules/.bin/lighthouse"), address, "--quiet", "--output=json",
               f"--output-path={report}", "--only-categories=performance,accessibility",
               "--chrome-flags=--headless=new --no-sandbox", *options]  # fmt: skip
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium()})
    result: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return result


def main() -> int:
    """Build the page and its preview, have both judged; exit with 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=PROJECT.parent / "shared" / "data" / "site")
    site: Path = parser.parse_args().site
    if not (PEERS / "node_modules/lighthouse").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--prefix", str(PEERS)], check=True)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = built(site, root)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Gzipped, directory=str(folder))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            held = [told(run, typical(address + run.path, run.options, root / "report.json")) for run in RUNS]
            server.shutdown()
    return 0 if all(held) else 1


def built(site: Path, root: Path) -> Path:
    """Build the pages of all runs, and return the folder that is served."""
    stats, preview = root / "stats.json", root / "preview.html"
    cli.main(["build", str(site), "--as-of", "2026-08-20", "--quiet", "-o", str(stats), "--preview", str(preview),
              "--config", str(PROJECT / "docs/beta.gouv.fr/startup-stats.yml")])  # fmt: skip
    (root / "kit").mkdir()
    (root / "kit/empty.html").write_text(EMPTY, encoding="utf-8")
    folder = jekyll(root / "kit", stats.read_text(encoding="utf-8"))
    preview.rename(folder / "preview.html")
    chance = random.Random(1)  # noqa: S311 - names, not secrets
    figures = grown(json.loads(stats.read_text(encoding="utf-8")), chance)
    large = to_preview(figures, read_kit(figures["language"]), grown_history(figures, chance))
    (folder / "large.html").write_text(large, encoding="utf-8")
    return folder


def told(run: Run, report: dict[str, Any]) -> bool:
    """Print the scores; return whether accessibility is 100 and the run's limits hold."""
    performance, accessibility = (report["categories"][key]["score"] for key in ("performance", "accessibility"))
    audits = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    shown = ", ".join(f"{report['audits'][audit]['displayValue']}" for audit in audits)
    print(f"{run.name:32} performance {performance * 100:.0f}, accessibility {accessibility * 100:.0f} ({shown})")
    return bool(performance >= run.performance and accessibility == 1 and _blocked(report) <= run.blocked)


if __name__ == "__main__":
    sys.exit(main())
