"""The evidence ledger: what was seen of each product and standard, what teams answered of them, and since when.

It changes only when a state does, so that its git history is itself the record. `_data/stats_evidence.json`,
described by schemas/evidence.schema.json.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from startup_stats.standards.self_assessment import SelfAssessment, from_plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard

State = Literal["ok", "broken", "unknown"]
# A product's id and a standard's.
Key = tuple[str, str]

LEDGER_VERSION = 1
# Beside stats.json, in a site's _data.
LEDGER_NAME = "stats_evidence.json"
PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one probe saw. `status` is the conformity that a page tells; `details` what a forge says of a repository."""

    state: State
    reason: str
    status: str | None = None
    details: Mapping[str, str | bool | None] = field(default_factory=dict)

    @property
    def claim(self) -> tuple[str, str | None]:
        """What has to be said twice before it replaces something known."""
        return self.state, self.status


@dataclass(frozen=True, slots=True)
class Entry:
    """What is held to be true of a product and a standard, since which run, and what one run alone said otherwise."""

    subject: str
    state: State
    reason: str
    since: date
    status: str | None = None
    details: Mapping[str, str | bool | None] = field(default_factory=dict)
    pending: Answer | None = None
    pending_since: date | None = None
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, and what teams answered of themselves where somebody asked."""

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    self_assessment: SelfAssessment | None = None

    def entry(self, product: Product, standard: Standard) -> Entry | None:
        """Return what is held of a product; None where nothing is, or where it was seen of another address."""
        found = self.entries.get((product.id, standard.id))
        subject = standard.subject(product) if standard.subject else None
        return found if found is not None and found.subject == subject else None


def advanced(before: Entry | None, subject: str, answer: Answer, day: date) -> Entry:
    """Return what is held after one more answer.

    A first « ok » counts at once. « broken » counts, and what is known flips, only when a second run in a row
    says the same; one that sees nothing in between starts that count again, and moves nothing else.
    """
    if before is None or before.subject != subject:
        return _first(subject, answer, day)
    if answer.state == "unknown" or (before.state, before.status) == answer.claim:
        return _unchanged(before, answer)
    if (before.state == "unknown" and answer.state == "ok") or _confirmed(before, answer):
        since = before.pending_since if _confirmed(before, answer) and before.pending_since else day
        return Entry(subject, answer.state, answer.reason, since, answer.status, answer.details)
    return replace(before, pending=answer, pending_since=day)


def _first(subject: str, answer: Answer, day: date) -> Entry:
    if answer.state == "broken":
        return Entry(subject, "unknown", PENDING, day, pending=answer, pending_since=day)
    return Entry(subject, answer.state, answer.reason, day, answer.status, answer.details)


def _unchanged(before: Entry, answer: Answer) -> Entry:
    """Keep an entry; of what a forge tells beside, only another licence, an archiving or a first push renews it."""
    entry = replace(before, pending=None, pending_since=None)
    if before.state == "unknown" and before.reason == PENDING:
        entry = replace(entry, reason=answer.reason)
    details = {name: answer.details.get(name) for name in ("licence", "archived", "empty")}
    if answer.state == "ok" and details != {name: before.details.get(name) for name in details}:
        entry = replace(entry, reason=answer.reason, details=answer.details)
    return entry


def _confirmed(before: Entry, answer: Answer) -> bool:
    return before.pending is not None and before.pending.claim == answer.claim


def to_document(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger as its file holds it, by product and standard."""
    products: dict[str, dict[str, Any]] = {}
    for (product, standard), entry in sorted(ledger.entries.items()):
        products.setdefault(product, {})[standard] = _plain(entry)
    document = {"schema_version": LEDGER_VERSION, "products": products}
    told = ledger.self_assessment
    return document if told is None else document | {"self_assessment": to_plain(told)}


def _plain(entry: Entry) -> dict[str, Any]:
    plain: dict[str, Any] = {"subject": entry.subject, "state": entry.state, "reason": entry.reason}
    plain["since"] = entry.since.isoformat()
    optional = {"status": entry.status, "details": dict(entry.details)}
    if entry.pending is not None and entry.pending_since is not None:
        optional["pending"] = {**_told(entry.pending), "since": entry.pending_since.isoformat()}
    if entry.checked is not None:
        optional["checked"] = entry.checked.isoformat()
    return plain | {name: value for name, value in optional.items() if value}


def _told(answer: Answer) -> dict[str, Any]:
    plain = {"state": answer.state, "reason": answer.reason, "status": answer.status, "details": dict(answer.details)}
    return {name: value for name, value in plain.items() if value}


def from_document(document: Mapping[str, Any]) -> Ledger:
    """Read a ledger that is valid by its schema."""
    told = document.get("self_assessment")
    return Ledger(
        {
            (product, standard): _entry(plain)
            for product, standards in document["products"].items()
            for standard, plain in standards.items()
        },
        None if told is None else from_plain(told),
    )


def _entry(plain: Mapping[str, Any]) -> Entry:
    pending = plain.get("pending")
    return Entry(
        plain["subject"],
        plain["state"],
        plain["reason"],
        date.fromisoformat(plain["since"]),
        plain.get("status"),
        plain.get("details", {}),
        None if pending is None else _answer(pending),
        None if pending is None else date.fromisoformat(pending["since"]),
        date.fromisoformat(plain["checked"]) if "checked" in plain else None,
    )


def _answer(plain: Mapping[str, Any]) -> Answer:
    return Answer(plain["state"], plain["reason"], plain.get("status"), plain.get("details", {}))
