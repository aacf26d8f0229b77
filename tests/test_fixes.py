"""What can be mended without asking anybody: what is proposed, and that applying it changes nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from startup_stats import cli
from startup_stats.checks.rules import RULES
from startup_stats.commands.check import CheckOptions
from startup_stats.commands.fix import mend
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.content import front_matter
from startup_stats.content.edits import apply
from startup_stats.content.faults import Unreadable
from startup_stats.findings import Fix
from startup_stats.writers.sarif import sarif
from tests.sites import PRODUCT, TODAY, check, write_site
from tests.test_check import commit
from tests.test_checkout import run as git
from tests.test_sarif import oasis_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VOISIN = "content/_startups/voisin.md"
OTHER = "content/_startups/autre.md"
SPONSORS = "sponsors: [/organisations/marees]"

# What stands in a good product's file in place of what → the rule, and what the mended file holds there.
MENDED = {
    "a byte order mark": ("---\ntitle", "\ufeff---\ntitle", "byte-order-mark", "---\ntitle"),
    "Windows line ends": ("\n", "\r\n", "line-ends-windows", "\n"),
    "one Windows line end": ("voisin\n", "voisin\r\n", "line-ends-windows", "voisin\n"),
    "a byte order mark and one Windows line end": ("---\ntitle", "\ufeff---\r\ntitle", "byte-order-mark", "---\ntitle"),
    "a stray semicolon after a repository": (
        SPONSORS,
        "repository: 'https://github.com/a/b; '",
        "repository-malformed",
        "repository: 'https://github.com/a/b'",
    ),
    "a number sign after a repository": (
        SPONSORS, "repository: https://github.com/a/b#", "repository-malformed", "repository: https://github.com/a/b"
    ),
    "spaces around a link": (
        "link: https://voisin.example", 'link: " https://voisin.example "', "address-malformed",
        'link: "https://voisin.example"',
    ),
    "a comma after a link": (
        "link: https://voisin.example", "link: 'https://voisin.example ,'", "address-malformed",
        "link: 'https://voisin.example'",
    ),
    "a no-break space after an address": (
        "contact: marche@voisin.example", "contact: marche@voisin.example\xa0", "email-malformed",
        "contact: marche@voisin.example",
    ),
    "an invisible character after an address": (
        "contact: marche@voisin.example", "contact: marche@voisin.example\u200b", "email-malformed",
        "contact: marche@voisin.example",
    ),
    "a letter drawn as nothing after a link": (
        "link: https://voisin.example", "link: https://voisin.example\u3164", "address-malformed",
        "link: https://voisin.example",
    ),
    "an invisible character after a repository": (
        SPONSORS, "repository: https://github.com/a/b\u200b", "repository-malformed",
        "repository: https://github.com/a/b",
    ),
    "a space after a phase": (
        "name: construction", "name: 'construction '", "value-not-allowed", "name: 'construction'"
    ),
    "an invisible character after a phase": (
        "name: construction", "name: construction\u200b", "value-not-allowed", "name: construction"
    ),
    "a space before an incubator": (
        "incubator: ruche", "incubator: ' ruche'", "incubator-unknown", "incubator: 'ruche'"
    ),
    "a date in quotes": ("start: 2020-06-01", "start: '2020-06-01'", "date-quoted", "start: 2020-06-01"),
    "a date in quotes before a comment": (
        "start: 2020-06-01", "start: '2020-06-01' # lancement", "date-quoted", "start: 2020-06-01 # lancement"
    ),
    "a date in quotes at the end of a list": (
        "- name: construction\n    start: 2020-06-01", "- {name: construction, start: '2020-06-01'}", "date-quoted",
        "- {name: construction, start: 2020-06-01}",
    ),
    "yes for true": (SPONSORS, "stats: Yes", "boolean-in-words", "stats: true"),
    "off for false": (SPONSORS, "stats: off", "boolean-in-words", "stats: false"),
}  # fmt: skip

# What its author has to mend.
LEFT = {
    "an invisible character inside a link": ("link: https://voisin.example", "link: https://voi\u200bsin.example"),
    "another phase": ("name: construction", "name: constuction"),
    "a link with words": ("link: https://voisin.example", "link: https://voisin.example (bientôt)"),
    "a link without its scheme": ("link: https://voisin.example", "link: 'voisin.example '"),
    "a link written by escapes": ("link: https://voisin.example", 'link: "https://voisin.example\\x20"'),
    "a link on two lines": ("link: https://voisin.example", "link: 'https://voisin.example\n  '"),
    "an account": (SPONSORS, "repository: https://github.com/a;"),
    "a date that says it is text": ("start: 2020-06-01", "start: !!str 2020-06-01"),
    "a date in quotes without a space": (
        "- name: construction\n    start: 2020-06-01",
        "- {name: construction, \"start\":'2020-06-01'}",
    ),
    "a date in quotes that a comment touches": ("start: 2020-06-01", "start: '2020-06-01'#'"),
    "a quote behind a no-break space": ("contact: marche", "contact: \xa0'marche"),
    "a number sign behind a no-break space": ("contact: marche", "contact: \xa0#marche"),
    "an alias behind a zero width space": ("incubator: ruche", "incubator: \u200b*ruche"),
    "a list for a text": ("incubator: ruche", "incubator: [' ruche']"),
    "carriage returns that YAML reads as lines": ("voisin\n", "voisin\r\r\n"),
    "an alias": ("incubator: ruche", "autre: &a 'ruche '\nincubator: *a"),
    "a field's name": (SPONSORS, "accesibility_status: ' x '"),
    "a repository twice wrong": (SPONSORS, "repository: 'https://github.com/a/b/tree/x; '"),
}


def _site(root: Path, text: str, **more: str | bytes) -> Path:
    return write_site(root, **{OTHER: PRODUCT, VOISIN: text, **more})


def _fixes(root: Path) -> dict[str, Fix]:
    return {one.rule: one.fix for one in check(root) if one.fix is not None}


def _mend(root: Path) -> str:
    assert cli.main(["check", str(root), "--fix", "--fail-on", "never"], today=TODAY) == 0
    return (root / VOISIN).read_bytes().decode()


@pytest.mark.parametrize(("old", "new", "rule", "mended"), MENDED.values(), ids=MENDED)
def test_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, rule: str, mended: str) -> None:
    assert old in PRODUCT
    site = _site(tmp_path, PRODUCT.replace(old, new))
    assert rule in _fixes(site)
    assert _mend(site) == PRODUCT.replace(old, mended)
    assert "Fiches corrigées : 1 (content/_startups/voisin.md)." in capsys.readouterr().err
    assert _fixes(site) == {}
    assert rule not in {one.rule for one in check(site)}


@pytest.mark.parametrize(("old", "new"), LEFT.values(), ids=LEFT)
def test_left_to_its_author(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> None:
    text = PRODUCT.replace(old, new)
    site = _site(tmp_path, text)
    assert text != PRODUCT
    assert check(site)
    assert _fixes(site) == {}
    assert _mend(site) == text
    assert "Rien ne peut être corrigé" in capsys.readouterr().err


ALL_AT_ONCE = "\ufeff" + PRODUCT.replace(SPONSORS, "stats: yes\nrepository: 'https://github.com/a/b; '").replace(
    "link: https://voisin.example", "link: ' https://voisin.example;'"
).replace("start: 2020-06-01", "start: '2020-06-01'").replace("\n", "\r\n")
ALL_MENDED = PRODUCT.replace(SPONSORS, "stats: true\nrepository: 'https://github.com/a/b'").replace(
    "link: https://voisin.example", "link: 'https://voisin.example'"
)


def test_all_at_once_then_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What overlaps comes in a second round; a file that is whole is not written again."""
    site = _site(tmp_path, ALL_AT_ONCE)
    (site / VOISIN).chmod(0o640)
    assert _mend(site) == ALL_MENDED
    assert (site / VOISIN).stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out == "Aucun défaut.\n"
    source = mend(open_folder(site, Overrides()), CheckOptions(TODAY)).site.source
    assert (source.exists(VOISIN), source.exists("content/_startups/absent.md")) == (True, False)
    written = (site / VOISIN).stat().st_mtime_ns
    assert _mend(site) == ALL_MENDED
    assert (site / VOISIN).stat().st_mtime_ns == written


@pytest.mark.parametrize("also", [[], ["--fix"]])
def test_diff_shows_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], also: list[str]) -> None:
    site = _site(tmp_path, PRODUCT.replace("incubator: ruche", "incubator: 'ruche '").replace("voisin\n", "voisin\r\n"))
    before = (site / VOISIN).read_bytes()
    assert cli.main(["check", str(site), "--diff", *also], today=TODAY) == 0
    assert capsys.readouterr().out == (
        f"--- a/{VOISIN}\n+++ b/{VOISIN}\n@@ -1,5 +1,5 @@\n ---\n-title: Marché voisin \n+title: Marché voisin\n"
        " mission: Trouver le marché le plus proche\n-incubator: 'ruche '\n+incubator: 'ruche'\n"
        " contact: marche@voisin.example\n"
    )
    assert (site / VOISIN).read_bytes() == before
    assert sorted((site / "content/_startups").iterdir()) == [site / OTHER, site / VOISIN]


def test_what_is_left_decides_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = _site(tmp_path, PRODUCT.replace("ruche", "'ruche '").replace("construction", "constuction"))
    assert cli.main(["check", str(site), "--fix", "--language", "en"], today=TODAY) == 1
    captured = capsys.readouterr()
    assert "Records mended: 1" in captured.err
    assert "constuction" in captured.out
    assert "ruche " not in captured.out


def test_only_what_the_change_touches_is_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = _site(tmp_path, PRODUCT.replace("\n", "\r\n"))
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "config", "user.name", "Ana")
    git(site, "config", "user.email", "ana@corail.example")
    git(site, "config", "core.autocrlf", "false")
    commit(site)
    (site / OTHER).write_bytes(PRODUCT.replace("\n", "\r\n").encode())
    assert cli.main(["check", str(site), "--fix", "--changed-from", "main"], today=TODAY) == 0
    assert (site / OTHER).read_text() == PRODUCT
    assert b"\r" in (site / VOISIN).read_bytes()
    assert "autre.md" in capsys.readouterr().err


def test_a_site_that_is_fetched_is_not_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = _site(tmp_path, PRODUCT)
    remote = open_folder(site, Overrides(), is_local=False)
    with pytest.raises(Exception, match="--fix"):
        mend(remote, CheckOptions(TODAY))
    assert capsys.readouterr().out == ""


def test_json_and_sarif_hold_the_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = _site(tmp_path, PRODUCT.replace("incubator: ruche", "incubator: 'ruche '"))
    cli.main(["check", str(site), "--format", "json"], today=TODAY)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    fix = {"start_line": 4, "start_column": 18, "end_line": 4, "end_column": 19, "text": ""}
    assert [one.get("fix") for one in found] == [fix]
    log = json.loads(sarif(check(site), RULES, "fr"))
    assert not list(oasis_schema().iter_errors(log))
    (result,) = log["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == {"uri": VOISIN}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 18, "endLine": 4, "endColumn": 19},
            "insertedContent": {"text": ""},
        }
    ]


def test_a_fix_changes_only_what_it_names() -> None:
    fixes = [Fix(2, 2, 2, 3, "é"), Fix(1, 1, 1, 2, ""), Fix(2, 1, 3, 1, "overlaps"), Fix(3, 1, 3, 1, "new ")]
    assert apply("ab\ncd\nef", [fixes[0], fixes[1], fixes[1], fixes[3]]) == "b\ncé\nnew ef"
    assert apply("ab\ncd\nef", fixes) == "b\noverlapsnew ef", "of two that overlap the first"


_PIECES = st.sampled_from([" ", ";", "#", "\xa0", "\u200b", "\r\n", "'", '"', ",", "x", "é", "\ufeff", "yes", "\n"])
_NOISE = st.lists(_PIECES, max_size=3).map("".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(ALL_AT_ONCE)), _NOISE), max_size=4))
@example([(0, "")])
@example([(0, "\ufeff")])
@example([(179, "\xa0 #")])
@example([(311, "#'")])
@example([(6, ";yes"), (102, "\xa0'")])
@example([(6, ";yes"), (102, "\xa0#")])
def test_twice_is_once_and_only_mended_values_read_otherwise(tmp_path: Path, noise: list[tuple[int, str]]) -> None:
    text = ALL_AT_ONCE
    for place, piece in noise:
        text = text[:place] + piece + text[place:]
    site = open_folder(_site(tmp_path, text, **{OTHER: PRODUCT}), Overrides())
    once = mend(site, CheckOptions(TODAY))
    after = once.texts[VOISIN][1] if VOISIN in once.texts else text
    assert mend(once.site, CheckOptions(TODAY)).texts == {}, "twice is once"
    assert _without(after) == _without(text), "only what may go has gone"
    assert _read(after).keys() == _read(text).keys() or not _read(text)
    for field, value in _read(text).items():
        assert _plainly(_read(after)[field]) == _plainly(value)


def _without(text: str) -> str:
    """A text without what a fix may take away: the rest, in its order, has to stay."""
    for word in ("yes", "true"):
        text = text.replace(word, "")
    return "".join(char for char in text if char not in " ;#,'\"\r\xa0\u200b\ufeff")


def _read(text: str) -> Mapping[str, Any]:
    try:
        return front_matter.parse(text.encode()).data
    except Unreadable:
        return {}


def _plainly(value: Any) -> Any:
    """A value without the spaces around it and what may stray after an address; of spaces alone YAML leaves nothing."""
    if isinstance(value, list):
        return [_plainly(item) for item in value]
    if isinstance(value, dict):
        return {key: _plainly(item) for key, item in value.items()}
    return value.strip(" ;#,\xa0\u200b\ufeff\n\r") or None if isinstance(value, str) else value
