"""The page in one file: Jekyll's dialect without Jekyll, and nothing that another person's text can run."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.kit import read_kit
from startup_stats.writers.liquid import render
from startup_stats.writers.preview import to_preview

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unmeasured

# template → what Jekyll writes; x.html says what it was given
DIALECT = [
    ("{% include x.html a=1 %}", "[1|]"),
    ('{% include x.html a="one word" b=n %}', "[one word|3]"),
    ("{% include x.html a=of.b b=n %}", "[deep|3]"),
    ("a {%- include x.html a=n -%} b", "a[3|]b"),
    ("{%include x.html\n  a=n\n  b=n\n%}", "[3|3]"),
    ("{% for pair in of %}{{ pair[0] }}={{ pair[1] }}{% endfor %}", "b=deep"),
    ("{{ of | jsonify }}", '{"b":"deep"}'),
    ('{{ "é<" | jsonify | replace: "<", "\\u003c" }}', '"é\\u003c"'),
    ("{{ gone.far.away }}{{ gone | size }}", "0"),
]


@pytest.mark.parametrize(("template", "written"), DIALECT)
def test_jekyll_s_dialect_is_understood(template: str, written: str) -> None:
    templates = {"x.html": "[{{ include.a }}|{{ include.b }}]"}
    assert render(templates, template, {"n": 3, "of": {"b": "deep"}}) == written


DOCUMENT: dict[str, Any] = {
    "schema_version": 2,
    "as_of": "2026-08-20",
    "source": {"repository": "<b>", "commit": "0123456789"},
    "coverage": {
        "records": {"product": 1, "member": 1234, "incubator": 0},
        "unreadable": ["a"],
        "unreadable_members": 1,
    },
    "indicators": {
        "end": {
            "title": "</script><script>alert(1)</script>",
            "unit": "produits",
            "subject": "product",
            "undated_count": 2,
            "outside_count": 1000,
            "years": [{"year": 2026, "value": 1_234_567, "complete": False}, {"year": 2025, "value": 1005}],
        }
    },
    "standards": {
        "a": {
            "title": "A",
            "by_phase": [],
            "total": 8,
            "met": 5,
            "unmet": 2,
            "undeclared": 1,
            "unknown": 0,
            "declared": 5,
        }
    },
    "products": [],
}


def test_only_the_kit_s_own_script_and_style_may_run() -> None:
    page = to_preview(DOCUMENT, read_kit())
    scripts = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(scripts), len(styles)) == (1, 1)
    for kind, text in (("script", scripts[0]), ("style", styles[0])):
        assert f"{kind}-src 'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in page
    assert "alert(1)</script>" not in page
    assert "de &lt;b&gt;, version 0123456," in page
    data = page.partition('id="stats-data">')[2].partition("</script>")[0]
    assert json.loads(data) == {"schema_version": 2}, "the rest stands in the tables"


WORDS = [
    "1 234 567",
    "1 005",
    "1 234 membres",
    "2 fiches illisibles à ce jour, absentes de ces chiffres",
    "et donc dans aucune année : 2",
    "Hors des années montrées : 1 000.",
    "63\u00a0%",
    "20 août 2026",
]


@pytest.mark.parametrize("words", WORDS)
def test_figures_are_written_in_french(words: str) -> None:
    text = re.sub(r"[\u202f\u2009]", " ", to_preview(DOCUMENT, read_kit()))
    assert words in text.replace("\u00a0", " ") or words in text


# what the file says of its source → the command that the page gives
VERIFIED = {
    "a repository": ({"repository": "a/b", "commit": "0"}, "startup-stats verify HEAD:_data/stats.json --site a/b"),
    "other people's text": (
        {"repository": "<b>", "commit": "0"}, "startup-stats verify HEAD:_data/stats.json --site &lt;b&gt;"
    ),
    "no repository": ({"repository": None, "commit": "0"}, "startup-stats verify HEAD:_data/stats.json"),
    "no commit": ({"repository": "a/b", "commit": None}, None),
}  # fmt: skip


@pytest.mark.parametrize(("source", "command"), VERIFIED.values(), ids=VERIFIED)
def test_the_page_says_how_to_verify_it(source: dict[str, Any], command: str | None) -> None:
    page = to_preview(DOCUMENT | {"source": source}, read_kit())
    assert re.findall(r"<code>(startup-stats verify.*?)</code>", page) == ([] if command is None else [command])


# what a year's past was → its row
PASTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"first": 1000, "revised": {"changes": 3, "last": "2026-03-01"}}, ["1 000", "1 005", "+5", "3", "1er mars 2026"]),
    ({"first": None, "revised": {"changes": 0, "last": None}}, ["–", "1 005", "–", "0", "–"]),
    ({"first": 0, "revised": {"changes": 1, "last": "2026-12-31"}}, ["0", "1 005", "+1 005", "1", "31 décembre 2026"]),
]


@pytest.mark.parametrize(("past", "cells"), PASTS)
def test_a_year_s_past_is_a_row_of_its_own_table(past: dict[str, Any], cells: list[str]) -> None:
    this_year, last_year = DOCUMENT["indicators"]["end"]["years"]
    indicator = DOCUMENT["indicators"]["end"] | {"years": [this_year, last_year | past]}
    page = to_preview(DOCUMENT | {"indicators": {"end": indicator}}, read_kit())
    (table,) = re.findall(r"<table>\s*<caption>Premiers chiffres et révisions : .*?</table>", page, re.DOTALL)
    headings = re.findall(r'<th scope="col">(.*?)</th>', table)
    assert headings == ["Année", "Connu au 31 mars suivant", "Aujourd'hui", "Écart", "Révisions", "Dernière révision"]
    assert re.findall(r'<th scope="row">(.*?)</th>', table) == ["2025"], "the other year is not over for long enough"
    assert [re.sub(r"\s", " ", cell) for cell in re.findall("<td>(.*?)</td>", table)] == cells


def test_without_a_history_nothing_is_shown_of_the_past() -> None:
    assert "31 mars suivant" not in to_preview(DOCUMENT, read_kit())


def test_the_same_figures_are_the_same_bytes(example: Path, tmp_path: Path) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        arguments = ["build", str(example), "--as-of", "2026-08-20", "-o", "-", "--quiet", "--preview", str(page)]
        assert cli.main(arguments) == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_the_preview_is_told(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert cli.main(["build", str(example), "--as-of", "2026-08-20", "-o", "-", "--preview", str(page)]) == 0
    assert str(page) in capsys.readouterr().err


def test_a_folder_that_is_missing_is_said_before_anything_is_written(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "stats.json"
    arguments = ["build", str(example), "-o", str(output), "--preview", str(tmp_path / "gone/page.html")]
    assert cli.main(arguments) == 2
    assert "gone » n'existe pas" in capsys.readouterr().err
    assert not output.exists()


ADDRESSES = [
    ("/startups/a.html", True),
    ("/", False),
    ("/\t/evil.example", False),
    ("javascript:alert(1)", False),
    ("https://evil.example", False),
    ("//evil.example", False),
    ("/\\evil.example", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("url", "is_linked"), ADDRESSES)
def test_only_paths_of_the_site_are_linked(url: str | None, is_linked: bool) -> None:  # noqa: FBT001 - a column
    product: dict[str, Any] = {
        "id": "a",
        "title": "A",
        "phase": "x",
        "since": None,
        "incubators": [],
        "standards": {},
        "url": url,
    }
    page = to_preview({**DOCUMENT, "products": [product]}, read_kit())
    row = page.partition("<tr data-stats-product")[2]
    assert row.startswith(">" if is_linked else '="a">'), "the id is told where no address ends with it"
    assert ('<th scope="row"><a href=' in row) == is_linked
