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
from startup_stats.errors import OutsideError
from startup_stats.schema import validators
from startup_stats.standards.catalogue import DEFAULT_TERMS
from startup_stats.standards.contradictions import contradictions
from startup_stats.standards.ledger import Entry, Ledger, from_document, to_document
from startup_stats.standards.self_assessment import CATEGORIES, Levels, SelfAssessment, find_category
from startup_stats.writers.json import to_rows
from tests.sites import PRODUCT, TODAY, read, write_site

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
        for finding in contradictions(read(site).products, ledger, FolderSource(site), DEFAULT_TERMS, TODAY)
        if finding.rule == "self-assessment-contradicted"
    ]
    assert found == [(line, sentence, "warning") for line, sentence in sentences]
