"""The program: `startup-stats`, and `python -m startup_stats`."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run as a program: one short computation, whose memory need be neither collected nor given back.

    Both would take a tenth of the time each, on the real content; what is imported is not collected either.
    """
    gc.disable()
    from startup_stats.cli.program import main

    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
