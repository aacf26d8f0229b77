"""Fixes applied to a text: only what they name changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.findings import Fix


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """Return a text with fixes applied; of two that overlap the first one, the other may come in a second round."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    done = 0
    pieces = []
    for fix in sorted(set(fixes)):
        start, end = (
            starts[line - 1] + column - 1
            for line, column in ((fix.start_line, fix.start_column), (fix.end_line, fix.end_column))
        )
        if start >= done:
            pieces += [text[done:start], fix.text]
            done = end
    return "".join([*pieces, text[done:]])
