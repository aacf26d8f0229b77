"""Cases → counts, by phase and by incubator, each with its denominator and what is not known."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.definition import NOT_TOLD, StandardTerms, Target
from startup_stats.standards.verdict import Outcome, judged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard
    from startup_stats.standards.ledger import Ledger
    from startup_stats.standards.verdict import Case
    from startup_stats.vocabulary import Phases


class Counts(NamedTuple):
    """Products: all of them, those whose file declares the standard, and their verdicts."""

    total: int
    declared: int
    met: int
    unmet: int
    undeclared: int
    unknown: int


def count(cases: Sequence[Case]) -> Counts:
    """Count cases; verdicts only where the standard applies."""
    outcomes = [case.verdict.outcome for case in cases if case.verdict is not None]
    return Counts(
        len(cases),
        sum(case.declared for case in cases),
        *(outcomes.count(outcome) for outcome in get_args(Outcome)),
    )


def standard_terms(
    given: Mapping[str, Mapping[str, Any] | Literal[False]], phases: Phases, unobserved: Collection[str] = ()
) -> dict[str, StandardTerms]:
    """Return the terms of the standards that a portfolio has: those of a configuration over the default ones."""
    return {
        name: _terms(told, standard, phases, observed=name not in unobserved)
        for name, standard in STANDARDS.items()
        if (told := given.get(name, {})) is not False
    }


def _terms(given: Mapping[str, Any], standard: Standard, phases: Phases, *, observed: bool) -> StandardTerms:
    names, target = given.get("phases", phases.of(*standard.roles)), given.get("target")
    return StandardTerms(
        tuple(phases[name] for name in names),
        tuple(given.get("met_by", standard.met_by)),
        observed,
        None
        if target is None
        else Target(target["share"], target["by"], tuple(phases[name] for name in target.get("phases", names))),
    )


def cases(
    products: Iterable[Product], terms: Mapping[str, StandardTerms], as_of: date, ledger: Ledger | None
) -> dict[str, list[Case]]:
    """Return the case of every product before every standard, by standard."""
    products = tuple(products)
    return {
        name: [judged(STANDARDS[name], each, product, as_of, ledger) for product in products]
        for name, each in terms.items()
    }


def by_phase(of_standard: Sequence[Case], phases: Phases) -> dict[str, Counts]:
    """Count by phase: all of today's, also those to which the standard does not apply, and former words in use."""
    sorted_in: dict[str | None, list[Case]] = defaultdict(list)
    for case in of_standard:
        sorted_in[case.phase].append(case)
    return {phase: count(sorted_in[phase]) for phase in _phases(of_standard, phases)}


def _phases(of_standard: Iterable[Case], phases: Phases) -> list[str]:
    used = {case.phase for case in of_standard}
    return [name for name, kind in phases.items() if name in used or not kind.former]


def by_incubator(of_standard: Iterable[Case]) -> dict[str, Counts]:
    """Count the products to which the standard applies by incubator; a shared product counts in each of its own."""
    sorted_in: dict[str, list[Case]] = defaultdict(list)
    for case in of_standard:
        for incubator in case.product.incubators if case.verdict else ():
            sorted_in[incubator].append(case)
    return {incubator: count(sorted_in[incubator]) for incubator in sorted(sorted_in)}


def statuses_by_phase(standard: Standard, of_standard: Sequence[Case], phases: Phases) -> dict[str, dict[str, int]]:
    """Count what files say of a standard that has statuses, by phase and status, silence included."""
    counted = {phase: dict.fromkeys((*standard.statuses, NOT_TOLD), 0) for phase in _phases(of_standard, phases)}
    for case in of_standard:
        if case.phase is not None:
            counted[case.phase][standard.declared(case.product) or NOT_TOLD] += 1
    return counted
