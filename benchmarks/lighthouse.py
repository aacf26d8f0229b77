"""Lighthouse on the page with the real figures, sent gzipped as any host does: `make lighthouse`.

Four runs: the preview on a phone (Lighthouse's default: slow 4G, a processor four times slower), the page in the
DSFR's layout on a desktop, the same on a phone, and beside it an empty page in that layout on a phone. Of the last two
no limit is asked: what they share, the DSFR's own style, script and fonts, takes most of the time, and Lighthouse's
model of a slow network counts the page's script before the first paint or after it from one run to the next.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from startup_stats import cli

PROJECT = Path(__file__).resolve().parent.parent
PEERS = PROJECT / "benchmarks/peers"
sys.path.insert(0, str(PROJECT))  # the tests' own Jekyll and browser
from tests.pages import chromium, jekyll  # noqa: E402

PERFORMANCE = 0.95
# name, path, Lighthouse's options, whether the limit holds
RUNS: tuple[tuple[str, str, list[str], bool], ...] = (
    ("preview, phone", "/preview.html", [], True),
    ("page with the DSFR, desktop", "/stats/", ["--preset=desktop"], True),
    ("page with the DSFR, phone", "/stats/", [], False),
    ("empty page with the DSFR, phone", "/empty/", [], False),
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


def judged(address: str, options: list[str], report: Path) -> dict[str, Any]:
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
    held = []
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        stats, preview = root / "stats.json", root / "preview.html"
        cli.main(["build", str(site), "--as-of", "2026-08-20", "--quiet", "-o", str(stats), "--preview", str(preview),
                  "--config", str(PROJECT / "docs/beta.gouv.fr/startup-stats.yml")])  # fmt: skip
        (root / "kit").mkdir()
        (root / "kit/empty.html").write_text(EMPTY, encoding="utf-8")
        folder = jekyll(root / "kit", stats.read_text(encoding="utf-8"))
        preview.rename(folder / "preview.html")
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Gzipped, directory=str(folder))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for name, path, options, has_limit in RUNS:
                report = judged(f"http://127.0.0.1:{server.server_port}{path}", options, root / "report.json")
                held.append(told(name, report) or not has_limit)
            server.shutdown()
    return 0 if all(held) else 1


def told(name: str, report: dict[str, Any]) -> bool:
    """Print the scores; return whether they are accessibility 100 and performance 95 or more."""
    performance, accessibility = (report["categories"][key]["score"] for key in ("performance", "accessibility"))
    audits = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    shown = ", ".join(f"{report['audits'][audit]['displayValue']}" for audit in audits)
    print(f"{name:32} performance {performance * 100:.0f}, accessibility {accessibility * 100:.0f} ({shown})")
    return bool(performance >= PERFORMANCE and accessibility == 1)


if __name__ == "__main__":
    sys.exit(main())
