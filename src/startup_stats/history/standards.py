"""Standards won and lost by a product between two states: by what its file says, and by what a probe saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.news import News
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.verdict import is_observed, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.history.news import Kind, Source
    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard, StandardTerms
    from startup_stats.standards.ledger import Ledger
    from startup_stats.standards.verdict import Outcome


class Judges(NamedTuple):
    """What standards are judged by in both states: their terms, and the ledger of each, None where there was none."""

    standards: Mapping[str, StandardTerms]
    then: Ledger | None = None
    now: Ledger | None = None


def standards_news(then: Product, now: Product, as_of: date, judges: Judges) -> Iterator[News]:
    """Tell what changed before each standard that applies to a product in its phase of now.

    The phases are those of now in both states: a standard that begins to apply is neither won nor lost.
    """
    earlier = then._replace(phases=now.phases)
    for name, terms in judges.standards.items():
        standard = STANDARDS[name]
        yield from _by_file(standard, terms, earlier, now, as_of)
        if judges.then is not None and is_observed(standard, terms, judges.now):
            before = _outcome(standard, terms, earlier, as_of, judges.then)
            kind = _kind(before, _outcome(standard, terms, now, as_of, judges.now))
            # What nobody could see, or nobody declared, is not what the web shows: only yes and no are.
            if kind is not None and before != "undeclared":
                yield _news(kind, now, standard, "web")


def _by_file(standard: Standard, terms: StandardTerms, earlier: Product, now: Product, as_of: date) -> Iterator[News]:
    before, after = (_outcome(standard, terms, each, as_of, None) for each in (earlier, now))
    kind = _kind(before, after)
    said, says = standard.declared(earlier), standard.declared(now)
    if standard.statuses and after is not None and says is not None and says != said:
        shown = ((said,) if said is not None else (), (says,))
        yield _news(kind or "stated", now, standard, "file")._replace(before=shown[0], after=shown[1])
    elif kind is not None:
        yield _news(kind, now, standard, "file")


def _outcome(
    standard: Standard, terms: StandardTerms, product: Product, as_of: date, ledger: Ledger | None
) -> Outcome | None:
    verdict = judged(standard, terms, product, as_of, ledger).verdict
    return None if verdict is None else verdict.outcome


def _kind(before: Outcome | None, after: Outcome | None) -> Kind | None:
    """Return whether a standard was won or lost; what was, or is, not known proves neither."""
    sure = ("met", "unmet", "undeclared")
    if before == after or before not in sure or after not in sure:
        return None
    return "won" if after == "met" else "lost" if before == "met" else None


def _news(kind: Kind, product: Product, standard: Standard, source: Source) -> News:
    return News(kind, product, standard=standard.id, source=source)
