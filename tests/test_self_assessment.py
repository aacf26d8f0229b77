"""What teams answer of themselves: held, counted, held against what else is known, and shown."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.commands.evidence import read_ledger
from startup_stats.content.source import FolderSource
from startup_stats.document.changes import changes
from startup_stats.document.self_assessment import self_assessed, self_assessment_section
from startup_stats.errors import OutsideError
from startup_stats.kit import read_kit
from startup_stats.schema import validators
from startup_stats.standards import figures
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.contradictions import contradictions
from startup_stats.standards.ledger import Entry, Ledger, from_document, to_document
from startup_stats.standards.self_assessment import CATEGORIES, Levels, SelfAssessment, count, find_category
from startup_stats.vocabulary import VOCABULARY
from startup_stats.writers.json import to_rows
from startup_stats.writers.preview import to_preview
from tests.sites import DEFAULT_TERMS, PRODUCT, TODAY, product, read, write_site
from tests.test_preview import DOCUMENT

if TYPE_CHECKING:
    from pathlib import Path


DAY = date(2026, 5, 1)
A11Y, TEAM = "accessibilité", "équipe"

# what a source may write → the category
WORDS = {
    "accessibilité": A11Y,
    "Accessibilite": A11Y,
    "ACCESSIBILITÉ": A11Y,
    "accessibilite\u0301": A11Y,
    "qualité du support": "qualité-du-support",
    "Qualite_Du_Support": "qualité-du-support",
    "vie privée": "vie-privée",
    "equipe": TEAM,
    "éco-conception": None,
    "accessibility": None,
    "": None,
}


@pytest.mark.parametrize(("word", "name"), WORDS.items())
def test_categories_are_found_however_they_are_written(word: str, name: str | None) -> None:
    found = find_category(word)
    assert (found and found.id) == name


def test_categories_are_whole() -> None:
    assert len(CATEGORIES) == 9
    assert all(find_category(name) is category for name, category in CATEGORIES.items())
    assert all(category.standard is None or category.standard.statuses for category in CATEGORIES.values())


def row(completion: Any = 100, conformity: Any = 100, category: str = A11Y) -> dict[str, Any]:
    return {"completion": {category: completion}, "conformity": {category: conformity}}


def levels(completion: float = 100, conformity: float = 100, category: str = A11Y) -> Levels:
    return Levels({category: completion}, {category: conformity})


GOOD = levels()

KEPT = SelfAssessment(DAY, {"plume": GOOD})


# --- the ledger's file

PERCENT = st.one_of(st.integers(0, 100), st.floats(0, 100))
BY_CATEGORY = st.dictionaries(st.sampled_from(list(CATEGORIES)), PERCENT)
ASSESSMENTS = st.builds(
    SelfAssessment,
    st.dates(date(2000, 1, 1), date(2999, 12, 31)),
    st.dictionaries(st.text(max_size=8), st.builds(Levels, BY_CATEGORY, BY_CATEGORY), max_size=4),
)


@given(st.none() | ASSESSMENTS)
def test_a_ledger_comes_back_byte_for_byte(told: SelfAssessment | None) -> None:
    text = to_rows(to_document(Ledger({}, told)))
    assert not validators.errors("evidence", json.loads(text))
    assert to_rows(to_document(from_document(json.loads(text)))) == text


def test_a_ledger_with_answers_and_its_file() -> None:
    document = to_document(Ledger({}, KEPT))
    assert document == {
        "schema_version": 1,
        "products": {},
        "self_assessment": {"day": "2026-05-01", "products": {"plume": row()}},
    }
    assert not validators.errors("evidence", document)
    assert from_document(document) == Ledger({}, KEPT)
    without = {"schema_version": 1, "products": {}}
    assert not validators.errors("evidence", without)
    assert to_document(from_document(without)) == without


WRONG = {
    "a day": {"day": "hier", "products": {}},
    "no day": {"products": {}},
    "another key": {"day": "2026-05-01", "products": {}, "url": "x"},
    "a category": {"day": "2026-05-01", "products": {"plume": row(category="rgaa")}},
    "a percentage": {"day": "2026-05-01", "products": {"plume": row(101)}},
    "a part missing": {"day": "2026-05-01", "products": {"plume": {"completion": {}}}},
}


@pytest.mark.parametrize("told", WRONG.values(), ids=WRONG)
def test_ledgers_with_something_wrong(told: dict[str, Any]) -> None:
    assert validators.errors("evidence", {"schema_version": 1, "products": {}, "self_assessment": told})


def test_a_ledger_with_nan_is_no_json(tmp_path: Path) -> None:
    file = tmp_path / "ledger.json"
    document = to_document(Ledger({}, SelfAssessment(DAY, {"plume": levels(float("nan"))})))
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(OutsideError, match="JSON"):
        read_ledger(file)


# --- counts

CLOSED = product([("abandon", "2024-01-01")], product_id="fini")
RUNNING = [product([("acceleration", "2024-01-01")], product_id=name) for name in ("a", "b", "c", "d")]
BUILT = product([("construction", "2024-01-01")], product_id="e")
PRODUCTS = [*RUNNING, BUILT, CLOSED]
ANSWERED = SelfAssessment(
    DAY,
    {
        "a": Levels({A11Y: 100, TEAM: 100}, {A11Y: 100, TEAM: 99.9}),
        "b": Levels({A11Y: 50, TEAM: 0}, {A11Y: 0, TEAM: 0}),
        "c": Levels({A11Y: 0, TEAM: 0}, {A11Y: 100, TEAM: 0}),  # nobody answered: no conformity comes of it
        "e": Levels({A11Y: 100, TEAM: 100}, {A11Y: 100, TEAM: 100}),
        "fini": Levels({A11Y: 100, TEAM: 100}, {A11Y: 100, TEAM: 100}),
    },
)


def judged() -> Any:
    return figures.cases(PRODUCTS, DEFAULT_TERMS, TODAY, None)


def test_counts() -> None:
    ids = [each.id for each in PRODUCTS]
    assert tuple(count(ANSWERED, CATEGORIES[A11Y], ids)) == (6, 4, 3, 3)
    assert tuple(count(ANSWERED, CATEGORIES[TEAM], ids)) == (6, 3, 3, 2)
    assert tuple(count(ANSWERED, CATEGORIES["design"], ids)) == (6, 0, 0, 0)


SECTIONS = {
    "fr": (
        "Accessibilité",
        (
            "Réponses inchangées depuis le 1er mai 2026 et non vérifiées : combien d'équipes ont répondu, sur les "
            "produits concernés, et combien disent tout respecter. "
            "Accessibilité : 2 sur 4, dont 1 ; Équipe : 2 sur 5, dont 1."
        ),
    ),
    "en": (
        "Accessibility",
        (
            "Answers unchanged since 1 May 2026 and not verified: how many teams answered, of the products concerned, "
            "and how many say they meet all. Accessibility: 2 of 4, 1; Team: 2 of 5, 1."
        ),
    ),
}


@pytest.mark.parametrize(("language", "words"), SECTIONS.items(), ids=SECTIONS)
def test_the_section(language: Any, words: tuple[str, str]) -> None:
    """A category counts where its standard applies, one without a standard where any does; others are told apart."""
    title, alternative = words
    section = self_assessment_section(judged(), Ledger({}, ANSWERED), language)["self_assessment"]
    assert (section["day"], section["total"], section["answered"], section["outside"]) == ("2026-05-01", 5, 3, 1)
    assert section["categories"][0] == {
        "category": A11Y, "title": title, "standard": "accessibility",
        "total": 4, "answered": 2, "complete": 1, "conforming": 1,
    }  # fmt: skip
    assert section["categories"][1] | {"title": ""} == {
        "category": TEAM, "title": "", "total": 5, "answered": 2, "complete": 2, "conforming": 1,
    }  # fmt: skip
    assert len(section["categories"]) == 2
    assert section["alternative"] == alternative


def test_without_answers_there_is_no_section() -> None:
    for ledger in (None, Ledger()):
        assert self_assessment_section(judged(), ledger, "fr") == {}
        assert self_assessed("accessibility", judged(), ledger) == {}
    nobody = Ledger({}, SelfAssessment(DAY, {}))
    section = self_assessment_section(judged(), nobody, "fr")["self_assessment"]
    assert section["categories"] == []
    assert section["alternative"] == "Depuis le 1er mai 2026, aucune équipe n'a répondu."
    assert self_assessed("accessibility", judged(), nobody) == {}


def test_only_the_standard_of_a_category_is_self_assessed() -> None:
    told = Ledger({}, ANSWERED)
    assert [name for name in STANDARDS if self_assessed(name, judged(), told)] == ["accessibility"]


# old document's number of answers, new one's → what is said to have moved
MOVED = [(None, 3, ["Réponses : pas de chiffre → 3"]), (3, 4, ["Réponses : 3 → 4"]), (3, 3, []), (3, None, [])]


@pytest.mark.parametrize(("old", "new", "lines"), MOVED)
def test_what_moved_is_told(old: int | None, new: int | None, lines: list[str]) -> None:
    bare = {
        "language": "fr",
        "coverage": {"records": dict.fromkeys(("product", "member", "incubator", "organisation"), 1)},
        "indicators": {},
        "phases": {"by_phase": []},
        "standards": {},
    }
    before, after = (
        bare if told is None else bare | {"self_assessment": {"title": "Réponses", "answered": told}}
        for told in (old, new)
    )
    assert changes(before, after) == (lines or ["aucun chiffre n'a bougé, le détail a changé"])


# --- contradictions

SITE = "https://voisin.example"
SAYS_ALL = Levels({A11Y: 100}, {A11Y: 100})
_TEAM_SAYS = "L'équipe répond qu'elle respecte tous les critères « Accessibilité », mais "
# the file's status, the page's, the team's answers → the sentences, the line they stand at
CONTRADICTED: dict[str, tuple[str | None, str | None, Levels | None, str, list[tuple[int, str]]]] = {
    "the page": (None, "non conforme", SAYS_ALL, "opere", [(1, f"{_TEAM_SAYS}la page {SITE} dit « non conforme ».")]),
    "the file": ("non conforme", None, SAYS_ALL, "opere", [(13, f"{_TEAM_SAYS}la fiche dit « non conforme ».")]),
    "the file beside a page that says more": (
        "non conforme",
        "partiellement conforme",
        SAYS_ALL,
        "opere",
        [(13, f"{_TEAM_SAYS}la fiche dit « non conforme ».")],
    ),
    "both": (
        "non conforme",
        "non conforme",
        SAYS_ALL,
        "opere",
        [(13, f"{_TEAM_SAYS}la page {SITE} dit « non conforme ».")],
    ),
    "almost all": ("non conforme", None, Levels({A11Y: 100}, {A11Y: 99.9}), "opere", []),
    "another category": ("non conforme", None, Levels({TEAM: 100}, {TEAM: 100}), "opere", []),
    "no answer": ("non conforme", "non conforme", None, "opere", []),
    "conforming in part": ("partiellement conforme", "partiellement conforme", SAYS_ALL, "opere", []),
    "nothing told": (None, None, SAYS_ALL, "opere", []),
    "a product that is over": ("non conforme", None, SAYS_ALL, "abandon", []),
}


@pytest.mark.parametrize(("declared", "seen", "told", "phase", "sentences"), CONTRADICTED.values(), ids=CONTRADICTED)
def test_contradictions(
    declared: str | None,
    seen: str | None,
    told: Levels | None,
    phase: str,
    sentences: list[tuple[int, str]],
    tmp_path: Path,
) -> None:
    fields = f"  - name: {phase}\n    start: 2021-01-01\n" if declared is None else ""
    status = f"  - name: {phase}\n    start: 2021-01-01\naccessibility_status: {declared}\n"
    text = PRODUCT.replace("  - name: construction\n    start: 2020-06-01\n", fields or status)
    site = write_site(tmp_path, **{"content/_startups/voisin.md": text})
    entry = Entry(SITE, "ok", "mention", DAY, seen)
    ledger = Ledger(
        {} if seen is None else {("voisin", "accessibility"): entry},
        SelfAssessment(DAY, {} if told is None else {"voisin": told}),
    )
    found = [
        (finding.location.line, finding.message.fr, finding.severity.value)
        for finding in contradictions(read(site).products, ledger, FolderSource(site), DEFAULT_TERMS, TODAY, VOCABULARY)
        if finding.rule == "self-assessment-contradicted"
    ]
    assert found == [(line, sentence, "warning") for line, sentence in sentences]


# --- the page

SECTION = {
    "title": "Réponses </script>",
    "description": "Des réponses.",
    "day": "2026-05-01",
    "alternative": "Une phrase.",
    "outside": 7,
    "categories": [
        {"category": A11Y, "title": "<b>Accès</b>", "total": 4, "answered": 3, "complete": 2, "conforming": 1},
        {"category": TEAM, "title": "Équipe", "total": 0, "answered": 0, "complete": 0, "conforming": 0},
    ],
}


def test_the_page_shows_the_answers_only_where_they_are() -> None:
    without = to_preview(DOCUMENT, read_kit())
    assert "self-assessment" not in without
    assert "réponses des équipes" not in without
    page = to_preview(DOCUMENT | {"self_assessment": SECTION}, read_kit())
    figure = page.partition('id="figure-self-assessment"')[2].partition("</figure>")[0]
    assert "personne ne les a vérifiées" in figure
    assert "qui ont répondu aussi : 7." in figure
    assert "<caption>Réponses &lt;/script&gt;, par catégorie (produits)</caption>" in figure
    assert '<tr><th scope="row">&lt;b&gt;Accès&lt;/b&gt;<td>4<td>3<td>75\xa0%<td>2<td>1\n' in figure
    assert "<td>–<td>" in figure
    assert "Source : réponses des équipes, inchangées depuis le 1er mai 2026, et fiches des produits" in figure
    assert page.count("réponses des équipes, inchangées") == 1


def test_nobody_answered_is_said_on_the_page() -> None:
    page = to_preview(DOCUMENT | {"self_assessment": {**SECTION, "categories": []}}, read_kit())
    assert "Aucune équipe n'a répondu." in page


def test_a_category_of_a_standard_that_the_portfolio_does_not_have() -> None:
    """It is told as one of no standard, and of all products that any standard concerns."""
    cases = {name: of for name, of in judged().items() if name != "accessibility"}
    section = self_assessment_section(cases, Ledger({}, ANSWERED), "fr")["self_assessment"]
    rows = {row["category"]: row for row in section["categories"]}
    assert "standard" not in rows[A11Y]
    assert rows[A11Y]["total"] == rows[TEAM]["total"] == section["total"]
