"""The formats that the schemas name, the same for both validators: JSON Schema leaves formats unchecked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from startup_stats.content.invisible import first_invisible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What no browser and no server reads as part of an address (RFC 3986 §2); letters with accents are read.
_STRAY = re.compile(r"[\s;<>\"\\\\^`{|}\x00-\x1f]")
# Nearly all addresses are of these characters, and need no closer look.
_PLAIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:/[\w./?=&%#~+,@-]*)?", re.ASCII)
# One address of the usual form (RFC 5321 allows more, which no mail form takes).
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\\\]+@[^@\s,;:<>()\[\]\"\\\\.]+(\.[^@\s,;:<>()\[\]\"\\\\.]+)+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def split_address(value: str) -> SplitResult | None:
    """Return the parts of a web address; None when it is none."""
    try:
        address = urlsplit(value)
        address.port  # noqa: B018 - reading it raises for a port that is no number
    except ValueError:
        return None
    return address if address.scheme in ("http", "https") and address.hostname else None


def is_address(value: object) -> bool:
    """Say whether a text is a web address that a browser follows; an empty one is no address and no fault."""
    if not isinstance(value, str) or not value or _PLAIN.fullmatch(value):
        return True
    return split_address(value) is not None and not _STRAY.search(value) and first_invisible(value) is None


def is_email(value: object) -> bool:
    """Say whether a text is one e-mail address; an empty one is no fault of form."""
    if not isinstance(value, str) or not value:
        return True
    return _EMAIL.fullmatch(value) is not None and first_invisible(value) is None


def is_date(value: object) -> bool:
    """Say whether a text is a day of the calendar written 2025-06-13."""
    if not isinstance(value, str):
        return True
    if _DATE.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


FORMATS: Mapping[str, Callable[[object], bool]] = {"date": is_date, "uri": is_address, "email": is_email}
