"""Dates that contradict each other or the calendar of a product's life."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from startup_stats.checks.context import Broken, Check, Subject
from startup_stats.content.days import read_date
from startup_stats.content.lists import mappings
from startup_stats.findings import error, warning
from startup_stats.language import Text
from startup_stats.vocabulary import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator


def phase_ends(subject: Subject) -> Iterator[Broken]:
    """Find phases that end before or on the day they start."""
    yield from _ends("phases", subject.data)


def mission_ends(subject: Subject) -> Iterator[Broken]:
    """Find missions that end before or on the day they start."""
    yield from _ends("missions", subject.data)


def _ends(field: str, data: dict[str, Any]) -> Iterator[Broken]:
    for index, period in mappings(data.get(field)):
        start, end = period.get("start"), period.get("end")
        # Days written as they should be are in order as texts too; only what is not is looked at closely.
        if not isinstance(start, str) or not isinstance(end, str) or start < end:
            continue
        first, last = read_date(start), read_date(end)
        if first is not None and last is not None and last <= first:
            yield Broken((field, index, "end"), {"start": first, "end": last})


def phase_twice(subject: Subject) -> Iterator[Broken]:
    """Find phases that a product names twice."""
    seen: set[Any] = set()
    for index, phase in mappings(subject.data.get("phases")):
        name = phase.get("name")
        if isinstance(name, str) and name in seen:
            yield Broken(("phases", index, "name"), {"phase": name})
        seen.add(name if isinstance(name, str) else None)


def phases_out_of_order(subject: Subject) -> Iterator[Broken]:
    """Find phases listed after one that starts later."""
    latest: date | None = None
    for index, phase in mappings(subject.data.get("phases")):
        start = read_date(phase.get("start"))
        if start is None:
            continue
        if latest is not None and start < latest:
            yield Broken(("phases", index, "start"), {"start": start, "latest": latest})
        latest = max(start, latest or start)


def phase_after_closing(subject: Subject) -> Iterator[Broken]:
    """Find phases that start after the product was given up."""
    closing = subject.context.vocabulary.phases.of(*CLOSED)  # after these nothing follows
    phases = [(index, phase, read_date(phase.get("start"))) for index, phase in mappings(subject.data.get("phases"))]
    closed = [(start, phase["name"]) for _, phase, start in phases if start and phase.get("name") in closing]
    for index, phase, start in phases:
        before = [name for day, name in closed if start and day < start]
        if before:
            yield Broken(("phases", index, "start"), {"phase": phase.get("name"), "closing": before[0]})


def future_dates(subject: Subject) -> Iterator[Broken]:
    """Find phases and events dated after the day of the check."""
    for field, key in (("phases", "start"), ("events", "date")):
        for index, item in mappings(subject.data.get(field)):
            day = read_date(item.get(key))
            if day is not None and day > subject.context.as_of:
                yield Broken((field, index, key), {"day": day, "name": item.get("name")})


def _ended(subject: Subject, leaves: bool) -> Iterator[Broken]:  # noqa: FBT001 - which of the two rules
    """Find `end` events of products whose current phase is not closed: one that leaves the programme, or another."""
    vocabulary = subject.context.vocabulary
    phases = [
        (start, kind.rank, kind)
        for _, phase in mappings(subject.data.get("phases"))
        if (kind := vocabulary.phases.get(str(phase.get("name")))) is not None
        and (start := read_date(phase.get("start")) or date.min) <= subject.context.as_of
    ]
    current = max(phases)[2] if phases else None
    if current is None or current.role in CLOSED or current.leaves != leaves:
        return
    for index, event in mappings(subject.data.get("events")):
        day = read_date(event.get("date"))
        word = str(event.get("name"))
        if vocabulary.event(word) == "end" and day is not None and day <= subject.context.as_of:
            yield Broken(("events", index, "name"), {"phase": current.title, "event": word})


def ended_but_handed_over(subject: Subject) -> Iterator[Broken]:
    """Find `end` events of products that go on without the programme."""
    yield from _ended(subject, leaves=True)


def ended_but_running(subject: Subject) -> Iterator[Broken]:
    """Find `end` events of products that are still in the programme."""
    yield from _ended(subject, leaves=False)


_ENDS = Text("La fin ({end}) n'est pas après le début ({start}).", "The end ({end}) is not after the start ({start}).")
_CORRECT_DATES = Text("Corrigez l'une des deux dates.", "Correct one of the two dates.")
CHECKS: tuple[Check, ...] = (
    Check(error("phase-ends-early", _ENDS, _CORRECT_DATES), ("product",), phase_ends),
    Check(error("mission-ends-early", _ENDS, _CORRECT_DATES), ("member",), mission_ends),
    Check(
        error(
            "phase-repeated",
            Text("La phase « {phase} » est déjà dans la liste.", 'The phase "{phase}" is in the list already.'),
            Text("Gardez une seule des deux.", "Keep one of the two."),
        ),
        ("product",),
        phase_twice,
    ),
    Check(
        warning(
            "phases-out-of-order",
            Text("Cette phase commence le {start}, avant une phase écrite plus haut ({latest}).",
                 "This phase starts on {start}, before a phase written above ({latest})."),
            Text("Écrivez les phases de la plus ancienne à la plus récente.", "Write the phases from first to last."),
        ),
        ("product",),
        phases_out_of_order,
    ),
    Check(
        warning(
            "phase-after-closing",
            Text("La phase « {phase} » commence après « {closing} », qui clôt la vie du produit.",
                 'The phase "{phase}" starts after "{closing}", which ends the product\'s life.'),
            Text("Corrigez les dates, ou retirez la phase de clôture si le produit a repris.",
                 "Correct the dates, or remove the closing phase if the product goes on."),
        ),
        ("product",),
        phase_after_closing,
    ),
    Check(
        warning(
            "end-handed-over",
            Text("Un événement « {event} » dit que le produit est arrêté, et sa phase qu'il continue ({phase}) : il "
                 "n'est pas compté comme abandonné.",
                 'An event "{event}" says that the product has stopped, and its phase that it goes on ({phase}): it is '
                 "not counted as abandoned."),
            Text("Retirez l'événement « {event} » si le produit continue ; sinon, ajoutez la phase d'abandon.",
                 'Remove the event "{event}" if the product goes on; otherwise add the phase of its end.'),
        ),
        ("product",),
        ended_but_handed_over,
    ),
    Check(
        warning(
            "end-running",
            Text("Un événement « {event} » dit que le produit est arrêté, et sa phase qu'il est en cours ({phase}) : "
                 "il est compté comme abandonné.",
                 'An event "{event}" says that the product has stopped, and its phase that it is running ({phase}): it '
                 "is counted as abandoned."),
            Text("Ajoutez la phase d'abandon, ou retirez l'événement « {event} » si le produit est toujours là.",
                 'Add the phase of its end, or remove the event "{event}" if the product is still there.'),
        ),
        ("product",),
        ended_but_running,
    ),
    Check(
        warning(
            "date-in-future",
            Text("« {name} » est daté du {day}, qui n'est pas encore arrivé.",
                 '"{name}" is dated {day}, which is still to come.'),
            Text("Si c'est prévu, rien à faire : les chiffres ne le comptent pas avant. Sinon, corrigez la date.",
                 "If it is planned, leave it: no figure counts it before that day. Else correct the date."),
        ),
        ("product",),
        future_dates,
    ),
)  # fmt: skip
