from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from startup_stats.content import front_matter, strict_yaml
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.language import Text

ACCENTS = "é" * 10

# What is left alone: the text, and the values it gives.
READABLE = {
    "plain": ("---\na: b\n---\n", {"a": "b"}),
    "no body": ("---\na: b\n---", {"a": "b"}),
    "spaces after the fences": ("---  \na: b\n---\t\n", {"a": "b"}),
    "a carriage return after the second fence": ("---\na: b\n---\r\r", {"a": "b"}),
    "a form feed and a vertical tab after the second fence": ("---\na: b\n---\f\v \n", {"a": "b"}),
    "closed by dots, as Jekyll allows": ("---\na: b\n...\n", {"a": "b"}),
    "a body with fences": ("---\na: b\n---\ntext\n---\nmore", {"a": "b"}),
    "dates stay text": ("---\na: 2025-06-13\n---\n", {"a": "2025-06-13"}),
    "a time stamp stays text": ("---\na: 2025-06-13T10:00:00\n---\n", {"a": "2025-06-13T10:00:00"}),
    "a year alone": ("---\na: 2025\n---\n", {"a": 2025}),
    "octal, as Jekyll reads it": ("---\na: 012\n---\n", {"a": 10}),
    "a version is a number": ("---\na: 1.10\n---\n", {"a": 1.1}),
    "infinity is no number": ("---\na: .inf\nb: .nan\n---\n", {"a": ".inf", "b": ".nan"}),
    "words for yes": ("---\na: yes\nb: off\n---\n", {"a": True, "b": False}),
    "dates in quotes where a text is due": ("---\ntitle: '2025-06-13'\n---\n", {"title": "2025-06-13"}),
    "no date in quotes": ("---\nphases: [{start: '2025-99-13'}, x]\n---\n", {"phases": [{"start": "2025-99-13"}, "x"]}),
    "nothing": ("---\na:\nb: ~\n---\n", {"a": None, "b": None}),
    "quoted": ("---\na: '2025-06-13'\nb: \"true\"\n---\n", {"a": "2025-06-13", "b": "true"}),
    "an explicit text": ("---\na: !!str 12\n---\n", {"a": "12"}),
    "punctuation alone": ("---\na: =\nb: <<\n---\n", {"a": "=", "b": "<<"}),
    "flow style": ("---\na: [1, {b: c}]\n---\n", {"a": [1, {"b": "c"}]}),
    "an alias": ("---\na: &x [1]\nb: *x\n---\n", {"a": [1], "b": [1]}),
    "several lines": ("---\na: |\n  b\n  c\nd: >\n  e\n  f\n---\n", {"a": "b\nc\n", "d": "e f\n"}),
    "long enough to be walked first": (f"---\na: {'x' * 9000}\nb: [[1]]\n---\n", {"a": "x" * 9000, "b": [[1]]}),
}


@pytest.mark.parametrize(("text", "data"), READABLE.values(), ids=READABLE)
def test_readable(text: str, data: dict[str, object]) -> None:
    assert front_matter.parse(text.encode()) == (data, [])


# What is found and read on: the text, the faults as (rule, line, column), and the values.
DOUBTFUL = {
    "byte order mark": ("\ufeff---\na: b\n---\n", [("byte-order-mark", 1, 1)], {"a": "b"}),
    "CRLF": ("---\r\na: b\r\n---\r\n", [("line-ends-windows", 1, 4)], {"a": "b"}),
    "CRLF and a carriage return more": ("---\r\r\na: b\n---\n", [("line-ends-windows", 1, 5)], {"a": "b"}),
    "duplicate key": ("---\na: 1\nb: 2\na: 3\n---\n", [("duplicate-key", 4, 1)], {"a": 3, "b": 2}),
    "duplicate key inside": ("---\na:\n  - {b: 1, b: 2}\n---\n", [("duplicate-key", 3, 12)], {"a": [{"b": 2}]}),
    "impossible date": ("---\na: 2025-13-06\n---\n", [("date-impossible", 2, 4)], {"a": "2025-13-06"}),
    "30 February": (f"---\na: {ACCENTS}\nb: 2025-02-30\n---\n", [("date-impossible", 3, 4)], None),
    "impossible time": ("---\na: 2025-02-01T99:00:00\n---\n", [("date-impossible", 2, 4)], None),
    "column after accents": (f"---\n{{{ACCENTS}: 2025-02-30}}\n---\n", [("date-impossible", 2, 14)], None),
    "a key that is true": ("---\na: b\non: c\n---\n", [("key-not-text", 3, 1)], {"a": "b"}),
    "a key that is a number": ("---\n12: c\n---\n", [("key-not-text", 2, 1)], {}),
    "a key that is a list": ("---\n? [a]\n: b\n---\n", [("key-not-text", 2, 3)], {}),
    "a key that says it is text": ("---\n? !!str [a]\n: b\n---\n", [("key-not-text", 2, 3)], {}),
    "a number too long": (f"---\na: {'9' * 5000}\n---\n", [("number-impossible", 2, 4)], {"a": "9" * 5000}),
    "a type that does not fit": ("---\na: !!bool oui\n---\n", [("number-impossible", 2, 4)], {"a": "oui"}),
    "an empty number": ('---\na: !!int ""\n---\n', [("number-impossible", 2, 4)], {"a": ""}),
    "a number of 3,572 digits": (f"---\na: 0x{'f' * 3572}\n---\n", [("number-impossible", 2, 4)], None),
    "a number of thousands of sixtieths": (f"---\na: 1{':00' * 9000}\n---\n", [("number-impossible", 2, 4)], None),
    "a date in quotes": (
        "---\nphases:\n- name: x\n  start: '2025-06-13'\n---\n",
        [("date-quoted", 4, 10)],
        {"phases": [{"name": "x", "start": "2025-06-13"}]},
    ),
    "a date that says it is text": (
        "---\nevents: [{date: !!str 2025-06-13}]\n---\n",
        [("date-quoted", 2, 17)],
        {"events": [{"date": "2025-06-13"}]},
    ),
    "yes for true": ("---\nstats: yes\n---\n", [("boolean-in-words", 2, 8)], {"stats": True}),
    "Off for false": ("---\nanalyse_risques: Off\n---\n", [("boolean-in-words", 2, 18)], {"analyse_risques": False}),
    "after line ends of other systems": (
        "---\na: b\rc: d\u2028e: f\x85g: 2025-02-30\n---\n",
        [("date-impossible", 2, 19)],
        None,
    ),
    "a date type that does not fit": ("---\na: !!timestamp demain\n---\n", [("date-impossible", 2, 4)], None),
}


@pytest.mark.parametrize(("text", "faults", "data"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubtful(text: str, faults: list[tuple[str, int, int]], data: dict[str, object] | None) -> None:
    read = front_matter.parse(text.encode())
    assert [_seen(fault) for fault in read.faults] == faults
    assert data is None or read.data == data


# Texts of up to 1 MiB on which a look that goes back and forth would never end; each is still told.
ENDLESS = {
    "spaces after a value": b"---\na: x" + b" " * 900_000 + b"y: z\n---\n",
    "invisible characters": b"---\na: b: " + "\u200b".encode() * 300_000 + b"\n---\n",
    "many lines that look wrong": b"---\n" + b"a:b\n" * 200_000 + b"c: d: e\n---\n",
    "a long alias": b"---\na: *" + b"b" * 900_000 + b"\n---\n",
    "a long value that begins with a mark": b"---\na: [" + b"x" * 900_000 + b"\n---\n",
    "many lines before a fence that is none": b"---\n" + b"a: b\n" * 150_000 + b" ---\n",
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS)
def test_no_text_takes_long_to_explain(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable):
        front_matter.parse(content)
    assert time.process_time() - started < 8


# A name that is no text → how it is told.
NAMES = {"a number": ("12: c", "« 12 »"), "a list": ("? [a]\n: b", "« … »")}


@pytest.mark.parametrize(("text", "shown"), NAMES.values(), ids=NAMES)
def test_a_name_that_is_no_text_is_told_as_it_is_written(text: str, shown: str) -> None:
    (fault,) = front_matter.parse(f"---\n{text}\n---\n".encode()).faults
    assert shown in fault.at("p.md").message.fr


def test_duplicate_key_names_the_first_line() -> None:
    (fault,) = front_matter.parse(b"---\na: 1\nb: 2\na: 3\n---\n").faults
    assert fault.at("p.md").message.fr.startswith("Le champ « a » est déjà écrit à la ligne 2")


# What can't be used at all: the bytes, and the fault as (rule, line, column).
UNREADABLE = {
    "empty file": (b"", ("front-matter-missing", 1, 1)),
    "no fence": (b"a: b\n", ("front-matter-missing", 1, 1)),
    "a blank line before the fence": (b"\n---\na: b\n---\n", ("front-matter-missing", 1, 1)),
    "spaces before the fence": (b"  ---\na: b\n---\n", ("front-matter-missing", 1, 1)),
    "four dashes": (b"----\na: b\n----\n", ("front-matter-missing", 1, 1)),
    "unclosed": (b"---\na: b\n", ("front-matter-unclosed", 2, 1)),
    "unclosed, with a text": (b"---\na: b\n- c\n  d\n\nUn texte.\nEt la suite.\n", ("front-matter-unclosed", 6, 1)),
    "closed by an indented fence": (b"---\na: b\n ---\n", ("front-matter-unclosed", 3, 1)),
    "closed by a long dash": ("---\na: b\n—\n".encode(), ("front-matter-unclosed", 3, 1)),
    "closed by a fence and a text": (b"---\na: b\n---Texte\n", ("front-matter-unclosed", 3, 4)),
    "closed on a field's line": (b"---\na: b\nc: d---\nUn texte.\n", ("front-matter-unclosed", 3, 5)),
    "a conflict at the second fence": (b"---\na: b\n<<<<<<< HEAD\n=======\n", ("front-matter-unclosed", 3, 1)),
    "a conflict at the first fence": (b"<<<<<<< HEAD\n---\na: b\n---\n", ("front-matter-missing", 1, 1)),
    "a form feed after the first fence": (b"---\f\na: b\n---\n", ("front-matter-missing", 1, 4)),
    "an invisible character between the hyphens, and a text after": (
        "-\ufeff--x\na: b\n---\n".encode(),
        ("front-matter-missing", 1, 5),
    ),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf---\na: b\n---\n", ("front-matter-missing", 1, 1)),
    "nothing between the fences": (b"---\n---\n", ("front-matter-not-a-mapping", 2, 1)),
    "a list": (b"---\n- a\n---\n", ("front-matter-not-a-mapping", 2, 1)),
    "a text": (b"---\na\n---\n", ("front-matter-not-a-mapping", 2, 1)),
    "Latin-1": ("---\na: b\nc: été\n---\n".encode("latin-1"), ("encoding-not-utf8", 3, 4)),
    "UTF-16": ("---\na: b\n---\n".encode("utf-16"), ("encoding-not-utf8", 1, 1)),
    "a tab": (b"---\na:\n\tb: c\n---\n", ("yaml-syntax", 3, 1)),
    "a colon in a value": (b"---\na: b: c\n---\n", ("yaml-syntax", 2, 5)),
    "no colon": (b"---\na: b\nc\nd: e\n---\n", ("yaml-syntax", 3, 1)),
    "an open quote": (b'---\na: b\nc: "d\ne: f\n---\n', ("yaml-syntax", 3, 4)),
    "an open bracket": (b"---\na: [b\nc: d\n---\n", ("yaml-syntax", 2, 4)),
    "a lost alias": (b"---\na: *b\n---\n", ("yaml-syntax", 2, 4)),
    "an unknown escape": (b'---\na: "\\z"\n---\n', ("yaml-syntax", 2, 5)),
    "a control character": (b"---\na: b\nc: \x01\n---\n", ("yaml-syntax", 3, 4)),
    "a wrong indent": (b"---\na: b\n  c: d\n---\n", ("yaml-syntax", 3, 1)),
    "a Python object": (b"---\na: !!python/object:os.system x\n---\n", ("yaml-unsupported", 2, 4)),
    "a Python call": (b"---\na: !!python/object/apply:os.system [x]\n---\n", ("yaml-unsupported", 2, 4)),
    "binary": (b"---\na: !!binary aGVsbG8=\n---\n", ("yaml-unsupported", 2, 4)),
    "a tag of one's own": (b"---\na: !x {b: c}\n---\n", ("yaml-unsupported", 2, 4)),
    "a merge key": (b"---\na: &a {b: c}\nd:\n  <<: *a\n---\n", ("yaml-unsupported", 4, 3)),
    "an alias in itself": (b"---\na: &a [*a]\n---\n", ("yaml-too-complex", 2, 4)),
    "billion laughs": (
        b"---\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 106))
        + b"---\n",
        ("yaml-too-complex", 2, 8),
    ),
    "nested too deep, short": (b"---\na: " + b"[" * 50 + b"]" * 50 + b"\n---\n", ("yaml-too-complex", 2, 44)),
    "nested deep enough to crash libyaml": (b"---\na: " + b"[" * 900_000 + b"\n---\n", ("yaml-too-complex", 2, 43)),
    "block nested deep enough to crash": (b"---\n" + b"- " * 500_000 + b"\n---\n", ("yaml-too-complex", 2, 81)),
}


@pytest.mark.parametrize(("content", "fault"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(content: bytes, fault: tuple[str, int, int]) -> None:
    with pytest.raises(Unreadable) as raised:
        front_matter.parse(content)
    assert _seen(raised.value.fault) == fault


# What stands in place of the first fence → words of what is told.
MISSING = {
    "nothing": ("", ("rien n'y est écrit", "première ligne « --- »")),
    "blank lines alone": ("\n \n", ("rien n'y est écrit", "première ligne « --- »")),
    "a blank line, and a fence": ("\n---\na: b\n---\n", ("une ligne vide est écrite avant", "Supprimez")),
    "spaces and tabs, and a fence": (" \t\n---\na: b\n---\n", ("une ligne vide est écrite avant", "Supprimez")),
    "a long rule of other marks": (f"{'—' * 30}\n", (f"« {'—' * 20} » n'est pas fait de trois tirets", "Effacez")),
    "a field": ("a: b\n---\n", ("la première ligne est « a: b »", "première ligne « --- »")),
    "a long text": (f"{'a' * 50}\n", (f"la première ligne est « {'a' * 40} »", "première ligne « --- »")),
}


@pytest.mark.parametrize(("text", "words"), MISSING.values(), ids=MISSING)
def test_a_missing_fence_is_told_by_what_is_there(text: str, words: tuple[str, str]) -> None:
    with pytest.raises(Unreadable) as raised:
        front_matter.parse(text.encode())
    told = raised.value.fault.values
    problem, advice = told["problem"], told["advice"]
    assert isinstance(problem, Text)
    assert isinstance(advice, Text)
    assert words[0] in problem.fr
    assert words[1] in advice.fr


# Every character that Python takes for white space, or that nobody sees, and Ruby's \s does not hold.
INVISIBLE = [
    char
    for char in map(chr, range(0x10000))
    if (char.isspace() or char in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad") and char not in " \t\n\r\f\v"
]


@pytest.mark.parametrize("char", INVISIBLE, ids=[f"{ord(char):04X}" for char in INVISIBLE])
@pytest.mark.parametrize("after", ["", "\n", "\nUn texte.\n"])
def test_an_invisible_character_after_a_fence_is_named_where_it_stands(char: str, after: str) -> None:
    """Jekyll takes the line for no fence and shows the file without its fields, wherever the file ends."""
    assert len(INVISIBLE) >= 25
    for text, place in ((f"---\na: b\n---{char}{after}", (3, 4)), (f"---{char}\na: b\n---\n{after}", (1, 4))):
        with pytest.raises(Unreadable) as raised:
            front_matter.parse(text.encode())
        rule = "front-matter-unclosed" if place[0] > 1 else "front-matter-missing"
        assert _seen(raised.value.fault) == (rule, *place)
        told = raised.value.fault.at("p.md")
        assert f"U+{ord(char):04X}" in told.message.fr
        assert "trois tirets" in told.help.fr
        with pytest.raises(Unreadable):
            front_matter.fields_text(text.encode())


def test_syntax_faults_are_told_without_the_library_s_words() -> None:
    for content, (rule, *_) in UNREADABLE.values():
        if rule == "yaml-syntax":
            with pytest.raises(Unreadable) as raised:
                front_matter.parse(content)
            told = raised.value.fault.at("p.md")
            for text in (told.message.fr, told.help.fr, told.message.en, told.help.en):
                assert "found" not in text
                assert "{" not in text


def test_fields_keep_their_line_numbers() -> None:
    assert front_matter.fields_text(b"---\na: b\n---\nbody") == "\na: b\n"


@settings(max_examples=300)
@given(st.one_of(st.binary(), st.text().map(str.encode), st.text().map(lambda t: f"---\n{t}\n---\n".encode())))
@example(b"---\n\xc2\x85: 1\n---\n")
@example(b"---\n? \n---\n")
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    lines = content.count(b"\n") + 1
    try:
        data, faults = front_matter.parse(content)
    except Unreadable as reason:
        faults = [reason.fault]
    else:
        assert strict_yaml.load(front_matter.fields_text(content))[0] == data, "both readers see one text"
        assert all(isinstance(key, str) for key in data)
    assert all(1 <= fault.line <= lines + 1 and fault.column >= 1 for fault in faults)
    assert all("{" not in fault.rule.help.fr or fault.values for fault in faults)


def _seen(fault: Fault) -> tuple[str, int, int]:
    return (fault.rule.id, fault.line, fault.column)
