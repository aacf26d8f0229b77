"""The GitHub Action: INPUT_* and GITHUB_* → the same commands → outputs and a job summary."""

from startup_stats.action.program import main

__all__ = ["main"]
