"""A figure as it was known on each day: what a history says of it, in every form."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.config.settings import Config
from startup_stats.document.revisions import COUNTED_OTHERWISE, Known, Year, revisions
from startup_stats.document.whole import counting_digest
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.terms import Cohort, Coverage
from startup_stats.schema import validators
from startup_stats.writers.bars import bar
from startup_stats.writers.text import beside
from tests.sites import write_site
from tests.test_cli import run

if TYPE_CHECKING:
    from pathlib import Path

Points = list[list[Any]]

LAUNCHES: Points = [
    ["2020-01-01", None],
    ["2020-07-24", 2],
    ["2020-08-27", 14, "b"],
    ["2020-12-28", 24],
    ["2021-02-10", 26],
    ["2021-04-19", 28],
    ["2022-03-10", 26],
    ["2025-03-10", 42],
]
BREAKS = [
    {"day": "2020-08-27", "indicators": ["product_launch"], "reason": "79 fiches.", "records": 79},
    {"day": "2020-08-27", "indicators": ["product_launch"], "reason": "En cours de saisie.", "records": None},
    {"day": "2020-08-27", "indicators": ["end"], "reason": "Autre chose.", "records": 5},
]
UNAVAILABLE = [
    {"indicator": "end", "from": None, "to": "2020-07-23", "reason": "Pas la sienne."},
    {"indicator": "product_launch", "from": "2015-12-18", "to": "2020-07-23", "reason": "Pas de phases."},
]


def history(written: dict[str, dict[str, Points]] | None = None, **changes: Any) -> dict[str, Any]:
    """Make a history's document: of some indicators the years as written then; as counted today of products only."""
    figures = {"product_launch": {"2020": LAUNCHES}} if written is None else written
    indicators = {
        name: {
            "as_written": years,
            "as_counted_today": years if INDICATORS[name].subject.id == "product" else {},
        }
        for name, years in figures.items()
    }
    source = {
        "repository": None,
        "commit": "c" * 40,
        "since": "2015-12-18",
        "shallow": False,
        "counting": counting_digest(Config()),
    }
    document = {
        "schema_version": 1,
        "generator": "startup-stats 0",
        "as_of": "2026-08-20",
        "language": "fr",
        "source": source | changes.pop("source", {}),
        "indicators": indicators,
        "words": {"commit": "c" * 40, "own": 0, "by_rule": 0},
        "unavailable": UNAVAILABLE,
        "breaks": BREAKS,
        "published": [],
        "trends": [],
        "restatements": [],
    } | changes
    assert validators.errors("history", document) == []
    return document


def years_of(document: dict[str, Any], config: Config | None = None) -> list[Year]:
    return list(revisions(document, config or Config()))


def test_every_change_says_what_it_was_on_its_day() -> None:
    first, second = years_of(history())
    assert (first.view, second.view) == ("as-written", "as-counted-today")
    assert first.points == (
        Known(date(2020, 1, 1), None, None, provisional=True, revised=None, reason="Pas de phases."),
        Known(date(2020, 7, 24), 2, None, provisional=True, revised=False),
        Known(date(2020, 8, 27), 14, 12, provisional=True, revised=False, broken=True, reason="En cours de saisie."),
        Known(date(2020, 12, 28), 24, 10, provisional=True, revised=False),
        Known(date(2021, 2, 10), 26, 2, revised=False),
        Known(date(2021, 4, 19), 28, 2, revised=True),
        Known(date(2022, 3, 10), 26, -2, revised=False),
        Known(date(2025, 3, 10), 42, 16, revised=True),
    )
    assert (first.over, first.first_day, first.first) == (date(2021, 1, 1), date(2021, 3, 31), 26)
    assert first.today.value == 42
    assert first.revised_on == (date(2021, 4, 19), date(2022, 3, 10), date(2025, 3, 10))


# indicator, year, the configuration → the first day on which it is over, the day of its first whole figure
OVER = {
    "a calendar year": ("end", 2024, Config(), "2025-01-01", "2025-03-31"),
    "an evaluation": ("national_impact", 2024, Config(), "2025-05-01", "2025-05-01"),
    "before there was one": ("national_impact", 2021, Config(), "2022-01-01", "2022-03-31"),
    "the method of the site": ("national_impact", 2024, Config(method="site"), "2025-01-01", "2025-03-31"),
    "a whole year of evaluation": (
        "national_impact",
        2024,
        Config(cohort=Cohort(2023, 12)),
        "2026-01-01",
        "2026-01-01",
    ),
}


@pytest.mark.parametrize(("name", "year", "config", "over", "first"), OVER.values(), ids=OVER)
def test_when_a_year_is_over(name: str, year: int, config: Config, over: str, first: str) -> None:
    made, *_ = years_of(history({name: {str(year): [["2024-01-01", 1]]}}), config)
    assert (made.over.isoformat(), made.first_day.isoformat()) == (over, first)


# what is known of 2024 → its first whole figure, and which of its changes differ from that
FIRST = {
    "still to come": ([["2024-01-01", 1]], "2025-03-30", None, [None]),
    "come today": ([["2024-01-01", 1]], "2025-03-31", 1, [False]),
    "not available on that day": ([["2024-01-01", None], ["2025-06-01", 3]], "2026-08-20", None, [None, None]),
    "known only later": ([["2025-06-01", 3], ["2025-07-01", 4]], "2026-08-20", None, [None, None]),
    "lost": ([["2024-01-01", 1], ["2025-06-01", None], ["2025-07-01", 2]], "2026-08-20", 1, [False, None, True]),
}


@pytest.mark.parametrize(("points", "as_of", "first", "revised"), FIRST.values(), ids=FIRST)
def test_the_first_whole_figure(points: Points, as_of: str, first: int | None, revised: list[bool | None]) -> None:
    made, *_ = years_of(history({"end": {"2024": points}}, as_of=as_of))
    assert made.first == first
    assert [point.revised for point in made.points] == revised
    assert len(made.revised_on) == len([point for point in made.points if point.day > made.first_day])


# indicator, year, day without a figure, configuration → why
WHY = {
    "files did not record it": ("product_launch", 2020, "2020-07-23", Config(), "Pas de phases."),
    "not evaluated": ("national_impact", 2025, "2025-01-01", Config(), "Pas encore évaluée."),
    "not evaluated, in English": ("national_impact", 2025, "2025-01-01", Config(language="en"), "Not evaluated yet."),
    "not covered": ("end", 2020, "2021-01-01", Config(coverages={"end": Coverage(2022)}), "Les fiches ne couvrent pas"),
    "counted otherwise by now": ("end", 2020, "2021-01-01", Config(), "La configuration a changé depuis"),
}


@pytest.mark.parametrize(("name", "year", "day", "config", "words"), WHY.values(), ids=WHY)
def test_what_is_not_available_says_why(name: str, year: int, day: str, config: Config, words: str) -> None:
    made, *_ = years_of(history({name: {str(year): [[day, None]]}}), config)
    assert str(made.today.reason).startswith(words)


def test_members_have_one_view() -> None:
    assert [year.view for year in years_of(history({"agent": {"2020": [["2020-01-01", 1]]}}))] == ["as-written"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a history: launches of three years, national impact, agents."""
    made = write_site(tmp_path / "site")
    (made / "_data").mkdir()
    put_history(made, history(FIGURES))
    return made


FIGURES: dict[str, dict[str, Points]] = {
    "product_launch": {
        "2019": [["2019-01-01", None], ["2020-07-24", 0]],
        "2020": LAUNCHES,
        "2026": [["2026-01-01", 0], ["2026-02-01", 1200]],
    },
    "national_impact": {"2026": [["2026-01-01", None]]},
    "agent": {"2021": [["2021-01-01", 1]], "2024": [["2024-01-01", 5], ["2026-01-01", 3]]},
}


def put_history(site: Path, document: dict[str, Any]) -> None:
    (site / "_data/stats_history.json").write_text(json.dumps(document))


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    code, out, err = run(capsys, "vintages", *arguments)
    assert (code, err) == (0, "")
    return out


A_YEAR = """\
Produits lancés en 2020
Tel qu'écrit à l'époque, connu du 18 décembre 2015 au 20 août 2026.

connu au          chiffre  écart
1er janvier 2020    n. d.         Pas de phases.
24 juillet 2020         2         provisoire
27 août 2020           14    +12  provisoire, rupture
28 décembre 2020       24    +10  provisoire
10 février 2021        26     +2
19 avril 2021          28     +2  révisé
10 mars 2022           26     −2
10 mars 2025           42    +16  révisé

Premier chiffre de l'année entière, connu au 31 mars 2021 : 26. Connu au 20 août 2026 : 42 (+16).
provisoire : l'année, ou son évaluation, n'était pas terminée ce jour-là
révisé : diffère du premier chiffre de l'année entière
rupture : à partir de ce jour, ce chiffre compte autrement
n. d. : non disponible ; ce n'est pas zéro
Ruptures de cet indicateur :
  27 août 2020 : En cours de saisie.
  27 août 2020 : 79 fiches.
"""
ALL_YEARS = """\
Produits lancés, par année
Tel que compté aujourd'hui, connu du 18 décembre 2015 au 20 août 2026.

année  premier chiffre  aujourd'hui  écart  changements  dernier changement
2019             n. d.            0                   1     24 juillet 2020
2020                26           42    +16            3        10 mars 2025  █
2026             n. d.        1\u202f200                   0                      ██████████████████████████████  \
provisoire

premier chiffre : celui que l'on connaissait à la fin du mois de mars suivant, ou de l'évaluation
changements : depuis ce jour-là, la première fois où le chiffre est connu comprise
provisoire : l'année, ou son évaluation, n'était pas terminée ce jour-là
n. d. : non disponible ; ce n'est pas zéro
Ruptures de cet indicateur :
  27 août 2020 : En cours de saisie.
  27 août 2020 : 79 fiches.
"""
AGENTS = """\
New public agents in 2024
As written then (as counted today it is the same: no word of a phase has a part in it), known from 18 December 2015 to \
20 August 2026.

known at        figure  change
1 January 2024       5          provisional
1 January 2026       3      −2  revised

The whole year's first figure, known at 31 March 2025: 5. Known at 20 August 2026: 3 (−2).
provisional: the year, or its evaluation, was not over on that day
revised: differs from the whole year's first figure
"""
# arguments after the indicator → the whole answer
TEXTS: dict[str, tuple[list[str], str]] = {
    "a year": (["product_launch", "2020", "SITE"], A_YEAR),
    "all years, with bars": (["product_launch", "SITE", "--view", "as-counted-today", "--chart"], ALL_YEARS),
    "one view": (["agent", "2024", "SITE", "--view", "as-counted-today", "--language", "en"], AGENTS),
}


@pytest.mark.parametrize(("arguments", "text"), TEXTS.values(), ids=TEXTS)
def test_text(capsys: pytest.CaptureFixture[str], site: Path, arguments: list[str], text: str) -> None:
    assert told(capsys, *(str(site) if argument == "SITE" else argument for argument in arguments)) == text


# year and indicator → what is said of the whole year's first figure
SENTENCES = {
    "to come": ("product_launch", "2026", "Le premier chiffre de l'année entière sera celui du 31 mars 2027."),
    "not known": (
        "product_launch",
        "2019",
        "Premier chiffre de l'année entière, connu au 31 mars 2020 : non disponible.",
    ),
    "as it was": ("agent", "2021", "connu au 31 mars 2022 : 1. Connu au 20 août 2026 : 1.\n"),
}


@pytest.mark.parametrize(("name", "year", "words"), SENTENCES.values(), ids=SENTENCES)
def test_the_first_whole_figure_is_told(
    capsys: pytest.CaptureFixture[str], site: Path, name: str, year: str, words: str
) -> None:
    assert words in told(capsys, name, year, site)


def test_a_figure_that_was_lost_is_no_figure(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    put_history(site, history({"end": {"2020": [["2020-08-01", 1], ["2022-01-01", None]]}}))
    assert "connu au 31 mars 2021 : non disponible." in told(capsys, "end", "2020", site)
    assert "2020                 1        n. d." in told(capsys, "end", site)


def test_no_bar_where_there_is_no_figure(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert told(capsys, "national_impact", "2026", site, "--chart") == told(capsys, "national_impact", "2026", site)


def test_what_a_history_lacks_is_told(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    put_history(site, history(source={"shallow": True, "counting": "x"}))
    text = told(capsys, "product_launch", "2020", site)
    assert "était tronqué : ce qui précède le 18 décembre 2015 n'y est pas." in text
    assert "la configuration compte autrement que cet historique" in text


def test_as_csv(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    rows = list(csv.reader(io.StringIO(told(capsys, "product_launch", "2020", site, "--format", "csv"))))
    assert rows[0] == [
        "indicator", "year", "view", "day", "value", "change", "provisional", "revised", "break", "reason",
    ]  # fmt: skip
    head = ["product_launch", "2020", "as-written"]
    assert rows[1] == [*head, "2020-01-01", "", "", "true", "", "false", "Pas de phases."]
    assert rows[3] == [*head, "2020-08-27", "14", "12", "true", "false", "true", "En cours de saisie."]
    rows = list(csv.reader(io.StringIO(told(capsys, "product_launch", site, "--format", "csv"))))
    days = ["2021-01-01", "2021-03-31"]
    assert rows[0][3:] == ["over", "first_day", "first", "now", "provisional", "changes", "last_change"]
    assert rows[2] == [*head, *days, "26", "42", "false", "3", "2025-03-10"]
    assert rows[1][-4:] == ["0", "false", "1", "2020-07-24"]


def test_as_json(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    document = json.loads(told(capsys, "product_launch", site, "--format", "json"))
    assert document["title"] == "Produits lancés"
    assert (document["since"], document["as_of"]) == ("2015-12-18", "2026-08-20")
    assert [each["reason"] for each in document["breaks"]] == ["En cours de saisie.", "79 fiches."]
    assert document["rows"][1] == {
        "indicator": "product_launch",
        "year": 2020,
        "view": "as-written",
        "over": "2021-01-01",
        "first_day": "2021-03-31",
        "first": 26,
        "now": 42,
        "provisional": False,
        "changes": 3,
        "last_change": "2025-03-10",
    }


def test_the_year_the_path_and_the_file(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = told(capsys, "agent", "2024", site)
    elsewhere = tmp_path / "h.json"
    elsewhere.write_text(json.dumps(history(FIGURES)))
    assert told(capsys, "agent", "2024", "--history", elsewhere) == asked
    site.rename(site.with_name("2021"))
    monkeypatch.chdir(site.with_name("2021"))
    assert told(capsys, "agent", "2024") == asked
    assert told(capsys, "agent") == told(capsys, "agent", ".")
    monkeypatch.chdir("..")
    assert told(capsys, "agent", "2024", "2021") == asked
    assert told(capsys, "agent", "./2021").startswith("Nouveaux agents publics, par année\n")


# arguments → exit code, words on standard error
MISTAKES = {
    "no such indicator": (["agents", "SITE"], 2, "« agents » n'est pas un indicateur. Indicateurs : investigation"),
    "no figure of it": (["end", "SITE"], 2, "n'a pas de chiffre de l'indicateur « end » : calculez l'historique"),
    "no such year": (["agent", "1999", "SITE"], 2, "n'a pas de chiffre de 1999 : donnez une année de 2021 à 2024."),
    "two paths": (["agent", "SITE", "SITE"], 2, "n'est pas une année : écrivez-la en quatre chiffres"),
    "too much": (["agent", "2024", "SITE", "SITE"], 2, "Il y a des arguments en trop."),
    "no view": (["agent", "SITE", "--view", "x"], 2, "« --view » n'accepte pas cette valeur : as-written, as-counted"),
    "a chart of data": (["agent", "SITE", "--chart", "--format", "csv"], 2, "laissez --format csv de côté, ou --chart"),
    "no history": (["agent", "EMPTY"], 3, "Il n'y a pas d'historique : EMPTY/_data/stats_history.json n'existe pas."),
    "what to do": (["agent", "EMPTY"], 3, "Calculez-le d'abord avec « startup-stats history EMPTY »"),
    "another file": (["agent", "SITE", "--history", "OTHER"], 3, "OTHER n'est pas un historique que cet outil a écrit"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    places = {"SITE": site, "EMPTY": tmp_path / "empty", "OTHER": tmp_path / "other.json"}
    places["EMPTY"].mkdir()
    places["OTHER"].write_text('{"schema_version": 2}')
    found, out, err = run(capsys, "vintages", *[places.get(argument, argument) for argument in arguments])
    for name, place in places.items():
        err = err.replace(str(place), name)
    assert (found, out) == (code, "")
    assert words in err


def table(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text(encoding="utf-8-sig").splitlines()


def test_the_table_of_revisions(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    put_history(site, history({"agent": {"2024": [["2024-01-01", None], ["2024-02-01", 5], ["2026-01-01", 3]]}}))
    assert run(capsys, "build", site, "--csv", tmp_path / "csv")[0] == 0
    assert table(tmp_path / "csv", "revisions.csv") == [
        "indicator;title;year;view;day;value;provisional;revised;break;reason",
        f"agent;Nouveaux agents publics;2024;as-written;2024-01-01;;true;;false;{COUNTED_OTHERWISE.fr}",
        "agent;Nouveaux agents publics;2024;as-written;2024-02-01;5;true;false;false;",
        "agent;Nouveaux agents publics;2024;as-written;2026-01-01;3;false;true;false;",
    ]


def test_without_a_history_the_table_has_its_header(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path
) -> None:
    run(capsys, "build", site, "--csv", tmp_path / "with")
    (site / "_data/stats_history.json").unlink()
    run(capsys, "build", site, "--csv", tmp_path / "without")
    assert len(table(tmp_path / "with", "revisions.csv")) > 1
    assert table(tmp_path / "without", "revisions.csv") == table(tmp_path / "with", "revisions.csv")[:1]
    for file in (tmp_path / "with").iterdir():
        if file.name != "revisions.csv":
            assert (tmp_path / "without" / file.name).read_bytes() == file.read_bytes()


def test_a_history_that_counts_otherwise_is_no_table(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path
) -> None:
    put_history(site, history(source={"counting": "x"}))
    run(capsys, "build", site, "--csv", tmp_path / "csv")
    assert len(table(tmp_path / "csv", "revisions.csv")) == 1


def test_a_day_before_has_no_table(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    """What is known since would stand beside the figures of that day."""
    git(site, "init", "--quiet")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "--message", "a")
    assert run(capsys, "build", site, "--known-at", "2100-01-01", "--csv", tmp_path / "csv")[0] == 0
    assert len(table(tmp_path / "csv", "revisions.csv")) == 1


def git(site: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", site, *who, *arguments], check=True, capture_output=True)


def test_another_file_in_the_history_s_place_stops_the_build_before_it_writes(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path
) -> None:
    (site / "_data/stats_history.json").write_text("{}")
    assert run(capsys, "build", site, "--csv", tmp_path / "csv")[0] == 3
    assert not (tmp_path / "csv").exists()
    assert not (site / "_data/stats.json").exists()


# value, the largest, cells → a bar
BARS = {
    "nothing": (0, 8, 4, ""),
    "nothing at all": (0, 0, 4, ""),
    "the largest": (8, 8, 4, "████"),
    "a part": (3, 8, 4, "█▌"),
    "never nothing for something": (1, 9999, 4, "▏"),
}


@pytest.mark.parametrize(("value", "most", "width", "drawn"), BARS.values(), ids=BARS)
def test_bars(value: int, most: int, width: int, drawn: str) -> None:
    assert bar(value, most, width) == drawn


def test_blocks_stand_beside_each_other() -> None:
    assert beside(["a", "bbb"], ["", ""], ["c", ""]) == "a      c\nbbb\n"
