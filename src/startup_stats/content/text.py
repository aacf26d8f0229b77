"""Bytes → text, by hand, so that a wrong encoding is a finding with a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.findings import Fix

if TYPE_CHECKING:
    from startup_stats.findings import Rule

_BYTE_ORDER_MARK = "\ufeff"


def decode(content: bytes) -> tuple[str, list[Fault]]:
    """Return the text of a UTF-8 file, and what is doubtful in its bytes; raises Unreadable for another encoding."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_fault_after(content[: error.start].decode("utf-8"), rules.NOT_UTF8)) from None
    faults = []
    marked = text.startswith(_BYTE_ORDER_MARK)
    if marked:
        text = text.removeprefix(_BYTE_ORDER_MARK)
        faults.append(Fault(rules.BYTE_ORDER_MARK, fix=Fix(1, 1, 1, 2, "")))
    if "\r\n" in text:
        fault = _fault_after(text[: text.index("\r\n")], rules.WINDOWS_LINE_ENDS)
        faults.append(fault._replace(fix=_unix_line_ends(text, int(marked))))
    return text, faults


def _unix_line_ends(text: str, marked: int) -> Fix | None:
    """Return how to end every line the Unix way; None where YAML would read another text then."""
    if "\r\r\n" in text:
        return None
    first, last = text.index("\r\n"), text.rindex("\r\n") + 1
    start, end = place_after(text[:first]), place_after(text[:last])
    return Fix(
        start[0],
        start[1] + (marked if start[0] == 1 else 0),
        end[0],
        end[1] + (marked if end[0] == 1 else 0),
        text[first:last].replace("\r\n", "\n").removesuffix("\r"),
    )


def _fault_after(before: str, rule: Rule) -> Fault:
    return Fault(rule, *place_after(before))


def place_after(before: str) -> tuple[int, int]:
    """Return the line and column, from 1, of what follows a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
