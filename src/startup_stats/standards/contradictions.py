"""Where the web, or a team's own answers, say otherwise than a file does: each rule beside what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.findings import Rule, found, warning
from startup_stats.language import Text
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.self_assessment import CATEGORIES
from startup_stats.vocabulary import CONFORMITY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard, StandardTerms
    from startup_stats.standards.ledger import Entry, Ledger
    from startup_stats.vocabulary import Vocabulary


class Contradicted(NamedTuple):
    """A field that is contradicted, and what the rule's sentence names."""

    field: str
    values: Mapping[str, object]


def contradictions(  # noqa: PLR0913, PLR0917 - what is compared with what, and in which words
    products: Iterable[Product],
    ledger: Ledger,
    source: Source,
    terms: Mapping[str, StandardTerms],
    as_of: date,
    vocabulary: Vocabulary,
) -> Iterator[Finding]:
    """Return a finding for each contradiction, at the field that is contradicted.

    A team's answers count only where the standard applies: of a product that is over nobody corrects them.
    """
    for product in products:
        concerning = (name for name, each in terms.items() if each.applies_at(product.current_phase(as_of), as_of))
        for rule, contradicted in (*_by_web(product, ledger, terms), *_by_team(product, ledger, set(concerning))):
            locator = Locator(product.path, fields_text(source.read(product.path)))
            own = vocabulary.name("product", contradicted.field)
            finding = found(rule, locator.value((own,)), **_in_own_words(contradicted, own, vocabulary))
            yield finding._replace(field=own)


def _in_own_words(contradicted: Contradicted, own: str, vocabulary: Vocabulary) -> dict[str, object]:
    """Return what a sentence names in the words of the site's files."""
    statuses = {word: vocabulary.conformity_word(word) for word in CONFORMITY}
    values = {name: statuses.get(str(value), value) for name, value in contradicted.values.items()}
    return values | {"field": own}


def _by_web(product: Product, ledger: Ledger, standards: Iterable[str]) -> Iterator[tuple[Rule, Contradicted]]:
    for standard in (STANDARDS[name] for name in standards):
        entry = ledger.entry(product, standard)
        if entry is None:
            continue
        for rule, look in _CONTRADICTIONS:
            contradicted = look(product, standard, entry)
            if contradicted is not None:
                yield rule, contradicted


def _by_team(product: Product, ledger: Ledger, concerning: Collection[str]) -> Iterator[tuple[Rule, Contradicted]]:
    told = ledger.self_assessment
    levels = None if told is None else told.products.get(product.id)
    if levels is None:
        return
    for category in CATEGORIES.values():
        standard = category.standard
        if standard is None or standard.id not in concerning or not levels.says_all_met(category):
            continue
        where = _where_unmet(product, standard, ledger.entry(product, standard))
        if where is not None:
            words = {"title": category.title, "where": where[0], "status": where[1]}
            yield _ALL_MET_BUT_UNMET, Contradicted(standard.fields[0], words)


def _where_unmet(product: Product, standard: Standard, entry: Entry | None) -> tuple[Text, str] | None:
    """Return where a status stands that does not meet a standard, and that status: the page first, then the file."""
    seen, declared = None if entry is None else entry.status, standard.declared(product)
    unmet = {*standard.statuses} - {*standard.met_by}
    if entry is not None and seen in unmet:
        return _ON_PAGE.fill(page=entry.subject), str(seen)
    return (_IN_FILE, declared) if declared in unmet else None


def _another_status(product: Product, standard: Standard, entry: Entry) -> Contradicted | None:
    """Find a status seen that is not the one declared."""
    declared = standard.declared(product)
    if not standard.statuses or declared is None or entry.status in (None, declared):
        return None
    return Contradicted(standard.fields[0], {"declared": declared, "page": entry.subject, "seen": str(entry.status)})


def _seen_though_denied(product: Product, standard: Standard, entry: Entry) -> Contradicted | None:
    """Find something seen that the file says is not there."""
    denied = standard.denied_by is not None and product.fields.get(standard.denied_by) is False
    if not denied or entry.state != "ok":
        return None
    return Contradicted(str(standard.denied_by), {"page": entry.subject})


_CONTRADICTIONS: tuple[tuple[Rule, Callable[[Product, Standard, Entry], Contradicted | None]], ...] = (
    (
        warning(
            "accessibility-contradicted",
            Text(
                "La fiche dit « {declared} », la page {page} dit « {seen} ».",
                'The file says "{declared}", the page {page} says "{seen}".',
            ),
            Text(
                "Corrigez la fiche, ou la mention en bas des pages du produit.",
                "Correct the file, or the mention at the foot of the product's pages.",
            ),
        ),
        _another_status,
    ),
    (
        warning(
            "stats-page-denied",
            Text(
                "La fiche dit « {field}: false », mais la page {page} répond.",
                'The file says "{field}: false", but the page {page} answers.',
            ),
            Text("Écrivez « {field}: true » si cette page est la bonne.", 'Write "{field}: true" if this is the page.'),
        ),
        _seen_though_denied,
    ),
)
_ALL_MET_BUT_UNMET = warning(
    "self-assessment-contradicted",
    Text(
        "L'équipe répond qu'elle respecte tous les critères « {title} », mais {where} dit « {status} ».",
        'The team answers that it meets all criteria of "{title}", but {where} says "{status}".',
    ),
    Text(
        "Mettez à jour la réponse de l'équipe ou, si elle est juste, la fiche et la mention en bas des pages.",
        "Bring the team's answer up to date or, if it is right, the file and the mention at the foot of the pages.",
    ),
)
_ON_PAGE, _IN_FILE = Text("la page {page}", "the page {page}"), Text("la fiche", "the file")
CONTRADICTION_RULES = (*(rule for rule, _ in _CONTRADICTIONS), _ALL_MET_BUT_UNMET)
