"""A digest told: its parts, sections and lines, in no form yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.digest import of_incubator
from startup_stats.language import Text, listed, number_of, same
from startup_stats.reports.impact import figure_lines
from startup_stats.reports.news import WORDS, Names, before_standards, title
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.commands.digest import Told
    from startup_stats.history.arrivals import Arrivals
    from startup_stats.history.digest import Digest
    from startup_stats.history.news import News


class Item(NamedTuple):
    """A line: a name that is put forward, what is said after it, and lines below."""

    lead: str
    rest: Text
    below: tuple[Text, ...] = ()


class Section(NamedTuple):
    """What is told under one heading."""

    heading: Text
    items: tuple[Item, ...]


class Part(NamedTuple):
    """The sections of the whole portfolio, or of one incubator by its id and name."""

    id: str | None
    name: Text | None
    sections: tuple[Section, ...]


def parts(told: Told, *, by_incubator: bool) -> tuple[Part, ...]:
    """Return what there is to tell; by incubator, what belongs to none of them stands first, under no name."""
    names = Names(told.digest.products, told.incubators, told.phases, told.last)
    if not by_incubator:
        found = [Part(None, None, tuple(_sections(told.digest, names)))]
    else:
        homes = {each for product in told.digest.products.values() for each in product.incubators}
        homeless = tuple(each for each in told.digest.news if not each.product.incubators)
        found = [Part(None, None, tuple(_sections(told.digest._replace(news=homeless), names)))]
        for home in sorted(homes, key=lambda each: (told.incubators.get(each, each).casefold(), each)):
            own = of_incubator(told.digest, home)._replace(figures=(), reworded=())
            found.append(Part(home, names.incubator(home), tuple(_sections(own, names._replace(told=True)))))
    return tuple(part for part in found if part.sections)


def _sections(digest: Digest, names: Names) -> Iterator[Section]:
    """Yield the sections that have something to say, in the order in which they are read."""
    for kind, words in WORDS.items():
        news = [each for each in digest.news if each.kind == kind]
        if news:
            yield Section(words.heading, tuple(_items(news, names)))
    incubators = tuple(_incubators(digest, names))
    if incubators:
        yield Section(_INCUBATORS, incubators)
    if digest.arrivals is not None:
        yield Section(_MEMBERS, tuple(Item("", line) for line in _people(digest.arrivals)))
    if digest.figures:
        yield Section(_FIGURES, tuple(_figures(digest)))
    if digest.reworded:
        products = number_of(len(digest.reworded), _PRODUCT, _PRODUCTS)
        yield Section(_WORDING, (Item("", _REWORDED.fill(products=products)),))


def _items(news: list[News], names: Names) -> Iterator[Item]:
    """Yield a line for each news; of the standards that one product won, or lost, one line for all."""
    by_product: dict[str, list[News]] = {}
    for each in news:
        by_product.setdefault(each.product.id, []).append(each)
    for of_product in by_product.values():
        if of_product[0].standard is not None:
            yield Item(title(of_product[0].product), before_standards(of_product, names))
        else:
            yield from (Item(title(each.product), WORDS[each.kind].said(each, names)) for each in of_product)


def _incubators(digest: Digest, names: Names) -> Iterator[Item]:
    came, gone, renamed = digest.incubators
    yield from (Item("", _NEW_INCUBATOR.fill(name=names.incubator(each))) for each in came)
    yield from (Item("", _GONE_INCUBATOR.fill(name=names.incubator(each))) for each in gone)
    for old, new in renamed:
        yield Item("", _RENAMED_INCUBATOR.fill(old=names.incubator(old), new=names.incubator(new)))


def _people(arrivals: Arrivals) -> Iterator[Text]:
    came, gone = sum(arrivals.came.values()), sum(arrivals.gone.values())
    if came:
        yield _COUNTED.fill(count=number_of(came, _ARRIVAL, _ARRIVALS), by=_by_status(arrivals.came), more=same(""))
    if gone:
        more = _AT_TERM.fill(count=arrivals.at_term) if arrivals.at_term else same("")
        yield _COUNTED.fill(count=number_of(gone, _DEPARTURE, _DEPARTURES), by=_by_status(arrivals.gone), more=more)
    if arrivals.changed:
        yield _CHANGED.fill(count=number_of(arrivals.changed, _CHANGE, _CHANGES))


def _by_status(counts: Mapping[str, int]) -> Text:
    return listed(_OF_STATUS.fill(status=STATUSES[name], count=count) for name, count in counts.items() if count)


def _figures(digest: Digest) -> Iterator[Item]:
    """Yield a line for each figure; below those of years that are over who came in and who went out, and why."""
    titles = {name: product.title for name, product in digest.products.items()}
    for figure in digest.figures:
        first, *rest = figure_lines(figure, titles)
        yield Item("", first, tuple(rest) if figure.complete else ())


_INCUBATORS, _MEMBERS = Text("Incubateurs", "Incubators"), Text("Membres", "Members")
_FIGURES, _WORDING = Text("Chiffres qui bougent", "Figures that move"), Text("Mots des phases", "Words of phases")
_NEW_INCUBATOR = Text("Nouvel incubateur : {name}.", "New incubator: {name}.")
_GONE_INCUBATOR = Text("Incubateur retiré : {name}.", "Incubator removed: {name}.")
_RENAMED_INCUBATOR = Text("{old} s'appelle désormais {new}.", "{old} is now called {new}.")
_COUNTED = Text("{count} ({by}){more}.", "{count} ({by}){more}.")
_OF_STATUS = Text("{status} : {count}", "{status}: {count}")
_AT_TERM = Text(", dont {count} à la fin prévue de la mission", ", of which {count} at the planned end of the mission")
_ARRIVAL, _ARRIVALS = Text("arrivée ou retour", "arrival or return"), Text("arrivées ou retours", "arrivals or returns")
_DEPARTURE, _DEPARTURES = Text("départ", "departure"), Text("départs", "departures")
_CHANGED = Text("{count}.", "{count}.")
_CHANGE, _CHANGES = Text("changement de statut", "change of status"), Text("changements de statut", "changes of status")
_PRODUCT, _PRODUCTS = Text("produit", "product"), Text("produits", "products")
_REWORDED = Text(
    "{products} : un ancien mot de phase et un mot d'aujourd'hui se sont remplacés, sans que la phase change de date.",
    "{products}: a former word for a phase and one of today took each other's place, and the phase kept its date.",
)
