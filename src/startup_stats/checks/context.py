"""What a rule may ask beside the record before it: the other records' ids, the day."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.content.documents import SUFFIX
from startup_stats.content.former_ids import former_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from startup_stats.content.records import Place, Record
    from startup_stats.findings import Rule
    from startup_stats.model import Pointer
    from startup_stats.vocabulary import Vocabulary


class Broken(NamedTuple):
    """A rule broken at a place in a record: at the value, or at the key that holds it.

    `missing` is the file that the value points to and that is not there, if that is what is wrong.
    """

    pointer: Pointer
    values: Mapping[str, object] = MappingProxyType({})
    of_key: bool = False
    missing: str | None = None


class Context(NamedTuple):
    """Ids by collection (a file that can't be read exists all the same), former ids → products, folders, the day.

    And the words that files are written in.
    """

    ids: Mapping[str, frozenset[str]]
    former: Mapping[str, tuple[str, ...]]
    folders: Mapping[str, str]
    as_of: date
    vocabulary: Vocabulary

    def file_of(self, collection: str, record: str) -> str:
        """Return the path that a record would have."""
        return f"{self.folders[collection]}/{record}{SUFFIX}"


class Subject(NamedTuple):
    """What a rule looks at: a record that could be read, its fields under our names, and what may be asked beside.

    A named tuple, since thousands are made.
    """

    record: Record
    data: dict[str, Any]
    context: Context

    def name(self, *way: str) -> str:
        """Return what the site calls one of our fields, for a sentence."""
        return self.context.vocabulary.name(self.record.collection, *way)

    def pointer(self, pointer: Pointer) -> Pointer:
        """Return where a value stands in the site's own file."""
        return self.context.vocabulary.pointer(self.record.collection, pointer)


class Check(NamedTuple):
    """A rule, the collections whose records it looks at, and the function that looks.

    `across`: it asks about other records' fields too, so it looks when all of them are read.
    """

    rule: Rule
    collections: tuple[str, ...]
    look: Callable[[Subject], Iterator[Broken]]
    across: bool = False


def make_context(places: Iterable[Place], folders: Mapping[str, str], as_of: date, vocabulary: Vocabulary) -> Context:
    """Gather what can be asked before anything is read: which files there are."""
    ids: dict[str, set[str]] = {collection: set() for collection in folders}
    for place in places:
        ids[place.collection].add(place.id)
    return Context({name: frozenset(found) for name, found in ids.items()}, {}, folders, as_of, vocabulary)


def former_ids_of(products: Iterable[Record], prefixes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the products that name each former id, as an address that begins with a prefix of some."""
    former: dict[str, list[str]] = defaultdict(list)
    for record in products:
        for _, old_id in former_ids(record.data or {}, prefixes):
            former[old_id].append(record.id)
    return {old_id: tuple(named) for old_id, named in former.items()}
