"""Records → Portfolio. What is not of the expected shape is left out here; the schema's findings say so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.content.days import read_date
from startup_stats.content.former_ids import former_ids
from startup_stats.content.lists import mappings
from startup_stats.model import (
    Event,
    FastSupport,
    Incubator,
    Member,
    Mission,
    Organisation,
    Phase,
    Portfolio,
    Product,
    Scalar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from startup_stats.content.records import Record
    from startup_stats.vocabulary import Vocabulary

Modelled = Product | Member | Incubator | Organisation
# The field that has a vocabulary of its own, and no structure.
CONFORMITY_FIELD = "accessibility_status"


class Reading(NamedTuple):
    """What was read: the records of each collection, and the portfolio made of those that could be."""

    records: Mapping[str, tuple[Record, ...]]
    portfolio: Portfolio


def modelled(record: Record, vocabulary: Vocabulary) -> Modelled | None:
    """Return the model of a record, whose words are a site's; None when the record could not be read."""
    if record.data is None:
        return None
    data = vocabulary.read(record.collection, record.data)
    return _MODELS[record.collection](record.id, record.path, data, vocabulary)


def make_portfolio(models: Iterable[Modelled | None]) -> Portfolio:
    """Put models together, in the order given."""
    by_type: dict[type, list[Any]] = defaultdict(list)
    for model in models:
        by_type[type(model)].append(model)
    products, members, incubators, organisations = (
        tuple(by_type[kind]) for kind in (Product, Member, Incubator, Organisation)
    )
    return Portfolio(products, members, incubators, organisations)


def _product(record_id: str, path: str, data: dict[str, Any], vocabulary: Vocabulary) -> Product:
    phases = [
        Phase(
            name := _text(item.get("name")),
            read_date(item.get("start")),
            read_date(item.get("end")),
            place,
            vocabulary.phases.get(name),
        )
        for place, item in mappings(data.get("phases"))
    ]
    events = tuple(
        Event(vocabulary.event(_text(item.get("name"))), read_date(item.get("date")), place)
        for place, item in mappings(data.get("events"))
    )
    phases.sort(key=lambda phase: phase.order)
    return Product(
        record_id,
        path,
        _title(data, "title") or record_id,
        _incubators(data),
        tuple(phases),
        events,
        _fast(data.get("fast")),
        _scalars(data, vocabulary),
        tuple(former for _, former in former_ids(data, vocabulary.product_prefixes)),
    )


def _scalars(data: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Scalar]:
    """Return the texts, numbers and truths of a product, its conformity in our words."""
    fields = {name: value for name, value in data.items() if isinstance(value, Scalar)}
    conformity = fields.get(CONFORMITY_FIELD)
    if isinstance(conformity, str):
        fields[CONFORMITY_FIELD] = vocabulary.conformity(conformity)
    return fields


def _incubators(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the incubator first, then the others of a co-incubated product."""
    others = data.get("incubators")
    named = [data.get("incubator"), *(others if isinstance(others, list) else [])]
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name))


def _fast(value: Any) -> FastSupport | None:
    if not isinstance(value, dict):
        return None
    promotion, amount = value.get("promotion"), value.get("montant")
    return FastSupport(
        promotion if isinstance(promotion, int) else None,
        amount if isinstance(amount, int | float) else None,
    )


def _member(record_id: str, path: str, data: dict[str, Any], vocabulary: Vocabulary) -> Member:
    missions = tuple(
        Mission(
            read_date(item.get("start")),
            read_date(item.get("end")),
            vocabulary.status(_text(item.get("status"))),
            place,
        )
        for place, item in mappings(data.get("missions"))
    )
    return Member(record_id, path, _text(data.get("domaine")), missions)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _title(data: dict[str, Any], field: str) -> str:
    return _text(data.get(field)).strip()  # a space before a name would put it first in every list


def _incubator(record_id: str, path: str, data: dict[str, Any], _vocabulary: Vocabulary) -> Incubator:
    return Incubator(record_id, path, _title(data, "title") or record_id)


def _organisation(record_id: str, path: str, data: dict[str, Any], _vocabulary: Vocabulary) -> Organisation:
    return Organisation(record_id, path, _title(data, "name") or record_id)


_MODELS: Mapping[str, Callable[[str, str, dict[str, Any], Vocabulary], Modelled]] = {
    "product": _product,
    "member": _member,
    "incubator": _incubator,
    "organisation": _organisation,
}
