"""The history of repositories of our own: every figure on every day, in both views, by its change points."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.commands.site import Overrides, open_folder, read_figures, site_at
from startup_stats.config.settings import Config
from startup_stats.git.objects import first_parents
from startup_stats.history import facts
from startup_stats.history.labels import Labelling
from startup_stats.history.spans import spans_of
from startup_stats.history.tally import tally
from startup_stats.history.versions import Content, read_versions
from startup_stats.history.vintages import Days, Vintages
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.series import series
from startup_stats.schema import validators
from tests.repositories import SITE, commit, git, history
from tests.sites import INCUBATOR, MEMBER, record
from tests.test_known_at import edits, product

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.indicators.terms import Method

pytestmark = pytest.mark.usefixtures("apart")
TODAY = date(2026, 8, 20)
METHODS: tuple[Method, ...] = ("programme", "site")
Commits = list[tuple[str, dict[str, Any]]]


def computed(root: Path, *arguments: str, today: date = TODAY) -> dict[str, Any]:
    """Return what `history` writes, valid by its schema."""
    output = root.parent / "history.json"
    assert cli.main(["history", str(root), "-o", str(output), *arguments], today=today) == 0
    document: dict[str, Any] = json.loads(output.read_text())
    assert validators.errors("history", document) == []
    return document


def points(document: dict[str, Any], indicator: str, year: int, view: str = "as_written") -> list[list[Any]]:
    found: list[list[Any]] = document["indicators"][indicator][view][str(year)]
    return found


DAYS = ("2021-02-01", "2021-03-01", "2021-04-01")
CONSTRUCTION = ("construction", "2020-03-01")
A, B = "content/_startups/a.md", "content/_startups/b.md"
# commits after the site's own of 2021-01-05 → the change points of launches of 2020
LAUNCHES: dict[str, tuple[Commits, list[list[Any]]]] = {
    "nothing more": ([], [["2021-01-05", 1]]),
    "one created, one gone": (
        [("2021-02-01", {A: product(CONSTRUCTION)}), ("2021-03-01", {A: None})],
        [["2021-01-05", 1], ["2021-02-01", 2], ["2021-03-01", 1]],
    ),
    "of one day the last commit counts": (
        [("2021-02-01T08:00:00+00:00", {A: product(CONSTRUCTION)}), ("2021-02-01T20:00:00+00:00", {A: None})],
        [["2021-01-05", 1]],
    ),
    "a day ends at midnight UTC": (
        [("2021-02-02T01:00:00+02:00", {A: product(CONSTRUCTION)})],
        [["2021-01-05", 1], ["2021-02-01", 2]],
    ),
    "moved to another year": (
        [("2021-02-01", {A: product(CONSTRUCTION)}), ("2021-03-01", {A: product(("construction", "2019-12-31"))})],
        [["2021-01-05", 1], ["2021-02-01", 2], ["2021-03-01", 1]],
    ),
    "a swap on one day moves nothing": (
        [("2021-02-01", {A: product(CONSTRUCTION)}), ("2021-03-01", {A: None, B: product(CONSTRUCTION)})],
        [["2021-01-05", 1], ["2021-02-01", 2]],
    ),
    "broken and mended": (
        [(day, {A: said}) for day, said in zip(DAYS, (product(CONSTRUCTION), "?", product(CONSTRUCTION)), strict=True)],
        [["2021-01-05", 1], ["2021-02-01", 2], ["2021-03-01", 1], ["2021-04-01", 2]],
    ),
    "of two files with one id the usual one counts": (
        [
            ("2021-02-01", {"content/_startups/a": product(CONSTRUCTION)}),
            ("2021-03-01", {A: product(("construction", "2019-01-01"))}),
            ("2021-04-01", {A: b"\xff"}),
        ],
        [["2021-01-05", 1], ["2021-02-01", 2], ["2021-03-01", 1], ["2021-04-01", 2]],
    ),
    "a file that Jekyll passes over, and one that is no document": (
        [("2021-02-01", {"content/_startups/_a.md": product(CONSTRUCTION), "content/_startups/a.png": "x"})],
        [["2021-01-05", 1]],
    ),
    "in a folder below": (
        [("2021-02-01", {"content/_startups/other/x.md": product(CONSTRUCTION)})],
        [["2021-01-05", 1], ["2021-02-01", 2]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("commits", "expected"), LAUNCHES.values(), ids=LAUNCHES)
def test_launches_as_known_on_each_day(commits: Commits, expected: list[list[Any]], tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2021-01-05", SITE), *commits])
    assert points(computed(root), "product_launch", 2020) == expected


def test_folders_that_come_and_go(tmp_path: Path) -> None:
    """A file counts while its folder is the content's own, as a checkout of each day would have it."""
    old = product(("construction", "2015-03-01"))
    root = history(
        tmp_path / "site",
        [
            ("2021-01-01", {"_startup/a.md": old, "_startup/c.md": old}),
            ("2021-02-01", {"_authors/m.md": MEMBER}),
            ("2021-03-01", {**SITE, "_startup/a.md": None}),
            ("2021-04-01", dict.fromkeys(SITE)),
        ],
    )
    expected = [["2021-01-01", 2], ["2021-03-01", 0], ["2021-04-01", 1]]
    assert points(computed(root), "product_launch", 2015) == expected


def test_a_file_that_nobody_can_read_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*_: object) -> None:
        raise RecursionError

    root = history(tmp_path / "site", [("2021-01-05", SITE)])
    monkeypatch.setattr(facts, "read_record", stumbles)
    assert points(computed(root), "product_launch", 2020) == [["2021-01-05", None]]


def test_an_indicator_counts_by_the_method_that_is_its_own(tmp_path: Path) -> None:
    """In both views: the site's takes the launch that stands first in the file, the programme's the earliest."""
    twice = product(("construction", "2019-03-01"), ("construction", "2018-03-01"))
    root = history(tmp_path / "site", [("2021-01-05", {**SITE, A: twice})])
    (root / "startup-stats.yml").write_text("method: programme\nmethods: {product_launch: site}\n")
    document = computed(root)
    for view in ("as_written", "as_counted_today"):
        assert points(document, "product_launch", 2019, view) == [["2021-01-05", 1]]
        assert points(document, "product_launch", 2018, view) == [["2021-01-05", 0]]


# phases of one product, written on 2020-06-01 → points of launches of 2020
PLANNED = {
    "it comes to count without a commit": ([("construction", "2020-09-01")], [["2020-06-01", 0], ["2020-09-01", 1]]),
    "one that is past": ([("construction", "2020-05-01")], [["2020-06-01", 1]]),
    "the day itself": ([("construction", "2020-06-01")], [["2020-06-01", 1]]),
}  # fmt: skip


@pytest.mark.parametrize(("phases", "expected"), PLANNED.values(), ids=PLANNED)
def test_a_date_that_comes(phases: list[tuple[str, str]], expected: list[list[Any]], tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2020-06-01", {**SITE, "content/_startups/voisin.md": product(*phases)})])
    assert points(computed(root), "product_launch", 2020) == expected


def test_a_year_begins_with_its_calendar(tmp_path: Path) -> None:
    """A year of national impact has no figure until its evaluation has begun; of a year to come nothing is told."""
    root = history(tmp_path / "site", [("2021-01-05", SITE)])
    document = computed(root, today=date(2026, 2, 1))
    assert points(document, "product_launch", 2026) == [["2026-01-01", 0]]
    assert points(document, "national_impact", 2025) == [["2025-01-01", None], ["2026-01-01", 0]]
    assert "2027" not in document["indicators"]["product_launch"]["as_written"]
    assert "2026" in document["indicators"]["end"]["as_written"]


def test_before_files_record_it_nothing_is_known(tmp_path: Path) -> None:
    """Never 0: no value until phases, or missions, are written down, and none again where they are lost."""
    bare = record(
        {"title": "P", "mission": "M", "incubator": "ruche", "contact": "p@p.example", "status": "construction"}
    )
    someone = record({"fullname": "F", "role": "R"})
    root = history(
        tmp_path / "site",
        [
            ("2019-01-05", {"_startup/a.md": bare, "_authors/f.md": someone}),
            ("2019-02-01", {"_startup/a.md": None, "_authors/f.md": None, A: bare, "content/_authors/f.md": someone,
                            "content/_incubators/ruche.md": INCUBATOR}),
            ("2019-03-01", {"content/_authors/f.md": MEMBER}),
            ("2020-07-24", {A: product(("construction", "2018-01-01"))}),
            ("2021-01-01", {A: bare}),
        ],
    )  # fmt: skip
    document = computed(root)
    assert points(document, "product_launch", 2018) == [["2019-01-05", None], ["2020-07-24", 1], ["2021-01-01", None]]
    assert points(document, "product_launch", 2018, "as_counted_today") == points(document, "product_launch", 2018)
    assert points(document, "agent", 2020) == [["2020-01-01", 0], ["2020-01-15", 1]]
    assert points(document, "agent", 2019) == [["2019-01-05", None], ["2019-03-01", 0]]
    assert document["indicators"]["agent"]["as_counted_today"] == {}
    spans = [
        (each["from"], each["to"], each["reason"]) for each in document["unavailable"] if each["indicator"] == "end"
    ]
    assert spans == [
        ("2019-01-05", "2020-07-23", "Aucune fiche de produit n'a encore de phases."),
        ("2021-01-01", "2026-08-20", "Aucune fiche de produit n'a encore de phases."),
    ]
    by_phase = next(trend for trend in document["trends"] if trend["id"] == "products_by_phase")
    assert by_phase["months"][0] == "2019-01"
    assert [line["values"][0] for line in by_phase["series"]] == [1]


def closed(*phases: tuple[str, str]) -> str:
    return product(("investigation", "2019-01-01"), *phases)


# what a product's file said until 2026, what it says since → points of ends of 2023 as counted today
WORDS = {
    "its own later word": (
        closed(("construction", "2020-01-01"), ("alumni", "2023-05-01")),
        closed(("construction", "2020-01-01"), ("abandon", "2023-05-01")),
        [["2023-06-01", 1]],
    ),
    "its own later word is no end": (
        closed(("construction", "2020-01-01"), ("alumni", "2023-05-01")),
        closed(("construction", "2020-01-01"), ("transfere", "2023-05-01")),
        [["2023-06-01", 0]],
    ),
    "of another start the rule: launched, then abandoned": (
        closed(("construction", "2020-01-01"), ("alumni", "2023-05-01")),
        closed(("construction", "2020-01-01"), ("transfere", "2023-05-02")),
        [["2023-06-01", 1], ["2026-05-11", 0]],
    ),
    "never launched, an investigation without a follow-up": (
        closed(("death", "2023-05-01")),
        None,
        [["2023-06-01", 0]],
    ),
    "launched by its event": (
        record({"title": "P", "phases": [{"name": "alumni", "start": date(2023, 5, 1)}],
                "events": [{"name": "product_launch", "date": date(2020, 1, 1)}]}),
        None,
        [["2023-06-01", 1], ["2026-05-11", 0]],
    ),
    "a running one by the rule": (closed(("success", "2023-05-01")), None, [["2023-06-01", 0]]),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), WORDS.values(), ids=WORDS)
def test_former_words_as_counted_today(
    before: str, after: str | None, expected: list[list[Any]], tmp_path: Path
) -> None:
    root = history(tmp_path / "site", [("2023-06-01", {**SITE, A: before}), ("2026-05-11", {A: after})])
    document = computed(root)
    assert points(document, "end", 2023, "as_counted_today") == expected
    own = int("own" in _word(before, after))
    assert document["words"] == {"commit": git(root, "rev-parse", "HEAD"), "own": own, "by_rule": 1 - own}


def _word(before: str, after: str | None) -> str:
    same_start = after is not None and "2023-05-01" in before and "2023-05-01" in after
    return "own" if same_start else "rule"


def test_a_product_renamed_keeps_its_own_words(tmp_path: Path) -> None:
    """Through two renamings, and though one of its ids is another product's former one."""
    old = closed(("construction", "2020-01-01"), ("alumni", "2023-05-01"))
    new = ("construction", "2020-01-01"), ("transfere", "2023-05-01")
    fields = {"redirect_from": ["/startups/a", "/startups/never", "/elsewhere/x"]}
    root = history(
        tmp_path / "site",
        [
            ("2023-06-01", {**SITE, A: old}),
            ("2024-01-01", {A: None, B: product(("investigation", "2019-01-01"), ("alumni", "2023-05-01"), **fields)}),
            ("2026-05-11", {B: None, "content/_startups/c.md": product(*new, redirect_from=["/startups/b"])}),
            ("2026-05-12", {"content/_startups/d.md": product(*new, redirect_from=["/startups/c"])}),
        ],
    )
    document = computed(root)
    assert points(document, "end", 2023, "as_counted_today") == [["2023-06-01", 0]]
    assert (document["words"]["own"], document["words"]["by_rule"]) == (1, 0)


# the support that a product's file names → change points of 2024: by its promotion's year, else by the event's
SUPPORT: dict[str, tuple[dict[str, Any], list[list[Any]]]] = {
    "a promotion": ({"fast": {"promotion": 14}}, [["2024-03-01", 1]]),
    "a promotion and another year's event": (
        {"fast": {"promotion": 14}, "events": [{"name": "fast", "date": date(2023, 5, 1)}]}, [["2024-03-01", 1]],
    ),
    "another year's promotion": ({"fast": {"promotion": 12}}, [["2024-03-01", 0]]),
    "no promotion": ({"fast": {"montant": 1}}, [["2024-03-01", 0]]),
    "an event": ({"events": [{"name": "fast", "date": date(2024, 2, 1)}]}, [["2024-03-01", 1]]),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), SUPPORT.values(), ids=SUPPORT)
def test_support_as_known_on_each_day(fields: dict[str, Any], expected: list[list[Any]], tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2024-03-01", {**SITE, A: product(CONSTRUCTION, **fields)})])
    assert points(computed(root), "fast", 2024) == expected


def test_ids_that_lead_to_one_another_end_somewhere(tmp_path: Path) -> None:
    root = history(
        tmp_path / "site",
        [
            ("2023-06-01", {**SITE, A: product(("alumni", "2023-05-01"), redirect_from=["/startups/b"])}),
            ("2023-07-01", {A: None, B: product(("alumni", "2023-05-01"), redirect_from=["/startups/a"])}),
            ("2023-08-01", {B: None}),
        ],
    )
    assert computed(root)["words"]["by_rule"] >= 1


def many(name: str, count: int = 40, **fields: Any) -> dict[str, Any]:
    made = product(("construction", "2020-03-01"), (name, "2023-05-01"), **fields)
    return {f"content/_startups/p{number}.md": made for number in range(count)}


GONE = {f"content/_startups/p{number}.md": None for number in range(40)}
# what happens to forty products on one day → the reason that is told of a break, and on how many
MASS = {
    "renamed a phase": ({**many("abandon", 3)}, "Une phase a changé de nom dans 3 fiches le même jour.", 3),
    "moved to another folder, and dated otherwise": (
        {**GONE, **{f"content/_startups/x/p{n}.md": product(("construction", "2021-03-01")) for n in range(40)}},
        "40 fiches ont changé de dossier le même jour.",
        40,
    ),
    "dropped": (GONE, "40 fiches ont disparu le même jour.", 40),
    "two are few": ({**many("abandon", 2)}, None, 0),
    "renamed, and no figure moves": ({**many("acceleration", 20)}, None, 0),
}


@pytest.mark.parametrize(("change", "reason", "records"), MASS.values(), ids=MASS)
def test_breaks_are_found(change: dict[str, Any], reason: str | None, records: int, tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2023-06-01", {**SITE, **many("alumni")}), ("2026-05-11", change)])
    found = computed(root)["breaks"]
    assert [(each["day"], each["reason"], each["records"]) for each in found] == (
        [] if reason is None else [("2026-05-11", reason, records)]
    )


def test_a_break_is_marked_on_the_points_of_its_day(tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2023-06-01", {**SITE, **many("alumni")}), ("2026-05-11", many("abandon"))])
    document = computed(root)
    assert points(document, "end", 2023) == [["2023-06-01", 0], ["2026-05-11", 40, "b"]]
    assert points(document, "product_launch", 2020) == [["2023-06-01", 41]]
    assert document["breaks"][0]["indicators"] == ["end"]


def test_a_word_that_a_renaming_brought_or_took_was_not_0_before_or_after(tmp_path: Path) -> None:
    """A word that comes and goes without one was nobody's phase; of files that went, their word is 0."""
    one, other = "content/_startups/one.md", "content/_startups/other.md"
    went = {f"content/_startups/p{number}.md": None for number in range(40)}
    root = history(
        tmp_path / "site",
        [
            ("2026-03-01", {**SITE, **many("alumni"), other: product(("investigation", "2026-02-01"))}),
            ("2026-04-01", {one: product(("opere", "2026-03-01"))}),
            ("2026-05-11", {**many("abandon"), other: product(("acceleration", "2026-05-01"))}),
            ("2026-07-11", went),
        ],
    )
    trend = computed(root)["trends"][0]
    assert (trend["id"], trend["months"]) == (
        "products_by_phase", ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"],
    )  # fmt: skip
    values = {line["id"]: line["values"] for line in trend["series"]}
    assert {name: values[name] for name in ("alumni", "abandon", "opere")} == {
        "alumni": [40, 40, None, None, None], "abandon": [None, None, 40, 40, 0], "opere": [0, 1, 1, 1, 1],
    }  # fmt: skip


def test_a_break_that_is_declared_stands_without_a_change(tmp_path: Path) -> None:
    """The default one: phases were being filled in until 2020-08-27."""
    root = history(tmp_path / "site", [("2020-08-01", SITE), ("2020-08-27", {A: product(CONSTRUCTION)})])
    document = computed(root)
    assert points(document, "product_launch", 2020) == [["2020-08-01", 1], ["2020-08-27", 2, "b"]]
    assert [(each["day"], each["records"], "agent" in each["indicators"]) for each in document["breaks"]] == [
        ("2020-08-27", None, False)
    ]


PUBLISHED = """\
published:
  product_launch:
    2020:
      - { value: 2, source: "Rapport" }
      - { value: 9, source: "Autre rapport" }
  agent:
    2020:
      - { value: 1, source: "Rapport" }
"""


def test_published_figures_are_given_again_or_not(tmp_path: Path) -> None:
    root = history(
        tmp_path / "site",
        [
            ("2021-01-05", {**SITE, "startup-stats.yml": PUBLISHED}),
            ("2021-02-01", {A: product(CONSTRUCTION)}),
            ("2021-03-01", {A: None}),
        ],
    )
    told = computed(root)["published"]
    assert [(each["indicator"], each["value"], each["source"]) for each in told] == [
        ("agent", 1, "Rapport"), ("product_launch", 2, "Rapport"), ("product_launch", 9, "Autre rapport"),
    ]  # fmt: skip
    assert [(each["method"], each["from"], each["to"]) for each in told[0]["reproduced"]] == [
        ("programme", "2021-01-05", None),
        ("site", "2021-01-05", None),
        ("members.new_by_year.admin", "2021-01-05", None),
    ]
    assert told[1]["reproduced"] == [{"method": method, "from": "2021-02-01", "to": "2021-02-28"} for method in METHODS]
    assert told[2]["reproduced"] == []


def test_trends_at_the_end_of_each_month(tmp_path: Path) -> None:
    full = product(("construction", "2020-03-01"), stats=True, link="https://a.example", incubator="essaim",
                   accessibility_status="non conforme")  # fmt: skip
    someone = record({"fullname": "F", "missions": [{"start": date(2021, 2, 10), "status": "service"}]})
    root = history(
        tmp_path / "site",
        [("2021-01-05", SITE), ("2021-02-28", {A: full, "content/_authors/f.md": someone}), ("2021-03-31", {A: None})],
    )
    trends = {trend["id"]: trend for trend in computed(root, today=date(2021, 4, 15))["trends"]}

    def line(trend: str, name: str) -> Any:
        return next((each["values"] for each in trends[trend]["series"] if each["id"] == name), None)

    assert trends["products_by_phase"]["months"] == ["2021-01", "2021-02", "2021-03"]
    assert line("products_by_phase", "construction") == [1, 2, 1]
    assert line("declared", "stats_page") == [None, 50.0, None]
    shares = next(each for each in trends["declared"]["series"] if each["id"] == "stats_page")
    assert (shares["counts"], shares["totals"]) == ([None, 1, None], [None, 2, None])
    assert line("declared", "open_source") is None
    assert trends["accessibility"]["months"] == ["2021-02", "2021-03"]
    assert line("accessibility", "non conforme") == [1, None]
    assert line("active_members", "admin") == [1, 1, 1]
    assert line("active_members", "service") == [0, 1, 1]
    assert line("products_by_incubator", "essaim") == [0, 1, 0]
    titles = {each["id"]: each["title"] for each in trends["products_by_incubator"]["series"]}
    assert titles == {"ruche": "La Ruche", "essaim": "essaim"}


# what products a, b and c name month by month, what today's files redirect → the values of each incubator's line
RENAMINGS: dict[str, tuple[list[str], list[str], list[str], dict[str, str], dict[str, list[int]]]] = {
    "all of its products name a new one from the same day": (
        ["nid", "nid", "essaim"], ["nid", "nid", "essaim"], ["ruche"], {}, {"essaim": [2, 2, 2]},
    ),
    "renamed twice": (["nid", "brin", "essaim"], ["nid", "brin", "essaim"], ["ruche"], {}, {"essaim": [2, 2, 2]}),
    "its products went to one that was there": (
        ["nid", "nid", "essaim"], ["essaim"], ["ruche"], {}, {"essaim": [1, 1, 2], "nid": [1, 1, 0]},
    ),
    "its products went two ways": (
        ["nid", "nid", "essaim"], ["nid", "nid", "brin"], ["ruche"], {},
        {"brin": [0, 0, 1], "essaim": [0, 0, 1], "nid": [2, 2, 0]},
    ),
    "one of its products was left behind": (
        ["nid", "essaim"], ["nid", "nid", "brin"], ["ruche"], {}, {"brin": [2, 1, 1], "essaim": [0, 1, 1]},
    ),
    "another of its products was left behind": (
        ["nid", "nid", "brin"], ["nid", "essaim"], ["ruche"], {}, {"brin": [2, 1, 1], "essaim": [0, 1, 1]},
    ),
    "a co-incubated product renamed one of two": (
        ["nid", "nid", "essaim"], ["nid+brin", "nid+brin", "essaim+brin"], ["ruche"], {},
        {"brin": [1, 1, 1], "essaim": [2, 2, 2]},
    ),
    "a product names it no more, and nobody instead": (
        ["nid+ruche", "ruche"], ["ruche"], ["ruche"], {}, {"nid": [1, 0, 0]},
    ),
    "a file of today says so": (
        ["nid", "nid", "essaim"], ["essaim"], ["ruche"], {"essaim": "nid"}, {"essaim": [2, 2, 2]},
    ),
    "a file says it the other way round than its products": (
        ["nid", "nid", "essaim"], ["nid", "nid", "essaim"], ["ruche"], {"nid": "essaim"}, {"nid": [2, 2, 2]},
    ),
    "both have files": (
        ["nid", "nid", "essaim"], ["essaim"], ["ruche"], {"nid": "essaim", "essaim": "x"},
        {"essaim": [1, 1, 2], "nid": [1, 1, 0]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("a", "b", "c", "redirects", "lines"), RENAMINGS.values(), ids=RENAMINGS)
def test_an_incubator_that_was_renamed_has_one_line(
    tmp_path: Path, a: list[str], b: list[str], c: list[str], redirects: dict[str, str], lines: dict[str, list[int]]
) -> None:
    def naming(names: str) -> Any:
        first, *others = names.split("+")
        co = {"incubators": [first, *others]} if others else {}
        return product(("construction", "2020-03-01"), incubator=first, **co)

    files = {
        f"content/_incubators/{name}.md": record(
            {"title": name, "redirect_from": [f"/incubateurs/{former}", "/ailleurs/x"]}
        )
        for name, former in redirects.items()
    }
    commits: list[tuple[str, dict[str, Any]]] = [("2021-01-05", {**SITE, **files})]
    for path, named in {A: a, B: b, "content/_startups/c.md": c}.items():
        for month, names in enumerate(named):
            commits.append((f"2021-0{month + 1}-05", {path: naming(names)}))
    root = history(tmp_path / "site", sorted(commits, key=lambda each: each[0]))
    trends = {trend["id"]: trend["series"] for trend in computed(root, today=date(2021, 4, 15))["trends"]}
    assert {line["id"]: line["values"] for line in trends["products_by_incubator"] if line["id"] != "ruche"} == lines


def test_a_phase_that_is_none_stands_in_no_trend_by_phase(tmp_path: Path) -> None:
    """The product is without phase from that day on; its incubator still has it."""
    root = history(
        tmp_path / "site",
        [("2021-01-05", {**SITE, A: product(("construction", "2020-03-01"))}),
         ("2021-02-10", {A: product(("constuction", "2020-03-01"))})],
    )  # fmt: skip
    trends = {trend["id"]: trend["series"] for trend in computed(root, today=date(2021, 3, 15))["trends"]}
    assert [(line["id"], line["values"]) for line in trends["products_by_phase"]] == [("construction", [2, 1])]
    assert [(line["id"], line["values"]) for line in trends["products_by_incubator"]] == [("ruche", [2, 2])]


def ledger(**states: str) -> str:
    """A ledger of what was seen of the standards' pages of products."""
    seen = {
        product_id: {
            "stats_page": {"reason": "page", "since": "2021-01-01", "state": state, "subject": "https://x.example"},
            "accessibility": {"reason": "mention", "since": "2021-01-01", "state": "ok", "subject": "https://x.example",
                              "status": "non conforme"},
        }
        for product_id, state in states.items()
    }  # fmt: skip
    return json.dumps({"schema_version": 1, "products": seen})


def test_observed_shares_come_from_the_ledger_s_own_history(tmp_path: Path) -> None:
    """From the day on which it exists; one that nobody can read, and none, are no 0."""
    path = "_data/stats_evidence.json"
    root = history(
        tmp_path / "site",
        [
            ("2021-01-05", {**SITE, A: product(CONSTRUCTION), B: product(("investigation", "2020-01-01"))}),
            ("2021-02-03", {path: ledger(voisin="ok", a="broken", b="ok")}),
            ("2021-03-03", {path: ledger(voisin="ok", a="ok")}),
            ("2021-04-03", {path: "?"}),
            ("2021-05-03", {path: None}),
            ("2021-06-03", {path: ledger()}),
        ],
    )
    assert observed_months(computed(root, today=date(2021, 7, 2))) == {
        "2021-02": 50.0, "2021-03": 100.0, "2021-04": None, "2021-05": None, "2021-06": 0,
    }  # fmt: skip
    commit(root, "2021-07-03", {path: ledger(a="ok")})
    assert observed_months(computed(root, today=date(2021, 8, 2)))["2021-07"] == 50.0
    assert observed_months(computed(root, "--no-cache", today=date(2021, 5, 2)))["2021-03"] == 100.0


def observed_months(document: dict[str, Any]) -> dict[str, float | None]:
    trend = next(each for each in document["trends"] if each["id"] == "observed")
    (line,) = [each for each in trend["series"] if each["id"] == "stats_page"]
    assert "accessibility" not in {each["id"] for each in trend["series"]}, "seen, and not met by anybody"
    return dict(zip(trend["months"], line["values"], strict=True))


def test_members_are_counts_only(tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2021-01-05", SITE)])
    computed(root)
    assert "ana" not in (tmp_path / "history.json").read_text()


@pytest.mark.parametrize("seed", range(5))
def test_any_day_is_what_a_build_of_it_gives(seed: int, tmp_path: Path) -> None:
    """All indicators, both methods, all years, on days with and without a commit."""
    rng, names = random.Random(seed), list[str]()  # noqa: S311 - examples, no secrets
    root = history(tmp_path / "site", [("2020-01-01", SITE)])
    days = [date(2020, 1, 1)]
    for _ in range(12):
        days.append(days[-1] + timedelta(rng.randint(0, 120)))
        commit(root, days[-1].isoformat(), edits(rng, names))
    site = open_folder(root, Overrides())
    last = days[-1] + timedelta(400)
    versions = read_versions(root, Content(site.config.layouts(), site.config.vocabulary), last, first_parents(root))
    assert versions is not None
    spans = spans_of(versions, site.config.layouts(), site.config.vocabulary.phases, last)
    records = [of_record for of in spans.values() for of_record in of.values()]
    counted = tally(records, Labelling(site.config.terms).all)
    vintages = Vintages(counted, Days(versions.since, last, site.config.terms))
    known = {
        (name, method): vintages.figures(indicator, method)
        for name, indicator in INDICATORS.items()
        for method in METHODS
    }
    for day in {*days, *(days[0] + timedelta(rng.randrange((last - days[0]).days)) for _ in range(15)), last}:
        portfolio = read_figures(site_at(site, day)).portfolio
        for (name, method), figures in known.items():
            for told in series(portfolio, INDICATORS[name], method, site.config.terms(day)).observations:
                before = [value for moved, value in figures.years[told.year] if moved <= day]
                assert before[-1] == told.value, (day, name, method, told.year)


def test_commit_times_out_of_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A commit is known from the earliest time among its own and those after it, as `build --known-at` finds it."""
    root = history(
        tmp_path / "site",
        [("2021-01-05", SITE), ("2021-06-01", {A: product(CONSTRUCTION)}), ("2021-03-01", {B: product(CONSTRUCTION)})],
    )
    assert points(computed(root, "--language", "en"), "product_launch", 2020) == [["2021-01-05", 1], ["2021-03-01", 3]]
    assert "1 commit bears a later time than a commit after them" in capsys.readouterr().err
    assert Config().first_year == 2013
