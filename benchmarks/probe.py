"""Two thousand pages of 200 ms each on the loopback, beside the least that as many at once can take."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from timing import AS_OF, ENVIRONMENT, PROJECT, Row

from startup_stats.config.settings import Probing
from tests.web import Reply, Served
from tests.web.world import STATS, World, write_world

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES, SECONDS = 2000, 0.2
RUNS = 3
CONCURRENCY = Probing().concurrency


def rows() -> Iterator[Row]:
    """Probe the same pages a few times; the median beside pages × seconds ÷ how many are asked at once."""
    ideal = PAGES * SECONDS / CONCURRENCY
    taken = sorted(_probed() for _ in range(RUNS))
    median = taken[RUNS // 2]
    figures = f"{median:.1f} s ({taken[0]:.1f} to {taken[-1]:.1f}) · {ideal:.1f} s with {CONCURRENCY} at once"
    yield Row(f"{PAGES} probes of {SECONDS * 1000:.0f} ms", "the ideal", median / ideal, 1.2, figures)


def _probed() -> float:
    world = World(pages={"dashlord.example/report.json": Reply(body="[]")})
    for number in range(PAGES):
        world.files[f"p{number}"] = f"stats_url: http://p{number}.example:PORT/stats\n"
        world.pages[f"p{number}.example/stats"] = Reply(body=STATS, delay=SECONDS)
    with TemporaryDirectory() as name, Served(world.pages) as web:
        folder = Path(name)
        site = write_world(folder / "site", world, web.port)
        order = folder / "order.json"
        order.write_text(json.dumps({"day": AS_OF, "site": str(site), "api": web.url("api.example/")}))
        command = [sys.executable, "-m", "tests.web.run_probe", str(order)]
        said = subprocess.run(command, cwd=PROJECT, env=ENVIRONMENT, check=True, capture_output=True).stdout
    result: dict[str, Any] = json.loads(said)
    return float(result["seconds"])
