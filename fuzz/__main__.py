"""`python -m fuzz TARGET SECONDS`: try one target for so long, from the small corpus and from what was found before.

A crash leaves its bytes in build/fuzz; the smallest of them belongs into the corpus, and its reason into a test.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

PLACE = Path(__file__).parent
FOUND = PLACE.parent / "build" / "fuzz"
# No file that the program reads is larger by much, and nothing that short takes longer (seconds) or more memory (MB).
_LONGEST, _SLOWEST, _MOST = 4096, 10, 512
# Of all tries together (MB): GitHub's renderer gives back nothing of what it read, some KB each.
_IN_ALL = 8192


def main(name: str, seconds: str) -> None:
    """Run one target; ends the process, with 0 where nothing crashed."""
    with atheris.instrument_imports(include=["startup_stats"]):
        from fuzz.targets import TARGETS
    found, corpus = FOUND / name, PLACE / "corpus" / name
    found.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOWEST}"]
    limits += [f"-malloc_limit_mb={_MOST}", f"-rss_limit_mb={_IN_ALL}"]
    told = [f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, *told, str(found), str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
