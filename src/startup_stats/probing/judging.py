"""A page, or the fault that came in its place → an answer. Only what proves absence is broken."""

from __future__ import annotations

_OK = 200
# The host says that there is no such page, for now (404) or for good (410).
_ABSENT = (404, 410)
_PROVES_ABSENCE = ("name-not-found",)
