"""The guard: which figures moved too far from one document to the next to have done so by accident, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.state import read_state
from startup_stats.language import Text, listed, same
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from startup_stats.config.settings import ClosedYears, Guard
    from startup_stats.document.state import State

# A sentence names so many records, by titles so long: the point is to recognise what happened.
MOST_NAMED = 8
_LONGEST_TITLE = 60


class Alert(NamedTuple):
    """One figure that moved too far: `moved` names it, before → after; `records` who came in and who went out."""

    moved: Text
    records: Text | None = None

    @property
    def sentence(self) -> Text:
        """Return both as one."""
        parts = [Text(f"{self.moved.fr}.", f"{self.moved.en}."), *([self.records] if self.records else [])]
        return _together(parts)


class Account(NamedTuple):
    """What rings: `years` that are over, and what was `read`; `notes` is what could not be compared."""

    years: tuple[Alert, ...] = ()
    read: tuple[Alert, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Return all that rings, years that are over first."""
        return (*self.years, *self.read)

    @property
    def alarm(self) -> tuple[Text, ...]:
        """Return the sentences of the alarm, none when nothing rings."""
        return tuple(alert.sentence for alert in self.alerts)


# Nothing was compared: there is no earlier file.
NO_EARLIER_FILE = Account()


def compare(old: Any, new: Any, limits: Guard) -> Account:
    """Compare a document with the one it is about to replace.

    The old one may be anything that JSON can say; one that is no document of ours is told as not compared. What is read
    is compared always, years that are over only where `incomparable` sees no reason against it. Of members there are
    counts only.
    """
    before, after = read_state(old), read_state(new)
    return Account(notes=(_UNREADABLE,)) if before is None or after is None else compare_states(before, after, limits)


def compare_states(before: State, after: State, limits: Guard) -> Account:
    """Compare two states as documents tell them, or would tell them."""
    lost = tuple(_lost(before, after, limits.lost))
    reason = incomparable(before, after)
    if reason is not None:
        return Account(read=lost, notes=(_YEARS_NOT_COMPARED.fill(reason=reason),))
    notes = [same(words) for words in _uncompared(before, after)]
    return Account(
        tuple(_closed_years(before, after, limits.closed_years)),
        lost,
        (_NO_COUNTERPART.fill(years=listed(notes)),) if notes else (),
    )


def incomparable(before: State, after: State) -> Text | None:
    """Say why the years of two documents can't be compared: other definitions, methods or counting configuration.

    Return None where they can; a document that does not tell what it was counted by is compared.
    """
    if before.definitions != after.definitions:
        return _OTHER_DEFINITIONS
    otherwise = [
        same(now.title)
        for name, now in after.indicators.items()
        for was in (before.indicators.get(name),)
        if was and (was.method, was.first_year) != (now.method, now.first_year)
    ]
    if otherwise:
        return _OTHER_METHOD.fill(titles=listed(otherwise))
    told = None not in (before.counting, after.counting)
    return _OTHER_COUNTING if told and before.counting != after.counting else None


def _closed_years(before: State, after: State, limits: ClosedYears) -> Iterator[Alert]:
    titles = {**before.products, **after.products}
    for name, series in after.indicators.items():
        earlier = before.indicators[name].closed if name in before.indicators else {}
        for year in sorted(earlier.keys() & series.closed.keys()):
            was, now = earlier[year], series.closed[year]
            if was.value is not None and _moved(was.value, now.value, limits):
                moved = _MOVED.fill(title=series.title, year=str(year), before=was.value, after=_figure(now.value))
                counted = (frozenset(), frozenset()) if series.of_people else (was.counted, now.counted)
                yield Alert(moved, _records(*counted, titles) or _difference(was.value, now.value))


def _moved(before: int, after: int | None, limits: ClosedYears) -> bool:
    if after is None:
        return True
    difference = abs(after - before)
    return difference >= limits.least and difference * 100 > before * limits.percent


def _lost(before: State, after: State, percent: int) -> Iterator[Alert]:
    titles = {**before.products, **after.products}
    read, phased = (before.products.keys(), after.products.keys()), (before.phased, after.phased)
    for title, was, now, records in (
        (_PRODUCTS, len(read[0]), len(read[1]), _records(*read, titles)),
        (_MEMBERS, before.members, after.members, None),
        (_WITH_PHASE, len(phased[0]), len(phased[1]), _records(*phased, titles)),
    ):
        if (was - now) * 100 > was * percent:
            yield Alert(_COUNT.fill(title=title, before=was, after=now), records or _difference(was, now))


def _uncompared(before: State, after: State) -> Iterator[str]:
    """Name the years over in the old document that have no counterpart in the new one, or had no figure to compare."""
    for name, series in before.indicators.items():
        later = after.indicators[name].closed if name in after.indicators else {}
        years = [
            str(year)
            for year, was in sorted(series.closed.items())
            if year not in later or (was.value is None and later[year].value is not None)
        ]
        if years:
            yield f"{series.title} ({', '.join(years)})"


def _figure(value: int | None) -> Text | int:
    return _NO_FIGURE if value is None else value


def _records(before: AbstractSet[str], after: AbstractSet[str], titles: Mapping[str, str]) -> Text | None:
    """Say which products came in and which went out; None where the lists do not tell."""
    parts = [
        words.fill(names=_named(records, titles))
        for words, records in ((_CAME, after - before), (_WENT, before - after))
        if records
    ]
    return _together(parts) if parts else None


def _named(records: AbstractSet[str], titles: Mapping[str, str]) -> Text:
    names = [same(_name(record, titles.get(record, record))) for record in sorted(records)]
    left = len(names) - MOST_NAMED
    return listed(names if left <= 1 else [*names[:MOST_NAMED], _OTHERS.fill(count=left)])


def _name(record: str, title: str) -> str:
    short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    return plain(record if title == record else f"{short} ({record})")


def _together(parts: Sequence[Text]) -> Text:
    return Text(" ".join(part.fr for part in parts), " ".join(part.en for part in parts))


def _difference(before: int, after: int | None) -> Text | None:
    if after is None:
        return None
    return (_MORE if after > before else _FEWER).fill(count=abs(after - before))


_MOVED = Text("{title} {year} : {before} → {after}", "{title} {year}: {before} → {after}")
_COUNT = Text("{title} : {before} → {after}", "{title}: {before} → {after}")
_NO_FIGURE = Text("aucun chiffre", "no figure")
_PRODUCTS = Text("Produits lus", "Products read")
_MEMBERS = Text("Membres lus", "Members read")
_WITH_PHASE = Text("Produits qui ont une phase", "Products with a phase")
_CAME = Text("Entrés : {names}.", "Came in: {names}.")
_WENT = Text("Sortis : {names}.", "Went out: {names}.")
_OTHERS = Text("{count} autres", "{count} others")
_MORE = Text("{count} de plus.", "{count} more.")
_FEWER = Text("{count} de moins.", "{count} fewer.")
_UNREADABLE = Text(
    "Le fichier précédent n'a pas la forme que cet outil lui donne : aucun chiffre n'a pu lui être comparé.",
    "The earlier file has not the shape that this tool gives it: no figure could be compared with it.",
)
_YEARS_NOT_COMPARED = Text(
    "Les années closes n'ont pas été comparées à celles du fichier précédent, seulement ce qui est lu : {reason}.",
    "The years that are over were not compared with those of the earlier file, only what is read: {reason}.",
)
_OTHER_DEFINITIONS = Text("il suit d'autres définitions", "it follows other definitions")
_OTHER_METHOD = Text(
    "la méthode ou la première année a changé pour {titles}", "the method or the first year changed for {titles}"
)
_OTHER_COUNTING = Text(
    "la configuration compte autrement (promotions, mois des évaluations, incubateurs…)",
    "the configuration counts another way (promotions, months of evaluation, incubators…)",
)
_NO_COUNTERPART = Text(
    "N'ont pas été comparées, faute de chiffre ou d'année close dans l'un des deux fichiers : {years}.",
    "Not compared, for want of a figure or of a year that is over in one of the two files: {years}.",
)
