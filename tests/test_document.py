from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from startup_stats.config.reading import find_config
from startup_stats.config.settings import Config, Figure, References
from startup_stats.content.portfolio import Reading
from startup_stats.content.source import FolderSource
from startup_stats.document import alternative
from startup_stats.document.whole import Inputs, make_document
from startup_stats.git.checkout import SourceInfo
from startup_stats.indicators.terms import Cohort, Coverage
from startup_stats.language import Language, Text, within
from startup_stats.model import FastSupport, Incubator, Portfolio
from startup_stats.writers.json import to_rows
from tests.sites import TODAY, check, member, product, reading, write_site

ABOUT = SourceInfo("owner/name", "0" * 40, "2026-08-20T08:00:00+02:00", "swh:1:dir:" + "0" * 40)
GOLDEN = "golden/example.json"


def make(portfolio: Portfolio, config: Config | None = None) -> dict[str, Any]:
    config = config or Config()
    reading = Reading({"product": (), "member": (), "incubator": (), "organisation": ()}, portfolio)
    return make_document(Inputs(reading, []), config, config.terms(TODAY), ABOUT)


def example_json(site: Path) -> str:
    source = FolderSource(site)
    config, _ = find_config(source)
    read = reading(source, config.folders)
    findings = check(site)
    return to_rows(make_document(Inputs(read, findings), config, config.terms(TODAY), ABOUT))


def test_the_example_is_as_it_was(example: Path) -> None:
    """A change here changes public figures: look at the difference, then run tests/write_golden.py."""
    made, golden = example_json(example), (Path(__file__).parent / GOLDEN).read_text(encoding="utf-8")
    assert json.loads(made) == json.loads(golden)
    assert made == golden


def test_coverage_tells_what_could_not_be_read(tmp_path: Path) -> None:
    source = FolderSource(
        write_site(tmp_path, **{"content/_startups/bad.md": "?", "content/_startups/odd.md": "---\na: b\n---\n"})
    )
    config = Config()
    read = reading(source, config.folders)
    coverage = make_document(Inputs(read, check(tmp_path)), config, config.terms(TODAY), ABOUT)["coverage"]
    assert coverage == {
        "records": {"product": 2, "member": 1, "incubator": 1, "organisation": 1},
        "unreadable": ["content/_startups/bad.md"],
        "unreadable_members": 0,
        "findings": {"error": 6, "warning": 0},
    }


def test_members_are_counted_and_never_named() -> None:
    ana = member(("2020-01-01", "2027-01-01", "admin"), member_id="ana.corail")
    bob = member((None, None, "admin"), member_id="bob.oursin")
    text = to_rows(make(Portfolio((), (ana, bob), (), ())))
    assert "corail" not in text
    assert "oursin" not in text
    agent = json.loads(text)["indicators"]["agent"]
    assert [(year["value"], year["counted"]) for year in agent["years"] if year["value"]] == [(1, [])]
    assert (agent["undated"], agent["undated_count"]) == ([], 1)


def test_members_section() -> None:
    members = (
        member(("2020-01-01", "2027-01-01", "admin"), domain="Data", member_id="a"),
        member(("2020-02-01", "2021-01-01", "service"), domain="Design", member_id="b"),
        member(("2021-02-01", "2027-01-01", "stagiaire"), domain="Design"),
    )
    section = make(Portfolio((), members, (), ()))["members"]
    by_year = {year["year"]: year for year in section["new_by_year"]}
    assert by_year[2020] == {"year": 2020, "complete": True, "admin": 1, "independent": 0, "service": 1}
    assert by_year[2021] == {"year": 2021, "complete": True, "admin": 0, "independent": 0, "service": 0}
    assert not by_year[2026]["complete"]
    assert (section["total"], section["without_status"]) == (3, 1)
    assert section["active"]["by_status"] == {"admin": 1, "independent": 0, "service": 0}


def test_targets_and_published_values_stand_beside_the_figure() -> None:
    references = {
        ("end", 2024): References(
            (Figure(3, "PAP"), Figure(4, "autre")), (Figure(2, "RAP"),), (Figure(1, "bilan"), Figure(5, "page 9"))
        ),
        ("end", 2025): References(revised=(Figure(2, "RAP"),)),
        ("end", 2023): References(initial=(Figure(2, "RAP"),), revised=(Figure(3, "RAP"),)),
        ("end", 2022): References(published=(Figure(9, "bilan"),)),
    }
    years = make(Portfolio((), (), (), ()), Config(references=references))["indicators"]["end"]["years"]
    given = {year["year"]: (year.get("target"), year.get("published")) for year in years}
    assert given[2024] == (
        {"initial": 3, "revised": 2, "source": "PAP ; RAP", "others": [{"value": 4, "source": "autre"}]},
        {"value": 1, "source": "bilan", "others": [{"value": 5, "source": "page 9"}]},
    )
    assert given[2025][0] == {"initial": None, "revised": 2, "source": "RAP", "others": []}
    assert given[2023][0] == {"initial": 2, "revised": 3, "source": "RAP", "others": []}
    assert given[2022] == (None, {"value": 9, "source": "bilan", "others": []})
    assert given[2021] == (None, None)


def test_promotions_of_the_fast_fund() -> None:
    products = (
        product(fast=FastSupport(12, 1000.4), product_id="a"),
        product(fast=FastSupport(12, None), product_id="b"),
        product(fast=FastSupport(None, 9.0), product_id="c"),
        product(fast=FastSupport(9, 5.0), product_id="d"),
        product(product_id="e"),
    )
    assert make(Portfolio(products, (), (), ()))["fast_promotions"] == [
        {"promotion": 9, "value": 1, "amount": 5, "counted": ["d"]},
        {"promotion": 12, "value": 2, "amount": 1000, "counted": ["a", "b"]},
    ]


SUPPORTED = FastSupport(12, 10)
ONE, TWO = ({"events": [("fast", "2024-05-01")], "product_id": name} for name in "ab")
ONE_ALONE = (
    "Produits soutenus, par promotion : 1 ; par année : 2. 1 compte par année seulement : sa fiche note un soutien et "
    "son jour, mais pas de promotion."
)
SEVERAL_ALONE = (
    "Produits soutenus, par promotion : 1 ; par année : 2. 2 comptent par année seulement : leurs fiches notent un "
    "soutien et son jour, mais pas de promotion. 1 compte par promotion seulement : son année n'est pas connue, ou "
    "n'est pas montrée."
)
# products → what is said of why the promotions' sum is another than that of the years
SUMS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "the same": ([{"fast": SUPPORTED}], ""),
    "none": ([{}], ""),
    "one in a year alone": ([ONE, {"fast": SUPPORTED}], ONE_ALONE),
    "several in a year alone, one in a promotion alone": ([ONE, TWO, {"fast": FastSupport(99, 1)}], SEVERAL_ALONE),
}


@pytest.mark.parametrize(("given", "said"), SUMS.values(), ids=SUMS)
def test_promotions_and_years_are_reconciled(given: list[dict[str, Any]], said: str) -> None:
    products = tuple(product([("construction", "2020-01-01")], **each) for each in given)
    config = Config(promotion_years={12: 2023})
    told = make(Portfolio(products, (), (), ()), config)["alternatives"]["fast_promotions"].replace("\u202f", " ")
    _, _, reconciled = told.partition(" Produits soutenus, ")
    assert (f"Produits soutenus, {reconciled}" if reconciled else "") == said


def test_products_phases_and_incubators() -> None:
    products = (
        product([("construction", "2020-01-01")], incubators=("x", "new"), product_id="a b é"),
        product([("alumnus", "2020-01-01")], incubators=(), product_id="lost"),
        product([("abandon",)], incubators=("x",), product_id="undated"),
    )
    incubators = (Incubator("empty", "", "Vide"), Incubator("x", "", "X"))
    document = make(Portfolio(products, (), incubators, ()))
    assert [(one["id"], one["phase"], one["since"], one["url"]) for one in document["products"]] == [
        ("a b é", "construction", "2020-01-01", "/startups/a-b-%C3%A9.html"),
        ("lost", None, None, "/startups/lost.html"),
        ("undated", "abandon", None, "/startups/undated.html"),
    ]
    assert {one["phase"]: one["counted"] for one in document["phases"]["by_phase"] if one["value"]} == {
        "construction": ["a b é"],
        "abandon": ["undated"],
    }
    assert document["phases"]["without_phase"] == {"value": 1, "counted": ["lost"]}
    told = [(one["incubator"], one["title"], one["total"], one["launched_by_year"]) for one in document["incubators"]]
    launched = {"2020": 1}
    assert told == [("empty", "Vide", 0, {}), ("new", "new", 1, launched), ("x", "X", 2, launched)]


@pytest.mark.parametrize(("language", "words"), [("fr", "Problèmes investigués"), ("en", "Problems investigated")])
def test_languages(language: Any, words: str) -> None:
    document = make(Portfolio((), (), (), ()), Config(language=language))
    assert document["language"] == language
    assert document["indicators"]["investigation"]["title"] == words


def test_a_document_that_would_not_be_valid_is_never_written() -> None:
    with pytest.raises(ValueError, match=r"\$\.language"):
        make(Portfolio((), (), (), ()), Config(language="de"))  # type: ignore[arg-type] # the fault


# how a sentence, or a title, begins → how it goes on within another one
WITHIN = {
    "Le département": "le département", "L'Atelier": "l'Atelier", "L’Atelier": "l’Atelier", "Les fiches": "les fiches",
    "La Ruche": "la Ruche", "Pas encore évaluée.": "pas encore évaluée.", "Aucune fiche": "aucune fiche",
    "Not yet evaluated.": "not yet evaluated.", "The year": "the year",
    "ALLiaNCE": "ALLiaNCE", "Lestrade": "Lestrade", "Lab MI": "Lab MI", "Passerelle": "Passerelle", "": "",
}  # fmt: skip


@pytest.mark.parametrize("text", WITHIN)
def test_a_sentence_goes_on_within_another_one(text: str) -> None:
    assert within(Text(text, text)) == Text(WITHIN[text], WITHIN[text])


# products' launch years → the text alternative, French and English
RUNNING: dict[Language, str] = {
    "fr": "En 2026, au 20 août 2026 : {} (année en cours).",
    "en": "In 2026, up to 20 August 2026: {} (not over).",
}
ALTERNATIVES = {
    "nothing but the year that runs": (
        ["2026-01-01"],
        "Aucune année complète n'a de valeur.",
        "No complete year has a value.",
        1,
    ),
    "a run of years": (
        ["2019-01-01", "2019-05-01", "2021-01-01", "2026-01-01"],
        "Produits lancés en 2025 : 0. De 2019 à 2025, 3 au total ; de ces années, la plus haute est 2019, avec 2.",
        "Products launched in 2025: 0. From 2019 to 2025, 3 in all; of these years the highest is 2019, with 2.",
        1,
    ),
    "of equal years each is named": (
        ["2019-01-01", "2021-01-01"],
        (
            "Produits lancés en 2025 : 0. De 2019 à 2025, 2 au total ; "
            "de ces années, les plus hautes sont 2019 et 2021, avec 1."
        ),
        (
            "Products launched in 2025: 0. From 2019 to 2025, 2 in all; "
            "of these years the highest are 2019 and 2021, with 1."
        ),
        0,
    ),
    "of many equal years their number": (
        [f"{year}-01-01" for year in range(2019, 2023)],
        "Produits lancés en 2025 : 0. De 2019 à 2025, 4 au total ; de ces années, 4 sont les plus hautes, avec 1.",
        "Products launched in 2025: 0. From 2019 to 2025, 4 in all; of these years 4 are the highest, with 1.",
        0,
    ),
}


@pytest.mark.parametrize(("starts", "french", "english", "running"), ALTERNATIVES.values(), ids=ALTERNATIVES)
def test_alternatives_are_written_from_the_figures(starts: list[str], french: str, english: str, running: int) -> None:
    products = tuple(product([("construction", start)], product_id=str(n)) for n, start in enumerate(starts))
    texts: dict[Language, str] = {"fr": french, "en": english}
    for language, text in texts.items():
        document = make(Portfolio(products, (), (), ()), Config(language=language))
        said = f"{text} {RUNNING[language].format(running)}"
        assert document["indicators"]["product_launch"]["alternative"] == said


# language → what is said of years without a figure, and of counts on a day
OTHERS: dict[Language, tuple[str, str]] = {
    "fr": ("De 2013 à 2026, pas de chiffre : aucune fiche", "Au 20 août 2026 : Investigation 0, "),
    "en": ("From 2013 to 2026, no figure: no member's file", "On 20 August 2026: Investigation 0, "),
}


@pytest.mark.parametrize("language", OTHERS)
def test_years_without_a_figure_and_counts_are_said(language: Language) -> None:
    without, counts = OTHERS[language]
    document = make(Portfolio((), (), (), ()), Config(language=language))
    assert without in document["indicators"]["new_member"]["alternative"]
    assert document["phases"]["alternative"].startswith(counts)


def test_a_note_on_a_year_stands_at_that_year() -> None:
    config = Config(coverages={"end": Coverage(None, None, {2022: "Une seule fin."})})
    years = make(Portfolio((), (), (), ()), config)["indicators"]["end"]["years"]
    assert {year["year"]: year["note"] for year in years if "note" in year} == {2022: "Une seule fin."}


def test_an_alternative_tells_what_has_no_date() -> None:
    text = make(Portfolio((product([("construction",)]),), (), (), ()))["indicators"]["product_launch"]["alternative"]
    assert text.endswith("Sans date connue : 1.")


# who has how many → the sentences, French and English
LARGEST = {
    "none": ([], "Aucun à ce jour.", "None to date."),
    "none but zeros": ([("Ruche", 0)], "Aucun à ce jour.", "None to date."),
    "one": ([("Ruche", 1), ("Vide", 0)], "1 ; Ruche, avec 1", "1; Ruche, with 1"),
    "thousands": ([("Ruche", 1200), ("Port", 3)], "2 ; Ruche, avec 1\u202f200", "2; Ruche, with 1,200"),
    "a tie": ([("A", 2), ("B", 2), ("C", 1)], "3 ; A et B, avec 2 chacun", "3; A and B, with 2 each"),
    "a tie of many": (
        [(name, 2) for name in "ABCD"],
        "4 ; 4 à égalité, avec 2 chacun",
        "4; 4 of them, with 2 each",
    ),
    "braces": ([("{count} {0}", 2)], "1 ; {count} {0}, avec 2", "1; {count} {0}, with 2"),
}


@pytest.mark.parametrize(("counts", "french", "english"), LARGEST.values(), ids=LARGEST)
def test_the_largest_is_named(counts: list[tuple[str, int]], french: str, english: str) -> None:
    said = alternative.of_largest(Text("{count} ; {largest}", "{count}; {largest}"), counts)
    assert (said.fr, said.en) == (french, english)


def test_lists_have_their_alternatives() -> None:
    products = (
        product([("construction", "2020-01-01")], incubators=("x",), product_id="a", fast=FastSupport(3, 1500.4)),
        product([("construction", "2021-01-01")], incubators=("x", "y"), product_id="b", fast=FastSupport(4, 10)),
        product([("investigation", "2021-01-01")], incubators=("y",), product_id="c", fast=FastSupport(4, None)),
    )
    incubators = (Incubator("x", "", "X {largest}"), Incubator("y", "", "Y"), Incubator("z", "", "Z"))
    members = (member(("2026-01-01", "2027-01-01", "admin")),)
    assert make(Portfolio(products, members, incubators, ()))["alternatives"] == {
        "incubators": "Incubateurs qui ont des produits : 2. Le plus grand nombre : X {largest} et Y, avec 2 chacun.",
        "active_members": "Domaines : 1. Le plus grand nombre de membres : Design, avec 1.",
        "launches": "Incubateurs qui ont lancé des produits : 2. "
        "Le plus grand nombre, toutes années réunies : X {largest}, avec 2.",
        "fast_promotions": "Promotions : 2, pour 1\u202f510 € au total. "
        "Le plus grand nombre de produits : promotion 4, avec 2. Produits soutenus, par promotion : 3 ; par année : 0. "
        "3 comptent par promotion seulement : leur année n'est pas connue, ou n'est pas montrée.",
    }
    assert make(Portfolio((), (), (), ()))["alternatives"]["fast_promotions"] == "Aucun à ce jour."


COHORTS: dict[tuple[int, Language], str] = {
    (0, "fr"): "L'année de l'évaluation notée dans la fiche.",
    (1, "fr"): "datée de janvier compte donc pour l'année précédente.",
    (4, "fr"): "datée de janvier à avril compte donc pour l'année précédente.",
    (4, "en"): "one dated January to April counts for the year before.",
}


@pytest.mark.parametrize(("last", "language"), COHORTS)
def test_the_cohort_s_months_are_named(last: int, language: Language) -> None:
    document = make(Portfolio((), (), (), ()), Config(cohort=Cohort(2023, last), language=language))
    assert document["indicators"]["national_impact"]["description"].endswith(COHORTS[last, language])
