"""The program that action.yml runs: `python -m startup_stats.action`."""

from __future__ import annotations

import os
import sys
from datetime import date

from startup_stats.action import main

if __name__ == "__main__":
    sys.exit(main(os.environ, today=date.today()))  # noqa: DTZ011 - the runner's calendar
