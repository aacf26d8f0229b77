"""The digest of two states: what happened to products, who came and went, which figures moved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.arrivals import arrivals
from startup_stats.history.comparison import Difference
from startup_stats.history.figures import moved, revisions
from startup_stats.history.identity import followed, names
from startup_stats.history.life import is_reworded, life
from startup_stats.history.news import KINDS, News
from startup_stats.history.standards import standards_news
from startup_stats.indicators.definition import PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from startup_stats.history.arrivals import Arrivals
    from startup_stats.history.figures import Changes, Figure
    from startup_stats.history.news import Kind, Span
    from startup_stats.history.standards import Judges
    from startup_stats.history.states import State
    from startup_stats.model import Product


class Incubators(NamedTuple):
    """Incubators that came, that went, and those whose file has another name: ids."""

    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


class Digest(NamedTuple):
    """What happened: news by kind and title; figures of indicators, years that are over first.

    `reworded` are the products whose phases have other words, and are the same. Figures' differences name products of
    `products`, by their ids of now, or of before where they went.
    """

    news: tuple[News, ...]
    incubators: Incubators
    arrivals: Arrivals | None
    figures: tuple[Figure, ...]
    reworded: tuple[str, ...]
    products: Mapping[str, Product]


def digest(then: State, now: State, span: Span, judges: Judges) -> Digest:
    """Tell what happened between two states, both of which are computed as of the later day.

    So the calendar moves nothing but the people who come and go.
    """
    pairs = _Pairs.of(then, now)
    successors = _successors(then, now, pairs)
    news = [*_comings(then, now, pairs), *_goings(now, pairs)]
    for before, after in pairs.both():
        if before != after:
            news += life(before, after, span, successors)
        if before != after or judges.then != judges.now:
            news += standards_news(before, after, span.until, judges)
    return Digest(
        tuple(sorted(news, key=lambda each: (KINDS.index(each.kind), each.product.title.casefold(), each.product.id))),
        _incubators(then, now, successors),
        arrivals(then, now, span),
        tuple(each for each in moved(revisions(then, now), now, judges.standards) if each.kind == "indicator"),
        tuple(after.id for before, after in pairs.both() if before != after and is_reworded(before, after)),
        {**pairs.then, **pairs.now},
    )


def of_incubator(digest: Digest, incubator: str) -> Digest:
    """Return what of a digest is about the products of one incubator; of people, who belong to none, nothing."""
    ids = {name for name, product in digest.products.items() if incubator in product.incubators}
    ids |= {each.product.id for each in digest.news if each.kind == "incubators" and incubator in each.before}
    figures = (
        figure._replace(came_in=_among(figure.came_in, ids), went_out=_among(figure.went_out, ids))
        for figure in digest.figures
    )
    return Digest(
        tuple(each for each in digest.news if each.product.id in ids),
        Incubators(),
        None,
        tuple(figure for figure in figures if figure.came_in or figure.went_out),
        tuple(name for name in digest.reworded if name in ids),
        digest.products,
    )


def _among(changes: Changes, ids: AbstractSet[str]) -> tuple[Difference, ...]:
    return tuple(each for each in changes if isinstance(each, Difference) and each.id in ids)


class _Pairs(NamedTuple):
    """The products of two states by id, the ids that became others, and the products there in both."""

    then: Mapping[str, Product]
    now: Mapping[str, Product]
    later: Mapping[str, str]

    @classmethod
    def of(cls, then: State, now: State) -> _Pairs:
        """Find who is who."""
        before, after = ({each.id: each for each in state.portfolio.products} for state in (then, now))
        return cls(before, after, followed(before, after))

    def both(self) -> Iterator[tuple[Product, Product]]:
        """Yield the products that are there in both states, as they were and as they are."""
        for before, after in self.later.items():
            yield self.then[before], self.now[after]


def _comings(then: State, now: State, pairs: _Pairs) -> Iterator[News]:
    """Tell the products that were not there, or could not be read."""
    unread, known = then.unread.get(PRODUCTS.id, frozenset()), frozenset(pairs.later.values())
    for name, product in pairs.now.items():
        if name not in known:
            phase = product.current_phase(now.terms.as_of)
            kind: Kind = "readable" if names(product) & unread else "created"
            told = News(kind, product)
            yield told if phase is None else told._replace(after=(phase.name,), day=phase.start)


def _goings(now: State, pairs: _Pairs) -> Iterator[News]:
    """Tell the products that are not there any more, and into which other one a file went."""
    unread = now.unread.get(PRODUCTS.id, frozenset())
    heirs = {former: product.id for product in pairs.now.values() for former in product.former_ids}
    for name, product in pairs.then.items():
        if name not in pairs.later:
            kind: Kind = "unreadable" if names(product) & unread else "gone"
            yield News(kind, product, after=(heirs[name],) if name in heirs else ())


def _successors(then: State, now: State, pairs: _Pairs) -> dict[str, str]:
    """Return the incubators that came in place of another for all its products: its file has another name."""
    gone, came = _ids(then) - _ids(now), _ids(now) - _ids(then)
    joined = defaultdict[str, set[tuple[str, ...]]](set)
    for before, after in pairs.both():
        for incubator in gone & set(before.incubators):
            joined[incubator].add(tuple(each for each in after.incubators if each not in before.incubators))
    return {old: new for old, found in sorted(joined.items()) for new in sorted(came) if found == {(new,)}}


def _incubators(then: State, now: State, successors: Mapping[str, str]) -> Incubators:
    """Tell which incubators came, went, and are called otherwise; that a file has another name is no news."""
    before, after = ({each.id: each.title for each in state.portfolio.incubators} for state in (then, now))
    came, gone = _ids(now) - _ids(then) - {*successors.values()}, _ids(then) - _ids(now) - {*successors}
    renamed = tuple(pair for pair in successors.items() if before.get(pair[0]) != after.get(pair[1]))
    return Incubators(tuple(sorted(came)), tuple(sorted(gone)), renamed)


def _ids(state: State) -> AbstractSet[str]:
    """Return the incubators that have a file, readable or not."""
    return {each.id for each in state.portfolio.incubators} | state.unread.get("incubator", frozenset())
