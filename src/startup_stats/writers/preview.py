"""The site's page as one HTML file that needs nothing else: the kit's own templates, script and style."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from startup_stats.writers.json import to_rows
from startup_stats.writers.liquid import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.kit import Kit


def to_preview(document: Mapping[str, Any], kit: Kit, history: Mapping[str, Any] | None = None) -> str:
    """Write the page of a document, and of the history where there is one.

    Its Content-Security-Policy allows the kit's script and style by their hashes and nothing else: whatever a title
    holds, nothing of it can run or call another host.
    """
    as_written = json.loads(to_rows(document))
    values = {
        "site": {"data": {"stats": as_written, "stats_history": history}},
        "script": kit.script,
        "style": kit.style,
        "script_hash": _sha256(kit.script),
        "style_hash": _sha256(kit.style),
    }
    return render(kit.templates, kit.frame, values)


def _sha256(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()
