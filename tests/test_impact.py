"""`impact`: what a change moves, each row a repository whose base and checked-out files differ by a few lines."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest

from startup_stats import action, cli
from startup_stats.commands.impact import Impact
from startup_stats.commands.site import Overrides, open_folder, read_site
from startup_stats.config.settings import Guard
from startup_stats.document.guard import compare
from startup_stats.document.state import read_state, state_of
from startup_stats.document.whole import Inputs, make_document
from startup_stats.git.checkout import SourceInfo
from startup_stats.history import states
from startup_stats.history.comparison import Difference
from startup_stats.history.figures import Figure
from startup_stats.history.sortings import OUTCOMES, Kind
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.language import same
from startup_stats.reports.impact import _OF_KIND, FORMS, MOST_BYTES, MOST_NAMED
from startup_stats.vocabulary import STATUSES
from tests.repositories import commit, git, repository
from tests.sites import INCUBATOR, MEMBER, ORGANISATION, PRODUCT, TODAY, write_site
from tests.test_comment import Forge, environment, forge

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["forge"]  # a fixture

Files = dict[str, str | None]
THEN, NOW = "2026-08-01", "2026-08-20"
PRODUCTS, PEOPLE = "content/_startups", "content/_authors"
VOISIN = f"{PRODUCTS}/voisin.md"
BASE: Files = {
    VOISIN: PRODUCT,
    f"{PEOPLE}/ana.corail.md": MEMBER,
    "content/_incubators/ruche.md": INCUBATOR,
    "content/_organisations/marees.md": ORGANISATION,
}


def launched(day: str, title: str = "Marée") -> str:
    return f"---\ntitle: {title}\nphases:\n  - name: construction\n    start: {day}\n---\n"


def ended(word: str, day: str = "2023-02-01", title: str = "Marée") -> str:
    return launched("2020-06-01", title).replace("\n---\n", f"\n  - name: {word}\n    start: {day}\n---\n", 1)


def person(start: str, status: str = "admin", end: str = "2027-01-14") -> str:
    return f"---\nfullname: Bo Sable\nmissions:\n  - start: {start}\n    end: {end}\n    status: {status}\n---\n"


def once_maree(text: str) -> str:
    return text.replace("title", "redirect_from: [/startups/maree]\ntitle")


def changed(root: Path, before: Files, after: Files) -> Path:
    """Make a repository whose base is the small site with some files, and whose next commit has others."""
    repository(root)
    commit(root, THEN, {path: text for path, text in (BASE | before).items() if text is not None})
    commit(root, NOW, after)
    return root


def impact(capsys: pytest.CaptureFixture[str], site: Path, *more: str, base: str = "HEAD~1", code: int = 0) -> str:
    assert cli.main(["impact", str(site), "--base", base, *more], today=date(2027, 1, 1)) == code
    return capsys.readouterr().out


def moved(capsys: pytest.CaptureFixture[str], site: Path, *more: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(impact(capsys, site, "--format", "json", *more))
    assert set(value) == {"figures", "alarm"}
    return value


def shown(figure: dict[str, Any]) -> str:
    """Write a figure as rows of the table have it."""
    named = " ".join(str(figure[key]) for key in ("kind", "id", "outcome", "year") if figure.get(key) is not None)
    changes = [
        f"{sign}{each.get('id', each.get('count'))}:{each['cause']}"
        for sign, key in (("+", "came_in"), ("-", "went_out"))
        for each in figure[key]
    ]
    return " ".join([f"{named} {figure['before']}>{figure['after']}", *changes])


NEW = f"{PRODUCTS}/maree.md"
GRANDE = f"{PRODUCTS}/grande.md"
BO = f"{PEOPLE}/bo.sable.md"
# before, after → figures but those of standards, in their order
MOVES: dict[str, tuple[Files, Files, list[str]]] = {
    "a text": ({}, {VOISIN: PRODUCT.replace("Un texte.", "Un autre.")}, []),
    "a file that is no content": ({}, {"README.md": "x"}, []),
    "nothing at all": ({}, {}, []),
    "a product created": (
        {}, {NEW: launched("2020-03-01")},
        ["indicator product_launch 2020 1>2 +maree:created", "phase construction 1>2 +maree:created"],
    ),
    "a product removed": (
        {NEW: launched("2026-03-01")}, {NEW: None},
        ["indicator product_launch 2026 1>0 -maree:gone", "phase construction 2>1 -maree:gone"],
    ),
    "a date moved": (
        {NEW: launched("2026-03-01")}, {NEW: launched("2025-03-01")},
        ["indicator product_launch 2025 0>1 +maree:moved", "indicator product_launch 2026 1>0 -maree:moved"],
    ),
    "a product renamed": (
        {NEW: launched("2020-03-01")},
        {NEW: None, GRANDE: once_maree(launched("2020-03-01"))},
        [],
    ),
    "a product renamed that moves on": (
        {NEW: launched("2020-03-01")},
        {NEW: None, GRANDE: once_maree(ended("abandon"))},
        [
            "indicator end 2023 0>1 +grande:dated", "phase construction 2>1 -grande:moved",
            "phase abandon 0>1 +grande:moved",
        ],
    ),
    "phases given": (
        {NEW: "---\ntitle: Marée\n---\n"}, {NEW: launched("2020-03-01")},
        ["indicator product_launch 2020 1>2 +maree:dated", "phase construction 1>2 +maree:dated"],
    ),
    "phases misspelt": (
        {NEW: launched("2020-03-01")}, {NEW: launched("2020-03-01").replace("phases:", "phase:")},
        ["indicator product_launch 2020 2>1 -maree:undated", "phase construction 2>1 -maree:undated"],
    ),
    "a phase renamed": (
        {NEW: ended("alumni")}, {NEW: ended("abandon")},
        [
            "indicator end 2023 0>1 +maree:reclassified", "phase alumni 1>0 -maree:reclassified",
            "phase abandon 0>1 +maree:reclassified",
        ],
    ),
    "a file mended": (
        {NEW: "no fence"}, {NEW: launched("2020-03-01")},
        ["indicator product_launch 2020 1>2 +maree:unreadable", "phase construction 1>2 +maree:unreadable"],
    ),
    "a file broken": (
        {NEW: launched("2020-03-01")}, {NEW: "no fence"},
        ["indicator product_launch 2020 2>1 -maree:unreadable", "phase construction 2>1 -maree:unreadable"],
    ),
    "a second file of a product's id": (
        {NEW: launched("2020-03-01")}, {f"{PRODUCTS}/b/maree.md": launched("2019-03-01")}, [],
    ),
    "of two files of one id the one at its place": (
        {NEW: launched("2020-03-01"), f"{PRODUCTS}/b/maree.md": launched("2026-03-01")}, {NEW: None},
        ["indicator product_launch 2020 2>1 -maree:moved", "indicator product_launch 2026 0>1 +maree:moved"],
    ),
    "an incubator": (
        {}, {VOISIN: PRODUCT.replace("incubator: ruche", "incubator: dinum")},
        ["indicator dinum_launch 2020 0>1 +voisin:incubator"],
    ),
    "a first product with phases": (
        {VOISIN: "---\ntitle: Voisin\n---\n"}, {VOISIN: launched("2026-03-01")},
        [
            *(f"indicator {name} {year} None>0" for name in ("investigation", "product_launch", "end")
              for year in range(2013, 2026)),
            *(f"indicator national_impact {year} None>0" for year in range(2013, 2026)),
            *(f"indicator dinum_launch {year} None>0" for year in range(2013, 2026)),
            *(f"indicator fast {year} None>0" for year in range(2023, 2026)),
            "indicator investigation 2026 None>0", "indicator product_launch 2026 None>1 +voisin:dated",
            "indicator end 2026 None>0", "indicator dinum_launch 2026 None>0", "indicator fast 2026 None>0",
            "phase construction 0>1 +voisin:dated",
        ],
    ),
    "somebody new": (
        {}, {BO: person("2026-02-01")},
        [
            "indicator agent 2026 0>1 +1:created", "indicator new_member 2026 0>1 +1:created",
            "member admin 1>2 +1:created", "member admin 2026 0>1 +1:created",
        ],
    ),
    "somebody of a year that is over, not active any more": (
        {}, {BO: person("2024-02-01", "service", "2025-01-01")},
        ["indicator new_member 2024 0>1 +1:created", "member service 2024 0>1 +1:created"],
    ),
    "a mission ended": (
        {BO: person("2024-02-01")}, {BO: person("2024-02-01", end="2026-01-01")}, ["member admin 2>1 -1:undated"],
    ),
    "another status": (
        {BO: person("2024-02-01")}, {BO: person("2024-02-01", "service")},
        [
            "indicator agent 2024 1>0 -1:undated", "member admin 2024 1>0 -1:moved", "member service 2024 0>1 +1:moved",
            "member admin 2>1 -1:moved", "member service 0>1 +1:moved",
        ],
    ),
    "a status that is none": (
        {BO: person("2024-02-01", "service")}, {BO: person("2024-02-01", "robot")},
        ["member service 2024 1>0 -1:undated", "member service 1>0 -1:moved"],
    ),
    "two people, by two causes": (
        {BO: person("2024-02-01", end="2026-01-01")},
        {BO: person("2024-02-01"), f"{PEOPLE}/cy.vague.md": person("2024-02-01")},
        [
            "indicator agent 2024 1>2 +1:created", "indicator new_member 2024 1>2 +1:created",
            "member admin 2024 1>2 +1:created", "member admin 1>3 +1:created +1:dated",
        ],
    ),
    "one in and one out of a figure that stays": (
        {NEW: launched("2020-03-01")}, {NEW: None, f"{PRODUCTS}/autre.md": launched("2020-03-01")}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), MOVES.values(), ids=MOVES)
def test_what_a_change_moves(
    before: Files, after: Files, expected: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = moved(capsys, changed(tmp_path, before, after))["figures"]
    assert [shown(figure) for figure in figures if figure["kind"] != "standard"] == expected


# before, after → what moves before the standards
STANDARDS: dict[str, tuple[Files, Files, list[str]]] = {
    "an address given": (
        {}, {VOISIN: PRODUCT.replace("link:", "stats_url: https://voisin.example/stats\nlink:")},
        ["stats_page met 0>1 +voisin:moved", "stats_page undeclared 1>0 -voisin:moved"],
    ),
    "a refusal": (
        {}, {VOISIN: PRODUCT.replace("link:", "analyse_risques: false\nlink:")},
        ["risk_analysis unmet 0>1 +voisin:moved", "risk_analysis undeclared 1>0 -voisin:moved"],
    ),
    "a product that is stopped": (
        {}, {VOISIN: PRODUCT.replace("---\nUn", "  - name: abandon\n    start: 2026-01-01\n---\nUn")},
        [
            "open_source undeclared 1>0 -voisin:undated", "stats_page undeclared 1>0 -voisin:undated",
            "dashlord undeclared 1>0 -voisin:undated", "budget_page undeclared 1>0 -voisin:undated",
            "risk_analysis undeclared 1>0 -voisin:undated", "mon_service_securise undeclared 1>0 -voisin:undated",
            "up_to_date unmet 1>0 -voisin:undated",
        ],
    ),
    "a word of today": (
        {NEW: ended("transfer")}, {NEW: ended("consolidation")}, [],
    ),
    "a word by which it applies": (
        {NEW: ended("perenisation")}, {NEW: ended("perennisation")},
        [
            "open_source undeclared 1>2 +maree:reclassified", "stats_page undeclared 1>2 +maree:reclassified",
            "dashlord undeclared 1>2 +maree:reclassified", "accessibility undeclared 0>1 +maree:reclassified",
            "budget_page undeclared 1>2 +maree:reclassified", "impact_page undeclared 0>1 +maree:reclassified",
            "risk_analysis undeclared 1>2 +maree:reclassified",
            "mon_service_securise undeclared 1>2 +maree:reclassified", "up_to_date unmet 1>2 +maree:reclassified",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), STANDARDS.values(), ids=STANDARDS)
def test_what_a_change_moves_before_the_standards(
    before: Files, after: Files, expected: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = moved(capsys, changed(tmp_path, before, after))["figures"]
    of_standards = [figure for figure in figures if figure["kind"] == "standard"]
    assert [shown(figure).removeprefix("standard ") for figure in of_standards] == expected
    assert {(figure["year"], figure["complete"]) for figure in of_standards} <= {(None, False)}


def document(site: Path, as_of: date) -> dict[str, Any]:
    opened = open_folder(site, Overrides())
    reading, findings = read_site(opened, as_of)
    return make_document(Inputs(reading, findings), opened.config, opened.config.terms(as_of), SourceInfo())


def figures_of(told: dict[str, Any]) -> dict[tuple[Any, ...], tuple[int | None, bool]]:
    """Return the figures of a document that `impact` compares: kind, id, outcome, year → value, is that year over."""
    found: dict[tuple[Any, ...], tuple[int | None, bool]] = {}
    for name, indicator in told["indicators"].items():
        for row in indicator["years"]:
            found["indicator", name, None, row["year"]] = row["value"], row["complete"]
    for row in told["phases"]["by_phase"]:
        found["phase", row["phase"], None, None] = row["value"], False
    for name, standard in told["standards"].items():
        found |= {("standard", name, outcome, None): (standard[outcome], False) for outcome in OUTCOMES}
    for status in STATUSES:
        found["member", status, None, None] = told["members"]["active"]["by_status"][status], False
        for row in told["members"]["new_by_year"]:
            found["member", status, None, row["year"]] = row[status], row["complete"]
    return found


def assert_they_are_those_of_the_documents(value: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = figures_of(old), figures_of(new)
    nothing = (0, False)  # a former word of which no product is left
    differing = {
        key: (before.get(key, nothing)[0], after.get(key, nothing)[0], after.get(key, nothing)[1])
        for key in before | after
        if before.get(key, nothing)[0] != after.get(key, nothing)[0]
    }
    told = {
        (each["kind"], each["id"], each.get("outcome"), each["year"]): (each["before"], each["after"], each["complete"])
        for each in value["figures"]
    }
    assert told == differing
    assert value["alarm"] == [sentence.fr for sentence in compare(old, new, Guard()).alarm]
    assert [each["complete"] for each in value["figures"]] == sorted(
        [each[2] for each in differing.values()], reverse=True
    )
    for each in value["figures"]:
        came, went = (sum(one.get("count", 1) for one in each[key]) for key in ("came_in", "went_out"))
        assert (each["before"] or 0) + came - went == (each["after"] or 0)


@pytest.mark.unmeasured
@pytest.mark.parametrize(("before", "after", "_"), (MOVES | STANDARDS).values(), ids=MOVES | STANDARDS)
def test_they_are_the_figures_that_differ_in_the_documents(
    before: Files, after: Files, _: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of both commits built as of one day, and the other way round; what rings is what these documents ring."""
    site = changed(tmp_path / "site", before, after)
    git(site, "worktree", "add", "--quiet", "--detach", str(tmp_path / "base"), "HEAD~1")
    old, new = (document(folder, TODAY) for folder in (tmp_path / "base", site))
    assert_they_are_those_of_the_documents(moved(capsys, site), old, new)
    git(site, "checkout", "--quiet", "--detach", "HEAD~1")
    back = json.loads(impact(capsys, site, "--format", "json", base="main"))
    assert_they_are_those_of_the_documents(back, new, old)


def test_the_state_that_the_guard_asks_is_what_the_document_tells(example: Path) -> None:
    opened = open_folder(example, Overrides())
    told = read_state(document(example, TODAY))
    state = states.state_of(read_site(opened, TODAY)[0], opened.config, TODAY)
    answered = {name: states.answers(indicator, state) for name, indicator in INDICATORS.items()}
    made = state_of(state, answered, "fr")
    assert told is not None
    assert (made.products, made.phased, made.members) == (told.products, told.phased, told.members)
    assert made.indicators == told.indicators


def stopped(title: str) -> str:
    """Return a file in which nothing is wrong."""
    ended = PRODUCT.replace("---\nUn", "  - name: abandon\n    start: 2023-02-01\n---\nUn")
    return ended.replace("Marché voisin", title)


END = {f"{PRODUCTS}/p{number}.md": stopped(f"Produit {number}") for number in range(3)}
RENAMED: tuple[Files, Files] = ({path: text.replace("abandon", "alumni") for path, text in END.items()}, dict(END))
ALARM = "Produits abandonnés 2023 : 0 → 3. Entrés : Produit 0 (p0), Produit 1 (p1) et Produit 2 (p2)."
TEXT = """\
Alerte : un chiffre a bougé plus que prévu
- Produits abandonnés 2023 : 0 → 3. Entrés : Produit 0 (p0), Produit 1 (p1) et Produit 2 (p2).

Ce que cette modification fait bouger, au 20 août 2026 :

Produits abandonnés en 2023 : 0 → 3 (année close)
  Entrés, phase renommée (3) : Produit 0, Produit 1 et Produit 2
Produits en phase « Alumni » : 3 → 0
  Sortis, phase renommée (3) : Produit 0, Produit 1 et Produit 2
Produits en phase « Abandonné » : 0 → 3
  Entrés, phase renommée (3) : Produit 0, Produit 1 et Produit 2
"""
MARKDOWN = """\
## Alerte : un chiffre a bougé plus que prévu

- Produits abandonnés 2023 : 0 → 3. Entrés : Produit 0 (p0), Produit 1 (p1) et Produit 2 (p2).

## Ce que cette modification fait bouger

Avant et après, au 20 août 2026 :

- **Produits abandonnés en 2023 : 0 → 3 (année close)**
  - Entrés, phase renommée (3) : Produit 0, Produit 1 et Produit 2
- **Produits en phase « Alumni » : 3 → 0**
  - Sortis, phase renommée (3) : Produit 0, Produit 1 et Produit 2
- **Produits en phase « Abandonné » : 0 → 3**
  - Entrés, phase renommée (3) : Produit 0, Produit 1 et Produit 2
"""


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = changed(tmp_path, *RENAMED)
    assert impact(capsys, site) == TEXT
    assert impact(capsys, site, "--format", "markdown") == MARKDOWN
    assert moved(capsys, site)["alarm"] == [ALARM]
    english = impact(capsys, site, "--language", "en")
    assert "What this change moves, on 20 August 2026:" in english
    assert "  Came in, phase given another name (3): Produit 0, Produit 1 and Produit 2" in english


def test_of_people_counts_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = changed(tmp_path, {}, {BO: person("2026-02-01")})
    text = impact(capsys, site)
    assert "Nouveaux membres, agents publics en 2026 : 0 → 1\n  Entrés, fiche créée : 1\n" in text
    assert "Membres actifs, agents publics : 1 → 2\n" in text
    for form in FORMS:
        assert "bo.sable" not in impact(capsys, site, "--format", form).lower()


# form → what is said where nothing moves
SILENT = {"text": "", "markdown": "", "json": '{\n "alarm": [],\n "figures": []\n}\n'}


@pytest.mark.parametrize(("form", "said"), SILENT.items())
def test_nothing_when_nothing_moves(form: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = changed(tmp_path, {}, {VOISIN: PRODUCT.replace("Un texte.", "Un autre.")})
    assert impact(capsys, site, "--format", form) == said


def test_products_that_no_figure_counts_ring_when_they_are_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = changed(tmp_path, {NEW: "---\ntitle: Marée\n---\n"}, {NEW: None})
    assert impact(capsys, site).startswith("Alerte : un chiffre a bougé plus que prévu\n- Produits lus : 2 → 1.")
    assert "Ce que cette" not in impact(capsys, site, "--format", "markdown")


# what it is asked to fail on → exit code with an alarm
FAILS = {"warning": 1, "error": 0, "never": 0}


@pytest.mark.parametrize(("fail_on", "code"), FAILS.items())
def test_an_alarm_is_a_warning(fail_on: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = changed(tmp_path / "a", *RENAMED)
    assert impact(capsys, site, "--fail-on", fail_on, code=code) == TEXT
    impact(capsys, changed(tmp_path / "b", {}, {NEW: launched("2020-03-01")}), "--fail-on", fail_on)


# what the checked-out files are → does the launch of 2020 show
FILES = {"not committed": lambda site: (site / NEW).write_text(launched("2020-03-01")),
         "committed": lambda site: commit(site, NOW, {NEW: launched("2020-03-01")})}  # fmt: skip


@pytest.mark.parametrize("write", FILES.values(), ids=FILES)
def test_the_files_as_they_are_checked_out(write: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = changed(tmp_path, {}, {})
    write(site)
    assert "product_launch 2020 1>2" in " ".join(map(shown, moved(capsys, site)["figures"]))


# when both commits were made, what is asked → the day; a launch planned for 2026-08-15 counts from then on
DAYS = {
    "of the later commit": (THEN, NOW, (), True),
    "of the base, where that is later": ("2026-08-25", "2026-08-01", (), True),
    "of two early ones": ("2026-08-01", "2026-08-02", (), False),
    "asked for": (THEN, NOW, ("--as-of", "2026-08-02"), False),
}


@pytest.mark.parametrize(("base", "head", "asked", "counts"), DAYS.values(), ids=DAYS)
def test_the_day(
    base: str,
    head: str,
    asked: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    counts: bool,
) -> None:
    """The calendar moves nothing: a date that came between both commits is no move."""
    repository(tmp_path)
    planned = f"{PRODUCTS}/prevu.md"
    commit(tmp_path, base, {**BASE, planned: launched("2026-08-15")})
    commit(tmp_path, head, {NEW: launched("2026-08-15")})
    figures = [shown(each) for each in moved(capsys, tmp_path, *asked)["figures"] if each["kind"] == "indicator"]
    assert figures == (["indicator product_launch 2026 1>2 +maree:created"] if counts else [])


def test_another_layout_then(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Content that only moved to other folders moves no figure."""
    old = {"_startup/voisin.md": PRODUCT, "_authors/ana.corail.md": MEMBER, "_incubator/ruche.md": INCUBATOR}
    repository(tmp_path)
    commit(tmp_path, THEN, old)
    commit(tmp_path, NOW, {**dict.fromkeys(old), **BASE})
    assert moved(capsys, tmp_path) == {"figures": [], "alarm": []}


COUNTS_OTHERWISE = "dinum_launch: {incubators: [ruche]}\n"
# configuration of the base, configuration checked out, is it committed, more options → the launches by DINUM that move
CONFIGURATIONS: dict[str, tuple[str | None, str | None, bool, list[str]]] = {
    "none": (None, None, True, ["dinum_launch"]),
    "a change of the configuration does not judge itself": (None, COUNTS_OTHERWISE, True, ["dinum_launch"]),
    "of the base, gone since": (COUNTS_OTHERWISE, None, True, []),
    "of the base, changed and not committed": (COUNTS_OTHERWISE, "language: en\n", False, []),
    "of the base, broken since": (COUNTS_OTHERWISE, "langage: en\n", True, []),
    "one with faults, mended": ("langage: en\n", "language: fr\n", True, ["dinum_launch"]),
    "the user's own, that no commit holds": (None, COUNTS_OTHERWISE, False, []),
}


@pytest.mark.parametrize(("before", "after", "committed", "expected"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_the_configuration_is_that_of_the_base(
    before: str | None, after: str | None, expected: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], *,
    committed: bool,
) -> None:  # fmt: skip
    dinum = launched("2020-03-01").replace("phases:", "incubator: dinum\nphases:")
    site = changed(tmp_path, {"startup-stats.yml": before}, {NEW: dinum})
    if committed:
        place: Files = {"startup-stats.yml": after}
        commit(site, NOW, place if after or before else {})
    elif after:
        (site / "startup-stats.yml").write_text(after)
    value = json.loads(impact(capsys, site, "--format", "json", base="main~2" if committed else "main~1"))
    assert [each["id"] for each in value["figures"] if each["id"] == "dinum_launch"] == expected


# what is asked → exit code, what is said
REFUSED: dict[str, tuple[list[str], int, str]] = {
    "no base": ([], 2, "--base"),
    "no such base": (["--base", "nulle-part"], 3, "git ne trouve pas « nulle-part »"),
    "a range": (["--base", "HEAD~1..HEAD"], 2, "est un intervalle de commits"),
    "a day before the series": (["--base", "HEAD~1", "--as-of", "1999-01-01"], 2, "précède la première année"),
    "a base without content": (["--base", "empty"], 3, "n'a pas de dossier « content/_startups »"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_compared(
    arguments: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path)
    git(tmp_path, "tag", "empty", commit(tmp_path, THEN, {"README.md": "x"}))
    commit(tmp_path, THEN, {path: text for path, text in BASE.items() if text})
    commit(tmp_path, NOW, {NEW: launched("2020-03-01")})
    assert cli.main(["impact", str(tmp_path), *arguments], today=TODAY) == code
    captured = capsys.readouterr()
    assert (captured.out, said in captured.err) == ("", True)


def test_a_folder_that_no_repository_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    impact(capsys, write_site(tmp_path / "site"), code=3)


def test_a_repository_that_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its history, in which the base is."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = changed(tmp_path / "site", *RENAMED)
    assert cli.main(["impact", f"file://{site}", "--base", "HEAD~1"], today=TODAY) == 0
    assert capsys.readouterr().out == TEXT


def test_it_imports_nothing_that_talks_to_somebody(tmp_path: Path) -> None:
    site = changed(tmp_path, *RENAMED)
    program = "import sys; from startup_stats import cli; cli.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", program, "impact", str(site), "--base", "HEAD~1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == TEXT
    assert not {"github", "requests", "jsonschema", "jsonschema_rs", "rich"} & set(done.stderr.split())


def figure(number: int, names: int) -> Figure:
    came = tuple(Difference(f"p{each}", "created") for each in range(names))
    return Figure(
        "phase", "x", None, complete=False, before=0, after=names, came_in=came, went_out=(), title=same(f"F{number}")
    )


def test_of_very_many_some_are_named() -> None:
    titles = {f"p{number}": f"*P{number}* " + "x" * 100 for number in range(2000)}
    listed = FORMS["markdown"](Impact(TODAY, (figure(1, 2000),), titles), "fr").splitlines()[-1]
    assert listed.startswith("  - Entrés, fiche créée (2 000) : \\*P0\\* xxx")
    assert listed.count("…, ") == MOST_NAMED - 1
    assert listed.endswith("… et 1 980 autres")
    assert FORMS["text"](Impact(TODAY, (figure(1, MOST_NAMED + 1),), titles), "en").count("…") == MOST_NAMED + 1
    many = FORMS["markdown"](Impact(TODAY, tuple(figure(number, 30) for number in range(100)), titles), "en")
    assert MOST_BYTES / 2 < len(many.encode()) < MOST_BYTES + 200
    shown_figures = many.count("\n- **F")
    assert many.endswith(f"\n- … and {100 - shown_figures} more figures\n")


def test_every_kind_has_its_words() -> None:
    assert set(_OF_KIND) == set(get_args(Kind))


def pull_request(site: Path, before: Files, after: Files, **more: str) -> dict[str, str]:
    """Return a step's environment at the merge of a robot's pull request, as GitHub checks it out."""
    repository(site)
    commit(site, THEN, {path: text for path, text in (BASE | before).items() if text is not None})
    git(site, "checkout", "--quiet", "-b", "change")
    commit(site, NOW, after)
    git(site, "checkout", "--quiet", "main")
    commit(site, NOW, {f"{PRODUCTS}/entretemps.md": PRODUCT.replace("Marché", "Le marché")})
    git(site, "merge", "--quiet", "--no-ff", "-m", "merge", "change", at=NOW)
    files = {"GITHUB_STEP_SUMMARY": str(site.parent / "summary.md"), "GITHUB_OUTPUT": str(site.parent / "output")}
    return {"INPUT_PATH": str(site), "INPUT_MODE": "check", "GITHUB_BASE_REF": "main"} | files | more


ANNOTATED = f"title=startup-stats::Alerte : un chiffre a bougé plus que prévu%0A- {ALARM}\n"
# what it fails on → the annotation, the exit code
ANNOTATIONS = {"": ("warning", 0), "never": ("warning", 0), "error": ("warning", 0), "warning": ("error", 1)}


@pytest.mark.parametrize(("fail_on", "expected"), ANNOTATIONS.items())
def test_a_robot_s_pull_request(
    fail_on: str, expected: tuple[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it moves stands first in the summary; what came into the base meanwhile is none of it."""
    step = pull_request(tmp_path / "site", *RENAMED, INPUT_FAIL_ON=fail_on)
    kind, code = expected
    assert action.main(step, today=date(2027, 1, 1)) == code
    captured = capsys.readouterr()
    assert captured.out == f"::{kind} {ANNOTATED}"
    assert captured.err.endswith(f"\n{TEXT}")
    assert (tmp_path / "summary.md").read_text().startswith(f"{MARKDOWN}\n## startup-stats\n\nErreurs : 0.")
    assert "alarm<<" in (tmp_path / "output").read_text()
    assert "\ntrue\n" in (tmp_path / "output").read_text()


def test_an_alarm_leaves_room_for_nine_findings_of_its_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GitHub shows ten annotations of a kind."""
    wrong: Files = {f"{PRODUCTS}/w{number}.md": PRODUCT.replace("title:", "titel: x\ntitle:") for number in range(12)}
    action.main(pull_request(tmp_path / "site", RENAMED[0], RENAMED[1] | wrong, INPUT_FAIL_ON="warning"), today=TODAY)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines].count("::error") <= 10


def test_what_moves_nothing_adds_no_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = pull_request(tmp_path / "site", {}, {VOISIN: PRODUCT.replace("Un texte.", "Un autre.")})
    assert action.main(step, today=TODAY) == 0
    assert "bouger" not in capsys.readouterr().err
    assert (tmp_path / "summary.md").read_text().startswith("## startup-stats\n")
    assert "\ntrue\n" not in (tmp_path / "output").read_text()


def test_what_can_not_be_computed_costs_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = pull_request(tmp_path / "site", dict.fromkeys(BASE), {NEW: "no fence", **BASE})
    assert action.main(step | {"INPUT_AS_OF": "1999-01-01"}, today=TODAY) == 1
    captured = capsys.readouterr()
    assert "title=front-matter-missing" in captured.out
    for said in (captured.err, (tmp_path / "summary.md").read_text()):
        assert "Ce que cette modification fait bouger dans les chiffres n'a pas pu être calculé." in said


# what the comment is asked for, base, change → is there one
COMMENTS: dict[str, tuple[str, tuple[Files, Files], bool]] = {
    "an alarm is a finding": ("on-findings", RENAMED, True),
    "what moves without an alarm is none": ("on-findings", ({}, {NEW: stopped("Marée")}), False),
    "what moves, always": ("always", ({}, {NEW: stopped("Marée")}), True),
    "never": ("never", RENAMED, False),
}


@pytest.mark.parametrize(("wanted", "files", "made"), COMMENTS.values(), ids=COMMENTS)
def test_the_comment_says_what_moves(
    wanted: str,
    files: tuple[Files, Files],
    forge: Forge,
    tmp_path: Path,
    *,
    made: bool,
) -> None:
    step = pull_request(tmp_path / "site", *files, INPUT_COMMENT=wanted)
    assert action.main(environment(forge) | step, today=TODAY) == 0
    assert len(forge.comments) == made
    assert not made or "## Ce que cette modification fait bouger\n" in forge.comments[0]["body"]


@pytest.mark.unmeasured
def test_the_renaming_of_all_phases_rings(real_history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it would have been seen on its pull request, before it was merged."""
    git(real_history, "checkout", "--quiet", "--force", "5399cd342")
    value = moved(capsys, real_history)
    ends = {each["year"]: each for each in value["figures"] if (each["kind"], each["id"]) == ("indicator", "end")}
    assert (ends[2023]["before"], ends[2023]["after"], ends[2023]["complete"]) == (3, 19, True)
    assert {each["cause"] for each in (*ends[2023]["came_in"], *ends[2023]["went_out"])} == {"reclassified"}
    assert [sentence.partition(".")[0] for sentence in value["alarm"]] == [
        f"Produits abandonnés {year} : {ends[year]['before']} → {ends[year]['after']}"
        for year in (2019, 2020, 2022, 2023, 2024, 2025)
    ]
