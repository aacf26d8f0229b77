"""The first place where two documents differ."""

from __future__ import annotations

from typing import Any

import pytest

from startup_stats.document.difference import ABSENT, Difference, differences, first_other_line, shown

# two documents → the places where they differ, in their order
DIFFERENT: dict[str, tuple[Any, Any, list[tuple[str, Any, Any]]]] = {
    "the same": ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, []),
    "keys in another order": ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    "a value": ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, [("$.a.b[1]", 2, 3)]),
    "as the keys are sorted": ({"b": 1, "a": 1}, {"b": 2, "a": 2}, [("$.a", 1, 2), ("$.b", 1, 2)]),
    "a key less": ({}, {"a": None}, [("$.a", ABSENT, None)]),
    "a key more": ({"a": []}, {}, [("$.a", [], ABSENT)]),
    "an item less": ([1], [1, 2], [("$[1]", ABSENT, 2)]),
    "an item more": ([1, {}], [1], [("$[1]", {}, ABSENT)]),
    "another kind": ({"a": []}, {"a": {}}, [("$.a", [], {})]),
    "a number in words": (1, "1", [("$", 1, "1")]),
    "a flag for a number": ([True, 0], [1, False], [("$[0]", True, 1), ("$[1]", 0, False)]),
    "a fraction for a whole": (1.0, 1, [("$", 1.0, 1)]),
    "nothing for nought": (None, 0, [("$", None, 0)]),
    "keys that are no plain words": (
        {"a-b": 1, "2024": 1, "é": 1, "": 1, 'q"\n': 1},
        {"a-b": 2, "2024": 2, "é": 2, "": 2, 'q"\n': 2},
        [('$[""]', 1, 2), ('$["2024"]', 1, 2), ('$["a-b"]', 1, 2), ('$["q\\"\\n"]', 1, 2), ('$["é"]', 1, 2)],
    ),
}


@pytest.mark.parametrize(("left", "right", "expected"), DIFFERENT.values(), ids=DIFFERENT)
def test_where_documents_differ(left: Any, right: Any, expected: list[tuple[str, Any, Any]]) -> None:
    assert list(differences(left, right)) == [Difference(*each) for each in expected]
    assert [each.path for each in differences(right, left)] == [path for path, _, _ in expected]


def test_it_goes_as_deep_as_both_do() -> None:
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    assert [each.path for each in differences({"a": deep}, {"a": [1]})] == ["$.a[0]"]


LINES = {
    "the first": ("a\nb", "c\nb", 1),
    "a later one": ("a\nb\nc", "a\nx\nc", 2),
    "one that is missing": ("a\nb\n", "a\n", 2),
    "the end of the last": ("a\nb\n", "a\nb", 2),
    "what one has more": ("", "\n\n", 1),
}


@pytest.mark.parametrize(("left", "right", "line"), LINES.values(), ids=LINES)
def test_the_first_other_line(left: str, right: str, line: int) -> None:
    assert (first_other_line(left, right), first_other_line(right, left)) == (line, line)


# a value → how it is said
SHOWN = {
    "nothing": (ABSENT, "rien"),
    "null": (None, "null"),
    "a flag": (True, "true"),
    "a text": ("Marché « voisin »", '"Marché « voisin »"'),
    "a list": ([1], "une liste (1 élément)"),
    "an object": ({"a": 1, "b": 1}, "un objet (2 clés)"),
    "what moves a cursor": ("\x1b[2J\u202e\ud800", '"\\u001b[2J\ufffd\ufffd"'),
    "a command to a runner": ("::set-output::", '"::set-output::"'),
    "what is long": ("x" * 200, '"' + "x" * 119 + "…"),
}


@pytest.mark.parametrize(("value", "expected"), SHOWN.values(), ids=SHOWN)
def test_how_a_value_is_said(value: Any, expected: str) -> None:
    assert shown(value).fr == expected
