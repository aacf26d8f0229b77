"""News: what happened to a product between two states, as a person would say it; not every edit of a file is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.model import Product

# In the order in which they are told.
Kind = Literal[
    "created",
    "recognised",
    "withdrawn",
    "launched",
    "progressed",
    "resumed",
    "handed_over",
    "stopped",
    "announced",
    "supported",
    "incubators",
    "renamed",
    "won",
    "lost",
    "stated",
    "gone",
    "unreadable",
    "readable",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What says so: the product's file, or what a probe saw.
Source = Literal["file", "web"]


class Span(NamedTuple):
    """The time between two states: the day of the earlier one, and the day of the later, of which both are told."""

    since: date
    until: date


class News(NamedTuple):
    """Something that happened to a product, told as it is in the later state, or as it was last.

    `before` and `after` are what changed: phases, incubators, titles, or the status of a `standard`, by the `source`
    that says so. `day` is the one that the content gives, if any.
    """

    kind: Kind
    product: Product
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    day: date | None = None
    standard: str | None = None
    source: Source | None = None
