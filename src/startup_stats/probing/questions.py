"""What a run asks: one question a product and standard that applies to it, and that the web can answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.standards.catalogue import STANDARDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from startup_stats.model import Product
    from startup_stats.standards.definition import StandardTerms, Visit
    from startup_stats.standards.ledger import Key, Ledger


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a product meets a standard, to be asked at an address."""

    product: Product
    standard: str
    subject: str
    visit: Visit

    @property
    def key(self) -> Key:
        """Return the question's place in the ledger."""
        return self.product.id, self.standard


@dataclass(frozen=True, slots=True)
class Selection:
    """Which questions a run takes on: some standards, some products, all without these.

    With `older_than`, what was checked on that day or later is left out.
    """

    standards: Collection[str] = ()
    products: Collection[str] = ()
    older_than: date | None = None

    def takes(self, question: Question, ledger: Ledger) -> bool:
        """Say whether a run asks a question."""
        entry = ledger.entries.get(question.key)
        fresh = (
            self.older_than is not None
            and entry is not None
            and entry.subject == question.subject
            and entry.checked is not None
            and entry.checked >= self.older_than
        )
        return (
            not fresh
            and (not self.standards or question.standard in self.standards)
            and (not self.products or question.product.id in self.products)
        )


def all_questions(products: Iterable[Product], terms: Mapping[str, StandardTerms], as_of: date) -> list[Question]:
    """Return every question that there is, by product and standard."""
    questions = []
    for product in products:
        for name, each in terms.items():
            standard = STANDARDS[name]
            applies = each.observed and each.applies_at(product.current_phase(as_of), as_of)
            subject = standard.subject(product) if applies and standard.subject is not None else None
            if subject is not None and standard.visit is not None:
                questions.append(Question(product, name, subject, standard.visit))
    return questions


def slowest_first(questions: Iterable[Question], ledger: Ledger) -> list[Question]:
    """Put first what may take longest, so that a run does not end with a few workers waiting.

    What did not answer well last time comes first; then pages inside a site, which fail more often than its home.
    """

    def rank(question: Question) -> tuple[bool, bool]:
        entry = ledger.entries.get(question.key)
        return entry is not None and entry.state == "ok" and entry.pending is None, question.visit == "home"

    return sorted(questions, key=rank)


def shard_of(product_id: str, shards: int) -> int:
    """Return the shard, from 1, that a product falls to: the same on every machine."""
    return int.from_bytes(hashlib.sha256(product_id.encode()).digest()[:4], "big") % shards + 1
