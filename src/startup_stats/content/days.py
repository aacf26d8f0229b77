"""A day, as front matter gives it and as a user types it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from startup_stats.errors import UsageError
from startup_stats.language import Text

# A date, or the date of a time stamp. Zeros may be missing: Jekyll reads 2021-06-9 as the day it says, so it counts,
# though the site's own checks refuse it, and ours with them.
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?", re.DOTALL | re.ASCII)


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


def typed_day(text: str) -> date:
    """Read a day typed as 2026-08-20; raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(_NO_SUCH_DAY.fill(asked=text)) from None


_NO_SUCH_DAY = Text(
    "« {asked} » n'est pas un jour : écrivez année-mois-jour, par exemple 2026-08-20.",
    '"{asked}" is not a day: write year-month-day, for example 2026-08-20.',
)
