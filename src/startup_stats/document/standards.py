"""Standards as stats.json holds them: plain values, in one language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.self_assessment import self_assessed
from startup_stats.language import Text, listed, number_of
from startup_stats.standards import figures
from startup_stats.standards.catalogue import ACCESSIBILITY, STANDARDS
from startup_stats.standards.reasons import reason_text
from startup_stats.standards.verdict import is_observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.language import Language
    from startup_stats.standards.definition import Standard, StandardTerms, Target
    from startup_stats.standards.ledger import Ledger
    from startup_stats.standards.verdict import Case, Verdict
    from startup_stats.vocabulary import Phases


class Judged(NamedTuple):
    """What was judged: every product before every standard, on which terms, by what ledger if there was one."""

    cases: Mapping[str, Sequence[Case]]
    terms: Mapping[str, StandardTerms]
    ledger: Ledger | None
    phases: Phases


def standards_section(judged: Judged, as_of: date, language: Language) -> dict[str, Any]:
    """Return `standards`: for each, where it applies, its totals, and its counts by phase and by incubator."""
    cases, terms, ledger, phases = judged
    return {
        name: {
            "title": standard.title.said(language),
            "description": _description(standard, observed=is_observed(standard, terms[name], ledger)).said(language),
            "observed": standard.visit is not None,
            "verified": is_observed(standard, terms[name], ledger),
            **_counts(cases[name], terms[name], phases),
            **_target(cases[name], terms[name].target),
            **self_assessed(name, cases, ledger),
            "alternative": _alternative(
                cases[name], as_of, terms[name].target, observed=is_observed(standard, terms[name], ledger)
            ).said(language),
        }
        for name, standard in ((name, STANDARDS[name]) for name in terms)
    }


def _description(standard: Standard, *, observed: bool) -> Text:
    if standard.visit is None or observed:
        return standard.description
    return Text("{description} {so_far}", "{description} {so_far}").fill(
        description=standard.description, so_far=_BY_FILES_ALONE
    )


def _counts(cases: Sequence[Case], terms: StandardTerms, phases: Phases) -> dict[str, Any]:
    by_phase = figures.by_phase(cases, phases)
    return {
        **figures.count(_applicable(cases))._asdict(),
        "by_phase": [
            {"phase": phase, "applies": terms.applies_in(phases[phase]), **counts._asdict()}
            for phase, counts in by_phase.items()
        ],
        "by_incubator": [
            {"incubator": incubator, **counts._asdict()} for incubator, counts in figures.by_incubator(cases).items()
        ],
    }


def _target(cases: Sequence[Case], target: Target | None) -> dict[str, Any]:
    """Return the target of a standard, and how many of its products there are and meet it; nothing without one."""
    if target is None:
        return {}
    phases = [phase.id for phase in target.phases]
    counted = figures.count([case for case in _applicable(cases) if case.phase in phases])
    return {"target": {**target._asdict(), "phases": phases, "total": counted.total, "met": counted.met}}


def _applicable(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.verdict is not None]


def _alternative(cases: Sequence[Case], as_of: date, target: Target | None, *, observed: bool) -> Text:
    told = _counted_text(cases, as_of, observed=observed)
    if target is None:
        return told
    phases = listed(phase.title for phase in target.phases)
    return _WITH_TARGET.fill(told=told, share=target.share, day=date.fromisoformat(target.by), phases=phases)


def _counted_text(cases: Sequence[Case], as_of: date, *, observed: bool) -> Text:
    counted = figures.count(_applicable(cases))
    if not counted.total:
        return Text("Au {day} : aucun produit concerné.", "On {day}: no product is concerned.").fill(day=as_of)
    text = _ALTERNATIVE if not counted.unknown else _WITH_UNKNOWN
    return text.fill(
        day=as_of,
        products=(_ALL if observed else _BY_FILES).fill(products=number_of(counted.total, *_CONCERNED)),
        declared=counted.declared,
        met=counted.met,
        share=per_cent(counted.met, counted.total),
        unmet=counted.unmet,
        undeclared=counted.undeclared,
        unknown=counted.unknown,
    )


def per_cent(part: int, whole: int) -> int:
    """Return a share in whole per cent, half up as everywhere on the page: 5 of 8 is 63."""
    return (200 * part + whole) // (2 * whole)


def accessibility_section(judged: Judged, as_of: date, language: Language) -> dict[str, Any]:
    """Return `accessibility`: what files say, by phase and status, and the same in words; nothing where it is off."""
    if ACCESSIBILITY.id not in judged.cases:
        return {}
    counted = figures.statuses_by_phase(ACCESSIBILITY, judged.cases[ACCESSIBILITY.id], judged.phases)
    totals = {status: sum(row[status] for row in counted.values()) for status in next(iter(counted.values()))}
    parts = ", ".join(f"{status} {number}" for status, number in totals.items())
    section = {
        "title": ACCESSIBILITY_TITLE.said(language),
        "description": ACCESSIBILITY_DESCRIPTION.said(language),
        "by_phase": [{"phase": phase, "total": sum(row.values()), **row} for phase, row in counted.items()],
        "alternative": Text("Au {day} : {parts}.", "On {day}: {parts}.").fill(day=as_of, parts=parts).said(language),
    }
    return {ACCESSIBILITY.id: section}


def verdicts_of_products(cases: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, Any]]:
    """Return the verdicts of each product, by its id; a standard that does not apply is left out."""
    verdicts: dict[str, dict[str, Any]] = {}
    for name, of_standard in cases.items():
        for case in of_standard:
            of_product = verdicts.setdefault(case.product.id, {})
            if case.verdict is not None:
                of_product[name] = _plain(case.verdict)
    return verdicts


def _plain(verdict: Verdict) -> dict[str, str]:
    plain = {"verdict": verdict.outcome, "reason": verdict.reason}
    return plain if verdict.since is None else plain | {"since": verdict.since.isoformat()}


def reasons_section(verdicts: Mapping[str, Mapping[str, Any]], language: Language) -> dict[str, str]:
    """Return the words for every reason that a verdict gives."""
    codes = {verdict["reason"] for of_product in verdicts.values() for verdict in of_product.values()}
    return {code: reason_text(code).said(language) for code in sorted(codes)}


_WITH_TARGET = Text(
    "{told} Objectif : {share} % au {day}, pour les phases {phases}.",
    "{told} Target: {share}% by {day}, for the phases {phases}.",
)
ACCESSIBILITY_TITLE = Text("Conformité déclarée au RGAA", "Declared conformity to the RGAA")
ACCESSIBILITY_DESCRIPTION = Text(
    "Ce que les fiches disent de l'accessibilité de leur produit, pour toutes les phases.",
    "What the files say of their product's accessibility, in all phases.",
)
_BY_FILES_ALONE = Text(
    "Pas encore vérifié en ligne : ces chiffres viennent des seules fiches.",
    "Not verified online yet: these figures come from the files alone.",
)
_CONCERNED = (Text("produit concerné", "product concerned"), Text("produits concernés", "products concerned"))
_ALL = Text("{products}", "{products}")
_BY_FILES = Text("{products}, d'après les fiches", "{products}, by what the files say")
_ALTERNATIVE = Text(
    "Au {day}, sur {products} : respecté par {met} ({share} %), non respecté par {unmet}, non renseigné par "
    "{undeclared}. Fiches qui le déclarent : {declared}.",
    "On {day}, of {products}: {met} meet it ({share}%), {unmet} do not, {undeclared} say nothing of it; {declared} "
    "files declare it.",
)
_WITH_UNKNOWN = Text(
    "Au {day}, sur {products} : respecté par {met} ({share} %), non respecté par {unmet}, non renseigné par "
    "{undeclared}, inconnu pour {unknown}. Fiches qui le déclarent : {declared}.",
    "On {day}, of {products}: {met} meet it ({share}%), {unmet} do not, {undeclared} say nothing of it, and {unknown} "
    "are not known; {declared} files declare it.",
)
