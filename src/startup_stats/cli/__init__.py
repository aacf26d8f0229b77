"""The command line: argv → options → a command → its report."""

from startup_stats.cli.program import main

__all__ = ["main"]
