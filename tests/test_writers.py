from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.document.overview import coverage_text, figures_text, standards_text, summary
from startup_stats.document.tables import to_tables
from startup_stats.findings import Finding, Location, Severity
from startup_stats.language import Text
from startup_stats.writers.csv import to_csv
from startup_stats.writers.json import to_json, to_rows
from startup_stats.writers.markdown import escape
from startup_stats.writers.text import align, findings_text

PUBLISHED = {"value": 6, "source": "B", "method": "programme", "known_at": "2026-01-01", "note": "Voir B."}
YEARS = [
    {"year": 2024, "value": None, "complete": True, "counted": [], "reason": "Pas encore évaluée."},
    {
        "year": 2025,
        "value": 6,
        "complete": True,
        "counted": [],
        "published": {**PUBLISHED, "others": [{"value": 5, "source": "C"}]},
    },
    {
        "year": 2026,
        "value": 0,
        "complete": False,
        "counted": [],
        "target": {"initial": 7, "revised": None, "source": "P", "others": [{"value": 8, "source": "Q"}]},
    },
]
PHASE = {"phase": "opere", "total": 9, "declared": 4, "met": 3, "unmet": 2, "undeclared": 0, "unknown": 4}
INCUBATOR = {"incubator": "x", "total": 5, "declared": 1, "met": 1, "unmet": 3, "undeclared": 1, "unknown": 0}
DOCUMENT: dict[str, Any] = {
    "as_of": "2026-08-20",
    "language": "fr",
    "source": {"repository": None},
    "licence": {"name": "L", "url": "https://l.example"},
    "members": {"new_by_year": [{"year": 2025, "complete": True, "admin": 1, "service": 2, "independent": 0}]},
    "incubators": [
        {
            "incubator": "x",
            "title": "X",
            "by_phase": {"opere": 2},
            "launched_by_year": {"2020": 1},
        }
    ],
    "phases": {"by_phase": [{"phase": "investigation"}, {"phase": "opere"}]},
    "coverage": {
        "records": {"product": 2, "member": 1, "incubator": 1, "organisation": 1},
        "unreadable": ["content/_startups/x.md"],
        "unreadable_members": 0,
        "findings": {"error": 1, "warning": 2},
    },
    "indicators": {
        "end": {"title": "Fin | <b>", "method": "site", "years": YEARS, "alternative": "En 2025 : 6."},
    },
    "products": [
        {
            "id": "a",
            "title": "=1+1",
            "phase": "construction",
            "since": None,
            "incubators": ["x", "y"],
            "url": "/a",
            "standards": {
                "dashlord": {"verdict": "met", "reason": "seen", "since": "2026-01-01"},
                "budget_page": {"verdict": "undeclared", "reason": "blank"},
            },
        },
    ],
    "standards": {
        "dashlord": {
            "title": "Suivi",
            "total": 3,
            "declared": 2,
            "met": 1,
            "unmet": 1,
            "undeclared": 0,
            "unknown": 1,
            "by_phase": [
                {"phase": "opere", "total": 9, "declared": 4, "met": 3, "unmet": 2, "undeclared": 0, "unknown": 4}
            ],
            "by_incubator": [
                {"incubator": "x", "total": 5, "declared": 1, "met": 1, "unmet": 3, "undeclared": 1, "unknown": 0}
            ],
        }
    },
}


def test_json_is_sorted_and_ends_in_one_line_end() -> None:
    assert to_json({"b": "é", "a": [1]}) == '{\n "a": [\n  1\n ],\n "b": "é"\n}\n'


def test_json_has_no_word_that_is_no_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json(math.nan)


# cell → what stands in the file
CELLS = {
    "text": ("a", "a"),
    "comma and quote": ('a,"b"', '"a,""b"""'),
    "line end": ("a\nb", '"a\nb"'),
    "number": (-3, "-3"),
    "true": (True, "true"),
    "nothing": (None, '""'),
    "formula": ("=1+1", "'=1+1"),
    "plus": ("+1", "'+1"),
    "minus": ("-1", "'-1"),
    "at": ("@x", "'@x"),
    "tab": ("\tx", "'\tx"),
    "return": ("\rx", '"\'\nx"'),
    "return inside": ("a\r\nb\rc", '"a\nb\nc"'),
}


@pytest.mark.parametrize(("cell", "written"), CELLS.values(), ids=CELLS)
def test_csv_cells(cell: str | int | None, written: str) -> None:
    assert to_csv(["h"], [[cell]]) == f"h\n{written}\n"


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_csv_can_be_read_back(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(to_csv(["a", "b"], rows), newline="")))[1:]
    unix = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in unix
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)


def test_tables() -> None:
    tables = to_tables(DOCUMENT)
    assert all(text.startswith("\ufeff") for name, text in tables.items() if name.endswith(".csv"))
    assert tables["indicators.csv"].splitlines()[1:] == [
        "end;Fin | <b>;2024;computed;;true;site;;;Pas encore évaluée.",
        "end;Fin | <b>;2025;computed;6;true;site;;;",
        "end;Fin | <b>;2025;published;6;;programme;2026-01-01;B;Voir B.",
        "end;Fin | <b>;2025;published-other;5;;;;C;",
        "end;Fin | <b>;2026;computed;0;false;site;;;",
        "end;Fin | <b>;2026;target-initial;7;;;;P;",
        "end;Fin | <b>;2026;target-other;8;;;;Q;",
    ]
    assert tables["products.csv"].splitlines()[1:] == ["a;'=1+1;construction;;x y;/a"]
    assert tables["standards.csv"].splitlines()[1:] == [
        "dashlord;Suivi;phase;opere;9;4;3;2;0;4",
        "dashlord;Suivi;incubator;x;5;1;1;3;1;0",
    ]
    assert tables["verdicts.csv"].splitlines()[1:] == [
        "a;dashlord;met;seen;2026-01-01",
        "a;budget_page;undeclared;blank;",
    ]
    assert tables["members.csv"].splitlines()[1:] == ["2025;true;1;2;0"]
    assert tables["incubators.csv"].splitlines()[1:] == [
        "x;X;phase;investigation;0",
        "x;X;phase;opere;2",
        "x;X;launched;2020;1",
    ]
    package = json.loads(tables["datapackage.json"])
    assert [f"{resource['name']}.csv" for resource in package["resources"]] == [
        name for name in tables if name.endswith(".csv")
    ]
    for resource in package["resources"]:
        header = tables[resource["path"]].removeprefix("\ufeff").splitlines()[0].split(resource["dialect"]["delimiter"])
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert package["version"] == "2026-08-20"


def test_rows_stand_on_a_line_each() -> None:
    long = "x" * 60
    rows = [{"b": long, "a": [n, {"c": None}]} for n in range(2)]
    assert to_rows({"z": 1, "rows": rows, "short": {"b": [], "a": "é"}}).splitlines() == [
        "{",
        ' "rows": [',
        f' {{"a":[0,{{"c":null}}],"b":"{long}"}},',
        f' {{"a":[1,{{"c":null}}],"b":"{long}"}}',
        " ],",
        ' "short": {"a":"é","b":[]},',
        ' "z": 1',
        "}",
    ]


_PLAIN_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30)),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=9), inner, max_size=5)),
)


@given(_PLAIN_VALUES)
def test_rows_can_be_read_back(value: object) -> None:
    assert json.loads(to_rows(value)) == value


def test_align() -> None:
    assert align([["", "a"], ["long", "bb"]]) == "       a\nlong  bb\n"
    assert align([["a", "b"], ["c", "long"]], left=2) == "a  b\nc  long\n"


def test_figures_mark_the_year_that_is_not_over() -> None:
    assert figures_text(DOCUMENT) == "           2024  2025  2026\nFin | <b>     –     6    0*\n"


def test_standards_are_a_table() -> None:
    assert standards_text(DOCUMENT) == (
        "Standard  concernés  déclarés  respecté  non respecté  non renseigné  inconnu\n"
        "Suivi             3         2         1             1              0        1\n"
    )


def _finding(path: str, line: int, severity: Severity) -> Finding:
    return Finding("a-rule", severity, Location(path, line, 3), Text("Mal.", "Bad."), Text("Mieux.", "Better."))


def test_findings_are_grouped_by_file_in_order() -> None:
    found = [
        _finding("b.md", 9, Severity.ERROR),
        _finding("a.md", 2, Severity.WARNING),
        _finding("b.md", 1, Severity.ERROR),
    ]
    assert findings_text(found, "fr") == (
        "a.md\n  2:3 attention : Mal. [a-rule]\n      Mieux.\n"
        "b.md\n  1:3 erreur : Mal. [a-rule]\n      Mieux.\n  9:3 erreur : Mal. [a-rule]\n      Mieux.\n"
    )
    assert "2:3 warning : Bad. [a-rule]\n      Better." in findings_text(found, "en")
    assert findings_text([], "fr") == ""


def test_what_was_read_is_told() -> None:
    told = coverage_text(DOCUMENT)
    assert told.fr == "Lu : 2 produits, 1 membre, 1 incubateur et 1 organisation ; 1 fiche illisible."
    assert told.en == "Read: 2 products, 1 member, 1 incubator and 1 organisation; 1 unreadable record."


def test_summary() -> None:
    text = summary(DOCUMENT)
    assert "2 produits, 1 membre, 1 incubateur et 1 organisation" in text
    assert "Fiches illisibles : 1. Défauts : 1 erreur, 2 avertissements." in text
    assert "### Fin \\| &lt;b&gt;" in text
    one_of_each = {**DOCUMENT["coverage"], "findings": {"error": 1, "warning": 1}}
    assert "Findings: 1 error, 1 warning." in summary({**DOCUMENT, "language": "en", "coverage": one_of_each})
    assert "| 2024 | – |  |  |  |\n| 2025 | 6 | 6 |  |  |\n| 2026 | 0 * |  | 7 |  |" in text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\n\n# b", "a \\# b"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("@betagouv [x](y)", "@\u2060betagouv \\[x\\](y)"),
        ("https://x.example www.x.example", "https\\://x.example www\\.x.example"),
        ("a. (b) & c: d", "a. (b) &amp; c: d"),
        ("a | b `c`", "a \\| b \\`c\\`"),
    ],
)
def test_escape(text: str, plain: str) -> None:
    assert escape(text) == plain


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_is_yaml_too_because_jekyll_reads_it_so(text: str) -> None:
    for write in (to_json, to_rows):
        written = write({"a": text})
        assert json.loads(written) == {"a": text}
        assert yaml.safe_load(written) == {"a": text}


# A list, a dict and a dict in a dict, each of the width of its line: the one of 100 characters stays one.
@pytest.mark.parametrize(("width", "lines"), [(99, 1), (100, 1), (101, 3)])
@pytest.mark.parametrize(("before", "after"), [('["', '"]'), ('{"k":"', '"}'), ('{"k":[1,{}],"z":"', '"}')])
def test_a_line_holds_a_hundred_characters(before: str, after: str, width: int, lines: int) -> None:
    line = before + "é" * (width - len(before) - len(after)) + after
    written = to_rows(json.loads(line))
    assert written.count("\n") == lines + (1 if lines > 1 and "[1" in before else 0)
    assert (written == f"{line}\n") == (lines == 1)
    assert json.loads(written) == json.loads(line)
