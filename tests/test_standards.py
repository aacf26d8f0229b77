"""Standards: what a file declares, what is held of the web, and the verdict on both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.content.source import FolderSource
from startup_stats.document import standards as section
from startup_stats.schema import validators
from startup_stats.standards import figures, ledger
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.contradictions import contradictions
from startup_stats.standards.ledger import Answer, Entry, Ledger, advanced, from_document, to_document
from startup_stats.standards.reasons import REASONS, reason_text
from startup_stats.standards.verdict import judged
from startup_stats.vocabulary import VOCABULARY
from tests.sites import DEFAULT_TERMS, PHASES, PRODUCT, TODAY, product, read, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.model import Product

SITE = "https://voisin.example"


def declaring(phase: str = "acceleration", /, **declared: str | bool) -> Product:
    return product([(phase, "2024-01-01")])._replace(fields=declared)


# All that a file up to date gives.
COMPLETE: dict[str, str | bool] = {
    "link": SITE, "stats_url": SITE, "budget_url": SITE, "repository": SITE, "contact": "equipe@voisin.example",
}  # fmt: skip

# standard: the fields, and what they declare of it.
DECLARED: dict[str, list[tuple[dict[str, str | bool], str | None]]] = {
    "open_source": [
        ({"repository": "https://github.com/o/r"}, "https://github.com/o/r"),
        ({"repository": "à venir"}, None),
        ({}, None),
    ],
    "stats_page": [
        ({"stats_url": f"{SITE}/chiffres"}, f"{SITE}/chiffres"),
        ({"stats_url": f"{SITE}/chiffres", "stats": False}, f"{SITE}/chiffres"),
        ({"stats": True, "link": f"{SITE}/"}, f"{SITE}/stats"),
        ({"stats": True, "link": SITE, "stats_url": f"{SITE}/x"}, f"{SITE}/x"),
        ({"stats": True}, None),
        ({"stats": False, "link": SITE}, None),
        ({"link": SITE}, None),
    ],
    "dashlord": [
        ({"dashlord_url": f"{SITE}/d"}, f"{SITE}/d"),
        ({"link": SITE}, None),
    ],
    "accessibility": [
        ({"accessibility_status": "non conforme"}, "non conforme"),
        ({"accessibility_status": "bientôt"}, None),
        ({"accessibility_status": True}, None),
    ],
    "budget_page": [({"budget_url": "http://b.example"}, "http://b.example"), ({"budget_url": True}, None)],
    "impact_page": [({"impact_url": "https://i.example"}, "https://i.example"), ({"budget_url": SITE}, None)],
    "risk_analysis": [
        ({"analyse_risques": True}, "oui"),
        ({"analyse_risques": False}, None),
        ({"analyse_risques_url": SITE}, SITE),
    ],
    "mon_service_securise": [
        ({"mon_service_securise": True}, "oui"),
        ({"mon_service_securise": False}, None),
    ],
    "up_to_date": [
        (COMPLETE, "oui"),
        ({**COMPLETE, "stats_url": "", "stats": True}, "oui"),
        ({**COMPLETE, "stats_url": ""}, None),
        ({**COMPLETE, "budget_url": "à venir"}, None),
        ({**COMPLETE, "contact": " "}, None),
        ({}, None),
    ],
}


@pytest.mark.parametrize(
    ("name", "fields", "declared"),
    [(name, fields, declared) for name, rows in DECLARED.items() for fields, declared in rows],
)
def test_what_a_file_declares(name: str, fields: dict[str, str | bool], declared: str | None) -> None:
    assert STANDARDS[name].declared(declaring("acceleration", **fields)) == declared


def test_every_standard_has_its_table() -> None:
    assert list(DECLARED) == list(STANDARDS)


# standard, phase, fields → verdict and reason; None where the standard does not apply.
BY_DECLARATION: list[tuple[str, str, dict[str, str | bool], str | None]] = [
    ("open_source", "construction", {"repository": SITE}, "met declared"),
    ("open_source", "construction", {}, "undeclared blank"),
    ("open_source", "construction", {"repository": "à venir"}, "undeclared blank"),
    ("open_source", "success", {"repository": SITE}, "met declared"),
    ("open_source", "alumni", {"repository": SITE}, None),
    ("stats_page", "opere", {"stats": False}, "unmet denied"),
    ("stats_page", "opere", {"stats": False, "stats_url": SITE}, "met declared"),
    ("risk_analysis", "opere", {"analyse_risques": False}, "unmet denied"),
    ("risk_analysis", "opere", {"analyse_risques": False, "analyse_risques_url": SITE}, "met declared"),
    ("risk_analysis", "opere", {}, "undeclared blank"),
    ("mon_service_securise", "opere", {"mon_service_securise": False}, "unmet denied"),
    ("open_source", "investigation", {"repository": SITE}, None),
    ("open_source", "abandon", {"repository": SITE}, None),
    ("open_source", "abandon-investigation", {}, None),
    ("accessibility", "construction", {"accessibility_status": "totalement conforme"}, None),
    ("accessibility", "acceleration", {"accessibility_status": "totalement conforme"}, "met totalement-conforme"),
    ("accessibility", "transfere", {"accessibility_status": "partiellement conforme"}, "met partiellement-conforme"),
    ("accessibility", "opere", {"accessibility_status": "non conforme"}, "unmet non-conforme"),
    ("accessibility", "opere", {}, "undeclared blank"),
    ("impact_page", "construction", {"impact_url": SITE}, None),
    ("up_to_date", "construction", COMPLETE, "met complete"),
    ("up_to_date", "opere", {**COMPLETE, "budget_url": ""}, "unmet missing-budget"),
    ("up_to_date", "opere", {"link": SITE}, "unmet missing-stats+budget+code+contact"),
    ("up_to_date", "abandon", {}, None),
    ("risk_analysis", "construction", {"analyse_risques": True}, "met declared"),
]


@pytest.mark.parametrize(("name", "phase", "fields", "expected"), BY_DECLARATION)
def test_verdict_by_declaration(name: str, phase: str, fields: dict[str, str | bool], expected: str | None) -> None:
    assert verdict(name, declaring(phase, **fields), None) == expected


def verdict(name: str, of: Product, held: Ledger | None, **terms: Any) -> str | None:
    case = judged(STANDARDS[name], DEFAULT_TERMS[name]._replace(**terms), of, TODAY, held)
    return f"{case.verdict.outcome} {case.verdict.reason}" if case.verdict else None


SEEN = date(2026, 5, 1)


def holding(name: str, subject: str, state: str, reason: str, status: str | None = None) -> Ledger:
    return Ledger({("p", name): Entry(subject, state, reason, SEEN, status)})  # type: ignore[arg-type]


CODE = {"repository": "https://github.com/o/r"}
# What nobody saw stands since no day that is known.
OF_THE_FILE = {"not-probed", "blank", "denied", "declared"}
TOLD = {"link": SITE, "accessibility_status": "partiellement conforme"}
# standard, fields, what the ledger holds (subject, state, reason[, status]) → verdict and reason.
BY_EVIDENCE: list[tuple[str, dict[str, str | bool], tuple[str, ...] | None, str]] = [
    ("open_source", {**CODE}, (CODE["repository"], "ok", "public"), "met seen"),
    ("open_source", {**CODE}, (CODE["repository"], "ok", "public", "non conforme"), "met seen"),
    ("open_source", {**CODE}, (CODE["repository"], "broken", "repository-not-found"), "unmet repository-not-found"),
    ("open_source", {**CODE}, (CODE["repository"], "unknown", "timeout"), "unknown timeout"),
    ("open_source", {**CODE}, None, "unknown not-probed"),
    ("open_source", {**CODE}, ("https://github.com/o/old", "ok", "public"), "unknown not-probed"),
    ("open_source", {}, None, "undeclared blank"),
    ("stats_page", {"stats": False}, None, "unmet denied"),
    ("dashlord", {"link": SITE}, (SITE, "ok", "listed"), "met seen-undeclared"),
    ("dashlord", {"link": SITE}, (SITE, "broken", "not-listed"), "undeclared blank"),
    ("dashlord", {"link": SITE}, (SITE, "unknown", "shape"), "undeclared blank"),
    ("dashlord", {"link": SITE, "dashlord_url": SITE}, (SITE, "broken", "not-listed"), "unmet not-listed"),
    ("accessibility", {**TOLD}, (SITE, "ok", "mention", "partiellement conforme"), "met partiellement-conforme"),
    ("accessibility", {**TOLD}, (SITE, "ok", "mention", "non conforme"), "unmet non-conforme"),
    ("accessibility", {"link": SITE}, (SITE, "ok", "mention", "totalement conforme"), "met totalement-conforme"),
    ("accessibility", {**TOLD}, (SITE, "broken", "no-mention"), "unmet no-mention"),
    ("accessibility", {**TOLD}, (SITE, "unknown", "no-text"), "unknown no-text"),
    ("risk_analysis", {"analyse_risques": True}, None, "met declared"),
]


@pytest.mark.parametrize(("name", "fields", "held", "expected"), BY_EVIDENCE)
def test_verdict_by_evidence(
    name: str, fields: dict[str, str | bool], held: tuple[str, str, str] | None, expected: str
) -> None:
    evidence, product = holding(name, *held) if held else Ledger(), declaring("acceleration", **fields)
    assert verdict(name, product, evidence) == expected
    judgement = judged(STANDARDS[name], DEFAULT_TERMS[name], product, TODAY, evidence).verdict
    assert judgement is not None
    assert judgement.since == (None if judgement.reason in OF_THE_FILE else SEEN)


def test_terms_of_a_configuration() -> None:
    terms = figures.standard_terms(
        {"accessibility": {"met_by": ["totalement conforme"], "phases": ["construction"]}}, PHASES
    )
    partly = declaring("construction", accessibility_status="partiellement conforme")
    assert (
        figures.cases([partly], terms, TODAY, None)["accessibility"][0].verdict
        == judged(STANDARDS["accessibility"], terms["accessibility"], partly, TODAY, None).verdict
    )
    assert verdict(
        "accessibility", partly, None, phases=(PHASES["construction"],), met_by=("totalement conforme",)
    ) == ("unmet partiellement-conforme")
    assert terms["accessibility"].met_by == ("totalement conforme",)
    assert terms["open_source"] == DEFAULT_TERMS["open_source"]


def test_figures_have_numerator_denominator_and_unknowns() -> None:
    products = [
        declaring("construction", repository=f"https://github.com/o/{name}")._replace(id=name, incubators=incubators)
        for name, incubators in (("a", ("x", "y")), ("b", ("x",)), ("c", ()))
    ]
    products.append(declaring("abandon", repository=SITE)._replace(id="d", incubators=("x",)))
    products.append(product()._replace(id="e"))
    seen = {
        ("a", "open_source"): Entry("https://github.com/o/a", "ok", "public", TODAY),
        ("b", "open_source"): Entry("https://github.com/o/b", "unknown", "timeout", TODAY),
        ("c", "open_source"): Entry("https://github.com/o/c", "broken", "repository-not-found", TODAY),
    }
    terms = figures.standard_terms({}, PHASES)
    cases = figures.cases(products, terms, TODAY, Ledger(seen))
    judged_by_ledger = section.Judged(cases, terms, Ledger(seen), PHASES)
    made = section.standards_section(judged_by_ledger, TODAY, "fr")["open_source"]
    counts = ("total", "declared", "met", "unmet", "undeclared", "unknown")
    assert [made[key] for key in counts] == [3, 3, 1, 1, 0, 1]
    rows = {row["phase"]: [row["applies"], *(row[key] for key in counts)] for row in made["by_phase"]}
    assert rows["construction"] == [True, 3, 3, 1, 1, 0, 1]
    assert rows["abandon"] == [False, 1, 1, 0, 0, 0, 0]
    assert rows["opere"] == [True, 0, 0, 0, 0, 0, 0]
    assert [[row["incubator"], *(row[key] for key in counts)] for row in made["by_incubator"]] == [
        ["x", 2, 2, 1, 0, 0, 1],
        ["y", 1, 1, 1, 0, 0, 0],
    ]
    assert made["alternative"] == (
        "Au 20 août 2026, sur 3 produits concernés : respecté par 1 (33 %), non respecté par 1, non renseigné par 0, "
        "inconnu pour 1. Fiches qui le déclarent : 3."
    )
    assert section.standards_section(judged_by_ledger, TODAY, "fr")["impact_page"]["alternative"] == (
        "Au 20 août 2026 : aucun produit concerné."
    )
    verdicts = section.verdicts_of_products(cases)
    assert verdicts["a"]["open_source"] == {"verdict": "met", "reason": "seen", "since": "2026-08-20"}
    assert verdicts["a"]["budget_page"] == {"verdict": "undeclared", "reason": "blank"}
    assert verdicts["d"] == {}
    assert section.reasons_section(verdicts, "en")["timeout"] == "the site did not answer in time"


# what the configuration says → the target, and what the alternative says of it
TARGETS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "of all that it applies to": (
        {"share": 80, "by": "2026-12-31"},
        {"share": 80, "by": "2026-12-31", "phases": ["acceleration", "consolidation", "transfere", "opere"],
         "total": 3, "met": 2},
        "Objectif : 80 % au 31 décembre 2026, pour les phases Accélération, Consolidation, Transféré et Opéré.",
    ),
    "of one phase": (
        {"share": 100, "by": "2027-06-30", "phases": ["acceleration", "construction"]},
        {"share": 100, "by": "2027-06-30", "phases": ["acceleration", "construction"], "total": 2, "met": 1},
        "Objectif : 100 % au 30 juin 2027, pour les phases Accélération et Construction.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("target", "expected", "told"), TARGETS.values(), ids=TARGETS)
def test_a_target_and_where_it_stands(target: dict[str, Any], expected: dict[str, Any], told: str) -> None:
    """Products that the standard does not apply to are none of its perimeter, whatever the target's phases."""
    terms = figures.standard_terms({"accessibility": {"target": target}}, PHASES)
    products = [
        declaring(phase, accessibility_status=status)
        for phase, status in (
            ("acceleration", "totalement conforme"),
            ("acceleration", "non conforme"),
            ("opere", "partiellement conforme"),
            ("construction", "totalement conforme"),
        )
    ]
    cases = figures.cases(products, terms, TODAY, None)
    made = section.standards_section(section.Judged(cases, terms, None, PHASES), TODAY, "fr")
    assert made["accessibility"]["target"] == expected
    assert made["accessibility"]["alternative"].endswith(told)
    assert "target" not in made["open_source"]


NOT_LOOKED = "Pas encore vérifié en ligne : ces chiffres viennent des seules fiches."
# standard, ledger, standards that cannot be observed → whether it says that nobody looked
NOT_LOOKED_AT: dict[str, tuple[str, Ledger | None, tuple[str, ...], bool]] = {
    "nobody looked": ("open_source", None, (), True),
    "somebody looked": ("open_source", Ledger({}), (), False),
    "nowhere to look": ("dashlord", Ledger({}), ("dashlord",), True),
    "nothing to look for": ("risk_analysis", None, (), False),
}


@pytest.mark.parametrize(("name", "ledger", "unobserved", "told"), NOT_LOOKED_AT.values(), ids=NOT_LOOKED_AT)
def test_a_standard_says_when_files_alone_decide(
    name: str, ledger: Ledger | None, unobserved: tuple[str, ...], *, told: bool
) -> None:
    terms = figures.standard_terms({}, PHASES, unobserved)
    cases = figures.cases([declaring("construction")], terms, TODAY, ledger)
    made = section.standards_section(section.Judged(cases, terms, ledger, PHASES), TODAY, "fr")[name]
    assert made["description"].endswith(NOT_LOOKED) == told
    assert made["description"].startswith(STANDARDS[name].description.fr)
    assert made["verified"] == (made["observed"] and not told)


def test_accessibility_is_counted_by_phase_and_status() -> None:
    products = [declaring("opere", accessibility_status=told) for told in ("non conforme", "non conforme", "?")]
    cases = figures.cases([*products, product()], DEFAULT_TERMS, TODAY, None)
    judged = section.Judged(cases, DEFAULT_TERMS, None, PHASES)
    made = section.accessibility_section(judged, TODAY, "fr")["accessibility"]
    assert made["by_phase"][5] == {
        "phase": "opere",
        "total": 3,
        "totalement conforme": 0,
        "partiellement conforme": 0,
        "non conforme": 2,
        "non renseigné": 1,
    }
    assert sum(row["total"] for row in made["by_phase"]) == 3
    assert "non conforme 2, non renseigné 1" in made["alternative"]


OK, BROKEN, UNKNOWN = Answer("ok", "page"), Answer("broken", "http-404"), Answer("unknown", "timeout")
FULL, PARTLY = (Answer("ok", "mention", f"{how} conforme") for how in ("totalement", "partiellement"))
DAY = date(2026, 1, 1)
# Answers of one run after another → state, reason, since which run (from 0), and whether something is pending.
HISTORIES: dict[str, tuple[list[Answer], str]] = {
    "a first ok counts at once": ([OK], "ok page 0"),
    "a first broken is pending": ([BROKEN], "unknown pending 0 pending"),
    "a first unknown is unknown": ([UNKNOWN], "unknown timeout 0"),
    "broken twice counts, since the first": ([BROKEN, BROKEN], "broken http-404 0"),
    "another reason for the same is the same": ([BROKEN, Answer("broken", "http-410")], "broken http-410 0"),
    "broken once moves nothing": ([OK, BROKEN], "ok page 0 pending"),
    "broken twice flips": ([OK, BROKEN, BROKEN], "broken http-404 1"),
    "an outage moves nothing": ([OK, UNKNOWN, UNKNOWN, UNKNOWN], "ok page 0"),
    "nor of what is broken": ([BROKEN, BROKEN, UNKNOWN], "broken http-404 0"),
    "an outage in between starts the count again": ([OK, BROKEN, UNKNOWN, BROKEN], "ok page 0 pending"),
    "and after it two are needed": ([OK, BROKEN, UNKNOWN, BROKEN, BROKEN], "broken http-404 3"),
    "an ok in between too": ([OK, BROKEN, OK], "ok page 0"),
    "what is broken comes back by two": ([BROKEN, BROKEN, OK], "broken http-404 0 pending"),
    "and then is ok": ([BROKEN, BROKEN, OK, OK], "ok page 2"),
    "what was unknown is ok at once": ([UNKNOWN, UNKNOWN, OK], "ok page 2"),
    "what was pending is ok at once": ([BROKEN, OK], "ok page 1"),
    "pending, then nothing seen": ([BROKEN, UNKNOWN], "unknown timeout 0"),
    "unknown for another reason is no change": ([UNKNOWN, Answer("unknown", "tls")], "unknown timeout 0"),
    "another status once": ([FULL, PARTLY], "ok mention totalement conforme 0 pending"),
    "another status twice": ([FULL, PARTLY, PARTLY], "ok mention partiellement conforme 1"),
    "two other claims are no confirmation": ([FULL, PARTLY, BROKEN], "ok mention totalement conforme 0 pending"),
}


@pytest.mark.parametrize(("answers", "expected"), HISTORIES.values(), ids=HISTORIES)
def test_what_is_held_after_answers(answers: list[Answer], expected: str) -> None:
    entry: Entry | None = None
    for run, answer in enumerate(answers):
        entry = advanced(entry, SITE, answer, DAY + timedelta(days=run))
    assert entry is not None
    held = [entry.state, entry.reason, entry.status, (entry.since - DAY).days, "pending" if entry.pending else None]
    assert " ".join(str(part) for part in held if part is not None) == expected


def test_a_run_that_sees_nothing_takes_back_what_was_to_be_confirmed() -> None:
    held = advanced(None, SITE, OK, DAY)
    assert advanced(advanced(held, SITE, BROKEN, TODAY), SITE, UNKNOWN, TODAY) == held


def test_what_counts_at_last_is_kept_with_what_was_told_beside() -> None:
    answer = Answer("ok", "public", details={"licence": "MIT"})
    held = advanced(advanced(None, SITE, UNKNOWN, DAY), SITE, answer, TODAY)
    assert held == Entry(SITE, "ok", "public", TODAY, None, {"licence": "MIT"})


def test_another_address_starts_anew() -> None:
    held = advanced(advanced(None, SITE, OK, DAY), "https://autre.example", BROKEN, TODAY)
    assert (held.subject, held.state, held.since) == ("https://autre.example", "unknown", TODAY)


# what a forge tells beside, a day later → whether that renews what is kept
TOLD_BESIDE: dict[str, tuple[dict[str, Any], bool]] = {
    "the same": ({}, False),
    "a later push": ({"last_push": "2026-02"}, False),
    "another licence": ({"licence": "AGPL-3.0"}, True),
    "an archiving": ({"archived": True}, True),
    "a first push": ({"empty": None}, True),
}


@pytest.mark.parametrize(("told", "renews"), TOLD_BESIDE.values(), ids=TOLD_BESIDE)
def test_what_renews_what_a_forge_tells(told: dict[str, Any], renews: bool) -> None:  # noqa: FBT001 - a column
    first: dict[str, Any] = {"licence": "MIT", "archived": False, "empty": True, "last_push": "2026-01"}
    held = advanced(None, SITE, Answer("ok", "public", details=first), DAY)
    later = {**first, **told}
    expected = replace(held, details=later) if renews else held
    assert advanced(held, SITE, Answer("ok", "public", details=later), TODAY) == expected
    assert advanced(held, SITE, UNKNOWN, TODAY) == held


# what is held → how its file holds it
HELD: dict[str, tuple[Entry, dict[str, Any]]] = {
    "what was seen": (
        Entry(SITE, "ok", "page", DAY),
        {"subject": SITE, "state": "ok", "reason": "page", "since": DAY.isoformat()},
    ),
    "what a page says, and where": (
        Entry(SITE, "ok", "mention", DAY, "non conforme", {"link": SITE}),
        {
            "subject": SITE, "state": "ok", "reason": "mention", "since": DAY.isoformat(),
            "status": "non conforme", "details": {"link": SITE},
        },
    ),
    "what one run alone said": (
        Entry(SITE, "ok", "page", DAY, pending=BROKEN, pending_since=TODAY, checked=TODAY),
        {
            "subject": SITE, "state": "ok", "reason": "page", "since": DAY.isoformat(),
            "pending": {"state": "broken", "reason": BROKEN.reason, "since": TODAY.isoformat()},
            "checked": TODAY.isoformat(),
        },
    ),
    "another status that one run alone said": (
        Entry(
            SITE, "ok", "mention", DAY, "non conforme",
            pending=Answer("ok", "mention", "totalement conforme", {"link": SITE}), pending_since=TODAY,
        ),
        {
            "subject": SITE, "state": "ok", "reason": "mention", "since": DAY.isoformat(), "status": "non conforme",
            "pending": {
                "state": "ok", "reason": "mention", "status": "totalement conforme", "details": {"link": SITE},
                "since": TODAY.isoformat(),
            },
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "plain"), HELD.values(), ids=HELD)
def test_a_ledger_and_its_file(entry: Entry, plain: dict[str, Any]) -> None:
    ledger = Ledger({("p", "stats_page"): entry})
    document = to_document(ledger)
    assert document == {"schema_version": 1, "products": {"p": {"stats_page": plain}}}
    assert not validators.errors("evidence", document)
    assert from_document(document) == ledger


ANSWERS = st.sampled_from([OK, BROKEN, UNKNOWN, FULL, PARTLY, Answer("ok", "public", details={"licence": None})])


@given(st.lists(ANSWERS, min_size=1, max_size=8))
def test_no_single_answer_moves_what_is_known(answers: list[Answer]) -> None:
    entry: Entry | None = None
    for run, answer in enumerate(answers):
        before = entry
        entry = advanced(before, SITE, answer, DAY + timedelta(days=run))
        if (
            before is not None
            and before.state != "unknown"
            and (entry.state, entry.status) != (before.state, before.status)
        ):
            assert before.pending is not None
            assert before.pending.claim == answer.claim == answers[run - 1].claim
        if answer.state == "unknown" and before is not None:
            assert (entry.state, entry.status, entry.since) == (before.state, before.status, before.since)
    assert entry is not None
    held = Ledger({("p", "accessibility"): entry, ("a", "open_source"): replace(entry, checked=DAY)})
    assert not validators.errors("evidence", to_document(held))
    assert from_document(to_document(held)) == held
    assert list(to_document(held)["products"]) == ["a", "p"]


def test_contradictions_stand_at_their_fields(tmp_path: Path) -> None:
    fields = "accessibility_status: totalement conforme\nstats: false\nstats_url: https://voisin.example/s\n"
    site = write_site(tmp_path, **{"content/_startups/voisin.md": PRODUCT.replace("---\nUn", f"{fields}---\nUn")})
    products = read(site).products
    held = {
        ("voisin", "accessibility"): Entry(SITE, "ok", "mention", DAY, "non conforme"),
        ("voisin", "stats_page"): Entry(f"{SITE}/s", "ok", "page", DAY),
    }
    told = sorted(
        (finding.rule, finding.location.line, finding.message.fr)
        for finding in contradictions(products, Ledger(held), FolderSource(site), DEFAULT_TERMS, TODAY, VOCABULARY)
    )
    assert told == [
        (
            "accessibility-contradicted",
            13,
            "La fiche dit « totalement conforme », la page https://voisin.example dit « non conforme ».",
        ),
        (
            "stats-page-denied",
            14,
            "La fiche dit « stats: false », mais la page https://voisin.example/s répond.",
        ),
    ]
    agreeing = {
        ("voisin", "accessibility"): Entry(SITE, "ok", "mention", DAY, "totalement conforme"),
        ("voisin", "stats_page"): Entry(f"{SITE}/s", "broken", "http-404", DAY),
    }
    for other in (agreeing, {("voisin", "accessibility"): Entry(SITE, "broken", "no-mention", DAY)}, {}):
        assert not list(contradictions(products, Ledger(other), FolderSource(site), DEFAULT_TERMS, TODAY, VOCABULARY))


# What the file says of the statistics page, which answers → what that contradicts.
DENIALS = {
    "no": ("stats: false\n", ["stats-page-denied"]),
    "yes": ("stats: true\n", []),
    "nothing": ("", []),
    "no, in a word": ("stats: 'false'\n", []),
}


@pytest.mark.parametrize(("said", "rules"), DENIALS.values(), ids=DENIALS)
def test_what_is_seen_contradicts_only_a_file_that_says_no(tmp_path: Path, said: str, rules: list[str]) -> None:
    fields = f"{said}stats_url: https://voisin.example/s\n"
    site = write_site(tmp_path, **{"content/_startups/voisin.md": PRODUCT.replace("---\nUn", f"{fields}---\nUn")})
    held = Ledger({("voisin", "stats_page"): Entry(f"{SITE}/s", "ok", "page", DAY)})
    found = contradictions(read(site).products, held, FolderSource(site), DEFAULT_TERMS, TODAY, VOCABULARY)
    assert [each.rule for each in found] == rules


def test_every_reason_has_words() -> None:
    assert all(reason_text(code) for code in REASONS)
    assert reason_text("http-503").en == "the site answers with an error (503)"
    assert reason_text("missing-link+stats").en == "missing: the site and the statistics page"
    assert ledger.PENDING in REASONS
