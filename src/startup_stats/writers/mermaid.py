"""A chart that GitHub draws from its text in a job summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


def bar_chart(title: str, bars: Mapping[str, int]) -> str:
    """Write a Mermaid bar chart, a bar a label, in a fenced block; labels hold no quotation mark."""
    labels = ", ".join(f'"{label}"' for label in bars)
    values = ", ".join(str(value) for value in bars.values())
    # A quotation mark would end the title; Mermaid knows no way to write one inside.
    shown = plain(" ".join(title.split())).replace('"', "″").replace("`", "′")
    lines = [
        "```mermaid",
        "xychart-beta",
        f'    title "{shown}"',
        f"    x-axis [{labels}]",
        f"    bar [{values}]",
        "```",
    ]
    return "\n".join(lines)
