"""All that is measured, as one table: `make bench` writes it, `make bench-check` compares with what was written.

`python benchmarks/bench.py [--write | --check] [NAME …]`: names are those of `SETS`, all of them by default.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import action
import grown
import history
import page
import probe
import programs
from timing import AS_OF, HERE, RUNS, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "programs": programs.rows,
    "history": history.rows,
    "action": action.rows,
    "probe": probe.rows,
    "grown": grown.rows,
    "page": page.rows,
}
README, RECORD = HERE / "README.md", HERE / "ratios.json"
# How much worse than what was written a ratio may be.
WORSE = 1.2
HEAD = f"""\
# What is measured, and what it gave

Written by `make bench`; `make bench-check` measures again and fails where a ratio no longer holds, or is 20 % worse
than here. Each row is a pair that ran in turn ({RUNS} times, unless its module says otherwise), on the real content as
of {AS_OF}; the ratio is that of the medians. Seconds are of the machine named here, and move with what else it does;
ratios move little.

"""


def machine() -> str:
    """Name the machine: processor, how many, memory, system, and the programs that took part."""
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.partition(": ")[2] for line in facts.splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    processor = f"{os.cpu_count()} × {model or platform.machine()}"
    python = f"Python {platform.python_version()}{' of the distribution' if sys.base_prefix == '/usr' else ''}"
    return f"{processor}, {memory:.0f} GB, {platform.system()}, {python}, Node {node}"


def measured(names: list[str]) -> Iterator[Row]:
    """Run the sets and tell each row as it comes."""
    for name in names:
        for row in SETS[name]():
            print(f"{row.what:44} {row.ratio:5.2f} × {row.beside} (at most {row.at_most}): {row.figures}", flush=True)
            yield row


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as Markdown."""
    lines = ["| what | beside | ratio | at most | figures |", "| --- | --- | ---: | ---: | --- |"]
    for row in rows:
        cells = (row["what"], row["beside"], f"{row['ratio']:.2f}", row["at_most"], row["figures"])
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def write(rows: list[Row]) -> None:
    """Write the table and the record; rows of sets that were not run stay as they were."""
    record = {_pair(row): row for row in (*_recorded(), *map(asdict, rows))}
    kept = [{**row, "ratio": round(row["ratio"], 3)} for row in record.values()]
    RECORD.write_text(json.dumps({"machine": machine(), "rows": kept}, indent=1, ensure_ascii=False) + "\n")
    README.write_text(f"{HEAD}{machine()}.\n\n{table(kept)}", encoding="utf-8")


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    return row["what"], row["beside"]


def _recorded() -> list[dict[str, Any]]:
    return json.loads(RECORD.read_text(encoding="utf-8"))["rows"] if RECORD.is_file() else []


def worse(rows: list[Row]) -> list[str]:
    """Name the rows whose ratio is a fifth above what was written."""
    before = {_pair(row): row["ratio"] for row in _recorded()}
    return [
        f"{row.what}: {row.ratio:.2f}, {before[row.what, row.beside]:.2f} before"
        for row in rows
        if row.ratio > WORSE * before.get((row.what, row.beside), row.ratio)
    ]


def main() -> int:
    """Measure; exit with 1 where a ratio does not hold or, with --check, where one got worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="what to measure (default: all)")
    parser.add_argument("--write", action="store_true", help="write README.md and ratios.json")
    parser.add_argument("--check", action="store_true", help="fail where a ratio no longer holds, or is 20 %% worse")
    options = parser.parse_args()
    if options.check and not RECORD.is_file():
        parser.error("there is no table to compare with: `make bench` writes it")
    rows = list(measured(options.sets or list(SETS)))
    if options.write:
        write(rows)
    faults = [f"{row.what}: {row.ratio:.2f}, at most {row.at_most}" for row in rows if not row.holds]
    faults += worse(rows) if options.check else []
    print("\n".join(["", *(f"NO: {fault}" for fault in faults)]) if faults else "\nall hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
