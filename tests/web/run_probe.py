"""A probe in a process of its own, so that its time and memory are its own: `python -m tests.web.run_probe order.json`.

Names lead to loopback. Prints what it took, what each host was asked, and the peak of its memory.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from startup_stats.commands.probe import Outside, ProbeOptions, probe
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.errors import StartupStatsError
from startup_stats.probing.outcome import tally
from tests.web import TOKEN, resolve
from tests.web.world import HASTY, PATIENT


def main(order: dict[str, Any]) -> dict[str, Any]:
    """Run an order."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    site = open_folder(Path(order["site"]), Overrides())
    output = order.get("output")
    options = ProbeOptions(
        date.fromisoformat(order["day"]),
        output=Path(output) if output else None,
        shard=tuple(order.get("shard", (1, 1))),
        allow_private=True,
    )
    outside = Outside(TOKEN, order["api"], resolve, HASTY if order.get("hasty") else PATIENT)
    started = time.monotonic()
    try:
        probed = probe(site, options, outside, lambda answers, *_: told(answers))
    except StartupStatsError as error:
        return {"refused": error.message.fr, "seconds": time.monotonic() - started}
    return {
        "seconds": time.monotonic() - started,
        "megabytes": peak_megabytes(),
        "requests": dict(probed.visited.requests),
        "answers": len(probed.visited.answers),
        "unknown": dict(tally(probed.visited.answers).unknown),
        "changed": probed.changed,
        "interrupted": probed.visited.interrupted,
    }


def peak_megabytes() -> float:
    """Return the most memory this program held (getrusage would count what the process that started it held)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def told(answers: int) -> None:
    """Tell whoever started this how far it is."""
    sys.stderr.write(f"{answers}\n")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
