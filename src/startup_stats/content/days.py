"""A day as front matter gives it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

# A date, or the date of a time stamp.
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", re.DOTALL | re.ASCII)


def read_date(value: Any) -> date | None:
    """Return the day that a text gives, or the day of its time stamp; None when it gives none."""
    return _text_date(value) if isinstance(value, str) else None


@lru_cache(maxsize=8192)
def _text_date(text: str) -> date | None:
    """Read each of the few thousand days of a portfolio once: every rule and figure asks for them again."""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
