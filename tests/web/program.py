"""The program itself, on a web where every name leads to loopback: `python -m tests.web.program probe …`."""

from __future__ import annotations

import sys
from datetime import date

from startup_stats import cli
from startup_stats.commands import probe
from startup_stats.publishing.access import GITHUB_API
from tests.web import resolve
from tests.web.world import PATIENT

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:2] != ["probe", "merge"]:
        arguments.append("--allow-private")
    probe.Outside.__init__.__defaults__ = (None, GITHUB_API, resolve, PATIENT)
    sys.exit(cli.main(arguments, today=date(2026, 8, 20)))
