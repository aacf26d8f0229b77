"""A page, or the fault that came in its place → an answer. Only what proves absence is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.probing import accessibility
from startup_stats.probing.web import Failure, Page
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from startup_stats.standards.ledger import State

_OK = 200
# The host says that there is no such page, for now (404) or for good (410).
_ABSENT = (404, 410)
_PROVES_ABSENCE = ("name-not-found",)
