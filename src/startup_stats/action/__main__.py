"""The program that action.yml runs: `python -m startup_stats.action`."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date

from startup_stats.action import main

if __name__ == "__main__":
    gc.disable()  # as the program does: one short computation, whose memory need not be collected
    sys.exit(main(os.environ, today=date.today()))  # noqa: DTZ011 - the runner's calendar
