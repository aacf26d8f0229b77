"""A checkout's whole history, computed: every figure on every day in both views, breaks, documents, trends."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.breaks import breaks
from startup_stats.history.labels import Labelling, name_of
from startup_stats.history.observed import observed
from startup_stats.history.published import publications
from startup_stats.history.renamed import renamed
from startup_stats.history.spans import spans_of
from startup_stats.history.tally import settled, tally
from startup_stats.history.trends import BY_PHASE, Incubators, in_use, trends
from startup_stats.history.vintages import Days, Vintages
from startup_stats.history.words import as_counted_today
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.definition import PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.config.settings import Config
    from startup_stats.history.breaks import Found
    from startup_stats.history.published import Publication
    from startup_stats.history.tally import Settled
    from startup_stats.history.trends import Trend
    from startup_stats.history.versions import Versions
    from startup_stats.history.vintages import Figures
    from startup_stats.standards.ledger import Ledger


class Beside(NamedTuple):
    """What trends take from beside the versions.

    Of incubators their titles by id, and today's ids by the former ones that their files tell; the ledger of each
    month's end.
    """

    titles: Mapping[str, str]
    redirects: Mapping[str, str]
    ledgers: Mapping[date, Ledger]


class Reconstruction(NamedTuple):
    """What the history of a checkout gives, up to a day.

    Figures are by indicator, in the configured method; *as counted today* has those on products, since members' files
    have no phases; `own` and `by_rule` count the former words of phases that *as counted today* replaces by a product's
    own later word, or by the rule; `settled` is for the next run.
    """

    versions: Versions
    until: date
    as_written: Mapping[str, Figures]
    as_counted_today: Mapping[str, Figures]
    own: int
    by_rule: int
    breaks: tuple[Found, ...]
    publications: tuple[Publication, ...]
    trends: tuple[Trend, ...]
    settled: Settled


def reconstruction(
    versions: Versions, config: Config, until: date, beside: Beside, kept: Settled | None = None
) -> Reconstruction:
    """Compute everything that stats_history.json tells.

    `kept` is what an earlier run settled of the same history; it is taken if that counted by the same terms.
    """
    terms, labelling = repr(config.terms(date.min)), Labelling(config.terms)
    kept = kept if kept is not None and kept.terms == terms else None
    phases = config.vocabulary.phases
    spans = spans_of(versions, config.layouts(), phases, until, kept and kept.day)
    days = Days(versions.since, until, config.terms)
    counted = tally(chain.from_iterable(of.values() for of in spans.values()), labelling.all, kept)
    today = as_counted_today(spans, phases)
    vintages, standards = Vintages(counted, days), config.standard_terms()
    incubators = Incubators(beside.titles, renamed(spans["product"].values(), beside.redirects))
    shown = Labelling(config.terms, {name_of(name, config.method_of(name)) for name in INDICATORS})
    rewritten = Vintages(tally(today.spans["product"].values(), shown.years), days)
    as_written = {name: vintages.figures(each, config.method_of(name)) for name, each in config.indicators().items()}
    of_products = {name: each for name, each in config.indicators().items() if each.subject is PRODUCTS}
    broken = breaks(spans["product"], as_written, config.history.breaks, days)
    seen = observed(spans["product"], beside.ledgers, standards)
    found, renamings = trends(counted, days, standards, seen, incubators), [of.day for of in broken if of.is_renaming]
    return Reconstruction(
        versions,
        until,
        as_written,
        {name: rewritten.figures(each, config.method_of(name)) for name, each in of_products.items()},
        today.own,
        today.by_rule,
        broken,
        publications(config.references, vintages),
        tuple(in_use(each, renamings) if each.id == BY_PHASE else each for each in found),
        settled(counted, versions.day, terms),
    )
