from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator

if TYPE_CHECKING:
    from startup_stats.model import Pointer

BLOCK = """\
---
title: Été
phases:
  - name: investigation
    start: 2020-01-01
  - start: 2021-01-01
    name: construction
events: []
fast: {promotion: 12, montant: 3}
techno: ["a", "é", "c"]
long: |
  one
  two
after: 1
other: &x a
again: *x
list: [*x, b]
twice: 1
twice: 2
---
"""

# pointer → line and column of the value, and of its key.
PLACES: dict[Pointer, tuple[tuple[int, int], tuple[int, int]]] = {
    (): ((1, 1), (1, 1)),
    ("title",): ((2, 8), (2, 1)),
    ("phases",): ((4, 3), (3, 1)),
    ("phases", 0): ((4, 5), (4, 5)),
    ("phases", 0, "name"): ((4, 11), (4, 5)),
    ("phases", 1, "start"): ((6, 12), (6, 5)),
    ("phases", 1, "name"): ((7, 11), (7, 5)),
    ("fast", "montant"): ((9, 32), (9, 23)),
    ("techno", 2): ((10, 20), (10, 20)),
    ("long",): ((11, 7), (11, 1)),
    ("after",): ((14, 8), (14, 1)),
    # an alias is seen where it is used, not where its anchor is
    ("again",): ((16, 1), (16, 1)),
    # of a repeated key the last, whose value counts
    ("twice",): ((19, 8), (19, 1)),
    # what is missing is seen at the key that should hold it
    ("nothing",): ((1, 1), (1, 1)),
    ("phases", 0, "end"): ((4, 5), (4, 5)),
    ("fast", "nothing"): ((9, 1), (9, 1)),
    ("events", 3): ((8, 1), (8, 1)),
    ("title", "inside"): ((2, 1), (2, 1)),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("pointer", "places"), PLACES.items(), ids=str)
def test_places(pointer: Pointer, places: tuple[tuple[int, int], tuple[int, int]], line_end: str) -> None:
    locator = Locator("p.md", fields_text(BLOCK.replace("\n", line_end).encode()))
    value, key = locator.value(pointer), locator.key(pointer)
    assert ((value.line, value.column), (key.line, key.column)) == places


def test_an_empty_text_has_one_place() -> None:
    assert str(Locator("p.md", "").value(("a",))) == "p.md:1:1"
