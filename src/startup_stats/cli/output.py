"""Where a document goes: a file, or standard output, whose reader may leave."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from startup_stats.files import write_if_changed

if TYPE_CHECKING:
    from pathlib import Path


def put(text: str, output: Path | None = None) -> None:
    """Write a document to a file; without one, or to « - », to standard output."""
    if output is not None and str(output) != "-":
        write_if_changed(output, text)
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader left, as `head` does. Python would complain of it once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
