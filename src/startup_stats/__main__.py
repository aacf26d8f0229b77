"""`python -m startup_stats`: the same as the `startup-stats` command."""

from startup_stats.cli import entry_point

if __name__ == "__main__":
    entry_point()
