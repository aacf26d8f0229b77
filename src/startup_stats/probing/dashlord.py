"""Which products a Dashlord lists: by their id there, else by their host.

A Dashlord publishes `dashlord.yml` (what it was told to follow) and `report.json` (what it saw, 18 MB on the
largest). Letter grades are not read: their meaning changed in 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import ijson

from startup_stats.content.faults import Unreadable
from startup_stats.content.strict_yaml import load
from startup_stats.probing.pieces import Pieces, ShapeFaultError
from startup_stats.probing.web import Limits
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from startup_stats.model import Product
    from startup_stats.probing.web import Web

# Three times the largest report known; and a list is written by people.
REPORT_LIMITS = Limits(max_bytes=64 * 1024 * 1024, read=20.0, total=120.0)
LIST_LIMITS = Limits(max_bytes=1024 * 1024)


@dataclass(slots=True)
class Listing:
    """Ids and hosts that the instances list; `fault` is why a part of it is not known."""

    ids: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    fault: str | None = None

    def add(self, entry: object) -> None:
        """Take one entry of a list or report; raises ShapeFaultError."""
        url = entry.get("url") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(url, str):
            raise ShapeFaultError
        product = entry.get("betaId")
        # A site that names its product belongs to that one, also where its host serves others.
        if isinstance(product, str) and product:
            self.ids.add(product)
        elif host := host_of(url):
            self.hosts.add(host)

    def answer(self, product: Product, address: str) -> Answer:
        """Answer for a product at its address; what was not found is absent only when all could be read."""
        if self.ids & {product.id, *product.former_ids} or host_of(address) in self.hosts:
            return Answer("ok", "listed")
        return Answer("broken", "not-listed") if self.fault is None else Answer("unknown", self.fault)


def host_of(url: str) -> str:
    """Return an address's host without « www. », empty when there is none."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def read_instances(web: Web, instances: Sequence[Mapping[str, str]]) -> Listing:
    """Ask the configured instances what they list; of one with a list and a report, both count."""
    listing = Listing()
    for instance in instances:
        for kind, url in sorted(instance.items()):
            limits, read = (LIST_LIMITS, list_entries) if kind == "list" else (REPORT_LIMITS, report_entries)
            pieces = Pieces(web.chunks(url, limits), limits.max_bytes)
            try:
                for entry in read(pieces):
                    listing.add(entry)
            except ShapeFaultError:
                listing.fault = listing.fault or pieces.fault or "shape"
    return listing


def list_entries(pieces: Iterable[bytes]) -> Iterator[Any]:
    """Yield the entries of a dashlord.yml; raises ShapeFaultError."""
    try:
        data, _ = load(b"".join(pieces).decode("utf-8-sig"), text_keys=True)
    except (Unreadable, UnicodeDecodeError):
        raise ShapeFaultError from None
    urls = data.get("urls") if isinstance(data, dict) else None
    if not isinstance(urls, list) or not urls:
        raise ShapeFaultError
    yield from urls


def report_entries(pieces: Iterable[bytes]) -> Iterator[Any]:
    """Yield the entries of a report.json as it comes in, of each what Listing.add reads; raises ShapeFaultError."""
    events = ijson.sendable_list()
    parser, entries = ijson.basic_parse_coro(events), _Entries()
    try:
        for piece in pieces:
            parser.send(piece)
            yield from entries.take(events)
            del events[:]
        parser.close()
    except (ijson.JSONError, UnicodeDecodeError):
        raise ShapeFaultError from None
    if not entries.some:
        raise ShapeFaultError


class _Entries:
    """The entries of a list of mappings, from a parser's events; what lies deeper in them is passed over.

    Not ijson's own builder: it keeps the way to each value as a text, which deep nesting makes arbitrarily large.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._key: str | None = None
        self._entry: dict[str, Any] = {}
        self.some = False

    def take(self, events: Iterable[tuple[str, Any]]) -> Iterator[Any]:
        """Yield the entries that end with these events; raises ShapeFaultError for what is no list of mappings."""
        for event, value in events:
            if self._depth < _IN_ENTRY and event not in _OUTLINE[self._depth]:
                raise ShapeFaultError
            self._depth += _STEPS.get(event, 0)
            if event == "end_map" and self._depth < _IN_ENTRY:
                yield self._entry
                self._entry, self.some = {}, True
            elif event == "map_key" and self._depth == _IN_ENTRY:
                self._key = value
            elif self._depth == _IN_ENTRY and self._key in _READ:
                self._entry[self._key] = value


# A list, in it mappings: what may come outside a mapping, and how deep inside one is.
_OUTLINE = (("start_array",), ("start_map", "end_array"))
_IN_ENTRY = len(_OUTLINE)
_STEPS = {"start_array": 1, "start_map": 1, "end_array": -1, "end_map": -1}
_READ = ("url", "betaId")
