"""A chart that GitHub draws from its text in a job summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


def chart(indicator: Mapping[str, Any]) -> str:
    """Write an indicator of stats.json as a Mermaid bar chart, in a fenced block; the year not over is marked « * »."""
    years = ", ".join(f'"{row["year"]}{"" if row["complete"] else "*"}"' for row in indicator["years"])
    values = ", ".join(str(row["value"]) for row in indicator["years"])
    # A quotation mark would end the title; Mermaid knows no way to write one inside.
    title = plain(" ".join(indicator["title"].split())).replace('"', "″").replace("`", "′")
    lines = [
        "```mermaid",
        "xychart-beta",
        f'    title "{title}"',
        f"    x-axis [{years}]",
        f"    bar [{values}]",
        "```",
    ]
    return "\n".join(lines)
