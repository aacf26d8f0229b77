"""Front matter as we read it, as PyYAML does and as Jekyll does: the same, or one by one why not.

PyYAML is python-frontmatter with its own handler, and knows nothing of ours; Jekyll is its own code with Ruby's Psych
(front_matter.rb), fed by one process for all files. Dates are compared as their ISO text.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontmatter
import pytest
import yaml

from startup_stats.content import front_matter
from startup_stats.content.days import read_date
from startup_stats.content.faults import Unreadable
from startup_stats.git.objects import blobs
from tests.needed import program

if TYPE_CHECKING:
    from collections.abc import Iterable

_JEKYLL = Path(__file__).parent / "front_matter.rb"
# What a reader makes of a file: its values, or a word for why there are none.
Read = Any


def ours(content: bytes) -> Read:
    try:
        return front_matter.parse(content).data
    except Unreadable as reason:
        return reason.fault.rule.id


def pyyaml(content: bytes) -> Read:
    try:
        return _plain(frontmatter.parse(content.decode())[0])
    except (yaml.YAMLError, ValueError) as error:
        return type(error).__name__


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _key(key: object) -> str:
    return key.isoformat() if isinstance(key, dt.date) else str(key)


def jekyll(contents: Iterable[bytes]) -> list[Read]:
    asked = "".join(f"{json.dumps(base64.b64encode(content).decode())}\n" for content in contents)
    told = subprocess.run(
        [program("ruby"), _JEKYLL], input=asked, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return [json.loads(line) for line in told.stdout.splitlines()]


# Written as a value → what all three read.
SAME: dict[str, Any] = {
    "012": 10,
    "08": "08",
    "0o17": "0o17",
    "0x1F": 31,
    "0b11": 3,
    "1_000": 1000,
    "1:30:00": 5400,
    "1.10": 1.1,
    "1e3": "1e3",
    ".5": 0.5,
    "+12": 12,
    "-0": 0,
    "123456789012345678901234567890": 123456789012345678901234567890,
    "yes": True,
    "No": False,
    "on": True,
    "OFF": False,
    "y": "y",
    "n": "n",
    "~": None,
    "Null": None,
    "": None,
    "''": "",
    "2025-06-13": "2025-06-13",
    '"2025-06-13"': "2025-06-13",
    "2025-06-13T10:00:00Z": "2025-06-13T10:00:00+00:00",
    "2025-06-13 10:00": "2025-06-13 10:00",
    "2025-06": "2025-06",
    "13/06/2025": "13/06/2025",
    "!!str 12": "12",
    '!!int "12"': 12,
    "a #b": "a",
    "a\tb": "a\tb",
    "'l''État'": "l'État",
    '"\\x41\\u00e9"': "Aé",
    "|\n  b\n  c": "b\nc\n",
    ">\n  b\n  c": "b c\n",
    "b\n  c": "b c",
    "[1, {b: c}]": [1, {"b": "c"}],
    "b\n ---": "b ---",
}
# A whole file → what all three read.
SAME_FILES: dict[str, tuple[bytes, Any]] = {
    "a key twice: the last counts": (b"---\na: 1\na: 2\n---\n", {"a": 2}),
    "Windows line ends": (b"---\r\na: |\r\n  b\r\n  c\r\n---\r\n", {"a": "b\nc\n"}),
    "a lone carriage return ends a line": (b"---\na: b\rc: d\n---\n", {"a": "b", "c": "d"}),
    "a tab after the colon": (b"---\na:\tb\n---\n", {"a": "b"}),
    "an alias": (b"---\na: &x [1]\nb: *x\n---\n", {"a": [1], "b": [1]}),
    "spaces after the fences": (b"--- \t\na: b\n---  \nc: d\n---\n", {"a": "b"}),
    "no line end after the last fence": (b"---\na: b\n---", {"a": "b"}),
    "a fence inside a block": (b"---\na: |\n  b\n---\nc: d\n---\n", {"a": "b\n"}),
    "an explicit key": (b"---\n? a\n: b\n---\n", {"a": "b"}),
    "an emoji": ("---\na: 😀\n---\n".encode(), {"a": "😀"}),
}

_SYNTAX, _RULE = "Psych::SyntaxError", "Psych::DisallowedClass"
# A whole file → what we read (or the rule that says why nothing), what PyYAML does, what Jekyll does.
DIFFERENT: dict[str, tuple[bytes, Read, Read, Read]] = {
    # Where Jekyll reads more, or something else, than the text says: the schema asks for a text, a number or a date
    # as it should be written, so each of these is told where a field is read.
    "a comma in a number is Ruby's alone": (b"---\na: 1,000\n---\n", {"a": "1,000"}, {"a": "1,000"}, {"a": 1000}),
    "base 60 counts hours in Ruby": (b"---\na: 1:30\n---\n", {"a": 90}, {"a": 90}, {"a": 5400}),
    "two underscores are no number to Ruby": (b"---\na: 1__0\n---\n", {"a": 10}, {"a": 10}, {"a": "1__0"}),
    "a time in another zone is moved to UTC": (
        b"---\na: 2025-06-13 10:00:00 +02:00\n---\n",
        {"a": "2025-06-13T10:00:00+02:00"},
        {"a": "2025-06-13T10:00:00+02:00"},
        {"a": "2025-06-13T08:00:00+00:00"},
    ),
    "a time without a zone is UTC to Ruby": (
        b"---\na: 2025-06-13 10:00:00\n---\n",
        {"a": "2025-06-13T10:00:00"},
        {"a": "2025-06-13T10:00:00"},
        {"a": "2025-06-13T10:00:00+00:00"},
    ),
    "a day without its zero is a date to Ruby: it counts for us, and is told": (
        b"---\na: 2021-06-9\n---\n",
        {"a": "2021-06-9"},
        {"a": "2021-06-9"},
        {"a": "2021-06-09"},
    ),
    "no such day: a text, and told": (
        b"---\na: 2025-13-06\n---\n",
        {"a": "2025-13-06"},
        "ValueError",
        {"a": "2025-13-06"},
    ),
    "infinity is no figure": (b"---\na: .inf\n---\n", {"a": ".inf"}, {"a": float("inf")}, {"a": "Infinity"}),
    "a lone equals sign is a text": (b"---\na: =\n---\n", {"a": "="}, "ConstructorError", {"a": "="}),
    "a lone merge sign is a text": (b"---\na: <<\n---\n", {"a": "<<"}, "ConstructorError", {"a": "<<"}),
    # Where nobody needs what YAML can do, and we say so instead of guessing.
    "a symbol stops Jekyll": (b"---\na: :b\n---\n", {"a": ":b"}, {"a": ":b"}, _RULE),
    "a type of Ruby's": (b"---\na: !ruby/symbol b\n---\n", "yaml-unsupported", "ConstructorError", _RULE),
    "bytes": (b"---\na: !!binary SGk=\n---\n", "yaml-unsupported", {"a": b"Hi"}, {"a": "Hi"}),
    "a set": (b"---\na: !!set {b}\n---\n", "yaml-unsupported", {"a": {"b"}}, _RULE),
    "a merge": (b"---\na: {<<: {b: 1}}\n---\n", "yaml-unsupported", {"a": {"b": 1}}, {"a": {"b": 1}}),
    "a key that is true": (b"---\non: 1\n---\n", {}, {"True": 1}, {"true": 1}),
    "a key that is a number": (b"---\n1: b\n---\n", {}, {"1": "b"}, {"1": "b"}),
    "a key that is nothing": (b"---\n~: b\n---\n", {}, {"None": "b"}, {"": "b"}),
    "a key that is a date": (b"---\n2025-01-01: b\n---\n", {}, {"2025-01-01": "b"}, {"2025-01-01": "b"}),
    "a key that is a list": (b"---\n? [a]\n: b\n---\n", {}, "ConstructorError", {'["a"]': "b"}),
    "a list": (b"---\n- a\n---\n", "front-matter-not-a-mapping", {}, ["a"]),
    "a text": (b"---\na\n---\n", "front-matter-not-a-mapping", {}, "a"),
    "nothing": (b"---\n---\n", "front-matter-not-a-mapping", {}, None),
    # Where the fences stand: we see what Jekyll sees, python-frontmatter does not.
    "a byte order mark: a static file for Jekyll, mended by nothing here": (
        b"\xef\xbb\xbf---\na: b\n---\n",
        {"a": "b"},
        {},
        "static",
    ),
    "an empty line first": (b"\n---\na: b\n---\n", "front-matter-missing", {"a": "b"}, "static"),
    "a space first": (b" ---\na: b\n---\n", "front-matter-missing", {"a": "b"}, "static"),
    "a vertical tab after the fence": (b"---\x0b\na: b\n---\n", "front-matter-missing", {"a": "b"}, _SYNTAX),
    "three dots close": (b"---\na: b\n...\n", {"a": "b"}, {}, {"a": "b"}),
    "four dashes close nothing": (b"---\na: b\n----\n---\n", "yaml-syntax", {"a": "b"}, _SYNTAX),
    "a space that does not break closes nothing": (
        b"---\na: b\n---\xc2\xa0\n---\n",
        "yaml-syntax",
        {"a": "b"},
        _SYNTAX,
    ),
    "no second fence": (b"---\na: b\n", "front-matter-unclosed", {}, "no fields"),
    "a directive": (b"---\n%YAML 1.1\na: b\n---\n", "yaml-syntax", "ParserError", None),
    # What nobody reads, each with words of its own.
    "a tab that indents": (b"---\na:\n\tb: c\n---\n", "yaml-syntax", "ScannerError", _SYNTAX),
    "a colon inside": (b"---\na: b: c\n---\n", "yaml-syntax", "ScannerError", _SYNTAX),
    "a control character": (b"---\na: b\x07\n---\n", "yaml-syntax", "ReaderError", _SYNTAX),
    "a line separator": ("---\na: b\u2028c\n---\n".encode(), "yaml-syntax", "ScannerError", _SYNTAX),
    "Latin-1": (b"---\na: \xe9\n---\n", "encoding-not-utf8", "UnicodeDecodeError", "ArgumentError"),
    "deeper than any file": (
        b"---\na: " + b"[" * 41 + b"]" * 41 + b"\n---\n",
        "yaml-too-complex",
        {"a": json.loads("[" * 41 + "]" * 41)},
        {"a": json.loads("[" * 41 + "]" * 41)},
    ),
}

FILES: dict[str, tuple[bytes, Read, Read, Read]] = {
    **{
        f"a: {text}".replace("\n", "⏎"): (f"---\na: {text}\n---\n".encode(), {"a": value}, {"a": value}, {"a": value})
        for text, value in SAME.items()
    },
    **{name: (content, value, value, value) for name, (content, value) in SAME_FILES.items()},
    **DIFFERENT,
}


@pytest.fixture(scope="module")
def by_jekyll() -> dict[str, Read]:
    return dict(zip(FILES, jekyll(content for content, *_ in FILES.values()), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_three_readers_of_one_file(name: str, by_jekyll: dict[str, Read]) -> None:
    content, *expected = FILES[name]
    assert repr([ours(content), pyyaml(content), by_jekyll[name]]) == repr(expected)


# Other reader, what we say, what it says → how many of the real files, and why. Nothing else differs in any.
REAL: dict[tuple[str, str, str], tuple[int, str]] = {
    ("PyYAML", "front-matter-missing", "no field"): (16, "no fence: no document; it says {} without a word"),
    ("PyYAML", "front-matter-missing", "fields"): (2, "white space before the fence, which it strips"),
    ("PyYAML", "front-matter-unclosed", "no field"): (7, "no second fence; it says {} without a word"),
    ("PyYAML", "encoding-not-utf8", "UnicodeDecodeError"): (3, "pictures: nobody reads them"),
    ("PyYAML", "yaml-syntax", "ScannerError"): (1, "nobody reads it"),
    ("PyYAML", "yaml-syntax", "ParserError"): (1, "nobody reads it"),
    ("Jekyll", "front-matter-missing", "static"): (18, "a static file: no document, told in our words"),
    ("Jekyll", "encoding-not-utf8", "static"): (3, "pictures: static files"),
    ("Jekyll", "front-matter-unclosed", "no fields"): (7, "a document without fields, told in our words"),
    ("Jekyll", "yaml-syntax", _SYNTAX): (2, "nobody reads it: the site leaves its fields out"),
    ("Jekyll", "fields", "fields, but for days without their zero"): (1, "2021-06-9: a date to Ruby, read as one"),
}
# What the files hold that readers are known to fall out over, and where these three agree all the same.
DOUBTFUL = {"date-quoted": 2579, "line-ends-windows": 183, "duplicate-key": 33}


@pytest.mark.long
def test_every_file_of_the_whole_history(real_history: Path) -> None:
    contents = every_version(real_history)
    assert len(contents) == 37_540
    faults: Counter[str] = Counter()
    differences: Counter[tuple[str, str, str]] = Counter()
    for content, by_ruby in zip(contents, jekyll(contents), strict=True):
        mine = ours(content)
        if isinstance(mine, dict):
            faults.update(fault.rule.id for fault in front_matter.parse(content).faults)
        for reader, theirs in (("PyYAML", pyyaml(content)), ("Jekyll", by_ruby)):
            if repr(mine) != repr(theirs):
                differences[reader, _said(mine), _beside(mine, theirs)] += 1
    assert dict(differences) == {kind: count for kind, (count, _) in REAL.items()}
    assert dict(faults) == DOUBTFUL


def every_version(repository: Path) -> list[bytes]:
    """Return every distinct file that ever stood in the content, in the order in which git lists them."""
    only = ["--filter=object:type=blob", "--filter-provided-objects"]
    listed = subprocess.run(
        ["git", "-C", repository, "rev-list", "--all", "--objects", *only], check=True, capture_output=True
    )
    return list(blobs(repository, [line.split()[0].decode() for line in listed.stdout.splitlines()]).values())


def _said(read: Read) -> str:
    return read if isinstance(read, str) else "fields" if read else "no field"


def _beside(mine: Read, theirs: Read) -> str:
    """Say what another reader read; where both have fields, in what they differ (all of it: no other is known)."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        same = repr(_by_the_day(mine)) == repr(theirs)
        return f"fields, but for days without their zero{'' if same else f' and more: {mine} {theirs}'}"
    return _said(theirs)


def _by_the_day(value: Any) -> Any:
    """Write each text that is a day in the form that all dates have."""
    if isinstance(value, dict):
        return {key: _by_the_day(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_by_the_day(item) for item in value]
    found = read_date(value)
    return value if found is None or "T" in value else found.isoformat()
