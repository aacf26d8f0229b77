"""The plain reading gives what libyaml gives, or nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from startup_stats.content import front_matter
from startup_stats.content.plain_yaml import plain_values
from startup_stats.content.strict_yaml import load

if TYPE_CHECKING:
    from pathlib import Path

# What it reads, each a text of its own.
PLAIN = {
    "values": "a: b\nc: true\nd: false\ne: null\nf:\n",
    "whole numbers": "a: 1\nb: 300000\nc: 2024\nd: 999999999999\n",
    "dates and empty lists": "a: 2025-06-13\nb: []\nc:\n- []\n- d: []\n",
    "quotes": "a: 'true: #'\nb: \"2025-06\"\nc: ''\n",
    "addresses": "a: https://exemple.gouv.fr/x#y\nb: /organisations/dinum\nc: moi@exemple.gouv.fr\n",
    "a list": "a:\n- b\n- c\nd: e\n",
    "an indented list": "a:\n  - b\n  - c\nd: e\n",
    "mappings": "a:\n  b: c\n  d:\n    e: f\ng: h\n",
    "a list of mappings": "a:\n- b: c\n  d: e\n- b: f\n  d:\n  - g\n  h: i\nj: k\n",
    "an item that ends with an empty value": "a:\n- b: c\n  d:\n- b:\n",
    "an empty value before a shorter line": "a:\n  b:\nc: d\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_texts_are_read(text: str) -> None:
    assert plain_values(text) is not None
    assert (plain_values(text), []) == load(text)


# What it leaves to libyaml: some of it is wrong, some only not plain.
NOT_PLAIN = {
    "no mapping": "- a\n",
    "a list's line without a list": "a: b\n  - c\n",
    "an item that is nothing but a space": "a:\n- \n",
    "an indented mapping": " a: b\n",
    "words for yes": "a: yes\n",
    "zero": "a: 0\n",
    "a number with a sign": "a: -1\n",
    "a number in base eight": "a: 010\n",
    "a number in base sixty": "a: 12:30\n",
    "a number with a mark between": "a: 1_000\n",
    "a number that has no end": "a: 1000000000000\n",
    "a version": "a: 1.10\n",
    "a date that does not exist": "a: 2025-02-30\n",
    "a time": "a: 2025-02-28T10:00:00\n",
    "a comment": "a: b # c\n",
    "a comment line": "# a\nb: c\n",
    "a colon inside": "a: b: c\n",
    "a colon at the end": "a: b:\n",
    "a space at the end": "a: b \n",
    "two spaces": "a:  b\n",
    "a tab": "a:\tb\n",
    "a value on two lines": "a: b\n  c\n",
    "a value on the next line": "a:\n  b\n",
    "a block": "a: |\n  b\n",
    "flow style": "a: [b]\n",
    "an anchor": "a: &b c\n",
    "a tag": "a: !!str c\n",
    "a date in quotes": "a: '2025-06-13'\n",
    "a quote that goes on": "a: 'b\n  c'\n",
    "a quote in a quote": "a: 'l''État'\n",
    "an escape": 'a: "\\n"\n',
    "text after a quote": "a: 'b' c\n",
    "a key twice": "a: b\na: c\n",
    "a key twice in an item": "a:\n- b: c\n  b: d\n",
    "a key that is true": "on: b\n",
    "a key that is nothing": "Null: b\n",
    "a quoted key": "'a': b\n",
    "an item without a list": "a: b\n- c\n",
    "an empty item": "a:\n- \n",
    "a list in a list": "a:\n- - b\n",
    "a deeper key after a value": "a: b\n  c: d\n",
    "a shorter column that nothing opened": "a:\n    b: c\n  d: e\n",
    "a list where the mapping goes on": "a:\n  b: c\n  - d\n",
    "a document's end": "a: b\n...\n",
    "an empty line": "a: b\n\nc: d\n",
    "an invisible character": "a: b\u200fc\ufeff\n",
    "another line end": "a: b\u2028c: d\n",
    "a long text": f"a: {'b' * 9000}\n",
}


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_other_texts_are_left_to_libyaml(text: str) -> None:
    assert plain_values(text) is None


_PIECES = st.sampled_from(
    [
        "a",
        "b",
        "on",
        "a: ",
        "b:",
        "- ",
        "  ",
        " ",
        "\n",
        "\n- ",
        "\n  ",
        ": ",
        " #",
        "'",
        '"',
        "[]",
        "null",
        "2025-06-13",
        "é",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=30).map("".join)))
@settings(max_examples=1_000)
@example("a:\n- b: c\n - d: e\n")
@example("a:\n-  b: c\n")
@example("a: \xa0b\n")
@example("a: b\u0085c: d\n")
@example("a: b:\xa0c\n")
def test_any_text_that_it_reads_is_what_libyaml_reads(text: str) -> None:
    values = plain_values(text)
    if values is not None:
        assert repr((values, [])) == repr(load(text))


@pytest.mark.unmeasured
@pytest.mark.parametrize("count", [5_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_the_real_content_and_mutations_of_it(count: int, real_site: Path) -> None:
    """Nearly all real files are plain; one character more, less or changed never makes a difference go unseen."""
    texts = [
        front_matter.fields_text(path.read_bytes())
        for folder in ("_startups", "_authors", "_incubators", "_organisations")
        for path in sorted((real_site / "content" / folder).glob("*.md"))
    ]
    plain = [(text, values) for text in texts if (values := plain_values(text)) is not None]
    assert len(plain) > 0.9 * len(texts)
    for text, values in plain:
        assert repr((values, [])) == repr(load(text))
    chance = random.Random(3)  # noqa: S311 - the same mutations every time
    read = 0
    for _ in range(count):
        text = chance.choice(texts)
        place, cut = chance.randrange(1, len(text)), chance.randrange(3)
        text = (
            text[:place]
            + chance.choice((*" -:#'\"\n\t|>&*!?%@`[]{},~0oy\\é", "", "\n  ", "\n- "))
            + text[place + cut :]
        )
        values = plain_values(text)
        if values is not None:
            read += 1
            assert repr((values, [])) == repr(load(text)), text
    assert read > count / 4
