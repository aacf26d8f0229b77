"""What single lines say of a file that may be no YAML."""

from __future__ import annotations

import time

import pytest

from startup_stats.content.plain_lines import field_at, value_of

TEXT = """---
title: "Marché: voisin"
phases:
  - name: construction
    start: 2020-13-01
'incubator' : ecole-du-port\t
# mission: none
contact:: x
link:https://x.example
events:
- name: end
 [oops
---

## Texte: après
"""
# line → the key above or on it
LINES = {1: None, 2: "title", 3: "phases", 5: "phases", 6: "incubator", 7: "incubator", 8: "incubator", 9: "incubator",
         10: "events", 12: "events", 13: None, 15: None, 99: None}  # fmt: skip


@pytest.mark.parametrize(("line", "field"), LINES.items())
def test_the_field_of_a_line(line: int, field: str | None) -> None:
    assert field_at(TEXT, line) == field


VALUES = {"title": "Marché: voisin", "incubator": "ecole-du-port", "phases": None, "mission": None, "link": None,
          "## Texte": None, "name": None}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), VALUES.items())
def test_the_value_of_a_field(field: str, value: str | None) -> None:
    assert value_of(TEXT, field) == value


def test_a_file_that_ends_early() -> None:
    assert value_of("---\ntitle: A", "incubator") is None
    assert (field_at("", 1), value_of("", "title"), field_at('---\n"": x\n', 2)) == (None, None, None)


@pytest.mark.parametrize("line", [" " * 500_000, "a" + " " * 500_000, "a:" + " " * 500_000 + "x", '"' * 500_000])
def test_a_long_line_takes_no_time(line: str) -> None:
    start = time.process_time()
    field_at(f"---\n{line}", 2)
    value_of(f"---\n{line}", "x")
    assert time.process_time() - start < 1
