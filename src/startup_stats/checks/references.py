"""Values that name another record: organisations, incubators, products, former ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.checks.context import Broken, Check, Context, Subject
from startup_stats.content.former_ids import former_ids
from startup_stats.content.lists import mappings, texts
from startup_stats.findings import error, warning
from startup_stats.language import Text
from startup_stats.schema.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.model import Pointer


def sponsors(subject: Subject) -> Iterator[Broken]:
    """Find sponsors that are no known organisation, or are not written /organisations/<id>."""
    known, prefix = subject.context.ids["organisation"], subject.context.vocabulary.sponsor_prefix
    for index, path in texts(subject.data.get("sponsors")) if known else ():  # without any, nobody can say
        name = path.removeprefix(prefix)
        if not path.startswith(prefix) or name not in known:
            yield _unknown(("sponsors", index), name, "organisation", subject.context, shown=path, prefix=prefix)


def incubators(subject: Subject) -> Iterator[Broken]:
    """Find incubators of a product that do not exist."""
    named: list[tuple[Pointer, str]] = [
        (("incubators", index), name) for index, name in texts(subject.data.get("incubators"))
    ]
    main = subject.data.get("incubator")
    if isinstance(main, str):
        named.insert(0, (("incubator",), main))
    for pointer, name in named:
        if name not in subject.context.ids["incubator"]:
            yield _unknown(pointer, name, "incubator", subject.context)


def main_incubator_left_out(subject: Subject) -> Iterator[Broken]:
    """Find co-incubated products whose list leaves out their own incubator."""
    among = [name for _, name in texts(subject.data.get("incubators"))]
    if among and subject.data.get("incubator") not in among:
        values = {"incubator": subject.data.get("incubator"), "list": subject.name("incubators")}
        yield Broken(("incubators",), values | {"main": subject.name("incubator")})


def member_products(subject: Subject) -> Iterator[Broken]:
    """Find products of a member, present, past or of a mission, that do not exist."""
    known, data = subject.context.ids["product"], subject.data
    lists: list[tuple[Pointer, Any]] = [
        ((field,), data[field]) for field in ("startups", "previously") if field in data
    ]
    lists += [
        (("missions", place, "startups"), mission["startups"])
        for place, mission in mappings(data.get("missions"))
        if "startups" in mission
    ]
    for pointer, named in lists:
        for index, name in texts(named):
            if name not in known:
                yield _unknown((*pointer, index), name, "product", subject.context)


def highlighted_products(subject: Subject) -> Iterator[Broken]:
    """Find products that an incubator puts forward and that do not exist."""
    for index, name in texts(subject.data.get("highlighted_startups")):
        if name not in subject.context.ids["product"]:
            yield _unknown(("highlighted_startups", index), name, "product", subject.context)


def owner(subject: Subject) -> Iterator[Broken]:
    """Find incubators whose owner is no known organisation."""
    path, known = subject.data.get("owner"), subject.context.ids["organisation"]
    prefix = subject.context.vocabulary.sponsor_prefix
    if isinstance(path, str) and path and known and path.removeprefix(prefix) not in known:
        name = path.removeprefix(prefix)
        yield _unknown(("owner",), name, "organisation", subject.context, shown=path, prefix=prefix)


def former_id_taken(subject: Subject) -> Iterator[Broken]:
    """Find former ids that are another product's id, or another product's former id."""
    for index, old_id in former_ids(subject.data, subject.context.vocabulary.product_prefixes):
        others = [product for product in subject.context.former[old_id] if product != subject.record.id]
        others += [old_id] if old_id in subject.context.ids["product"] else []
        if others:
            yield Broken(("redirect_from", index), {"old": old_id, "other": others[0]})


def _unknown(  # noqa: PLR0913 - what is named, where, and how it is written
    pointer: Pointer, name: str, collection: str, context: Context, *, shown: str | None = None, prefix: str = ""
) -> Broken:
    advice = suggestion(name, sorted(context.ids[collection]), 8, prefix)
    missing = context.file_of(collection, name)
    return Broken(pointer, {"value": shown or name, "file": missing, "advice": advice}, missing=missing)


RENAMED = Text("Ce produit s'appelle désormais « {new} ».", 'This product is now called "{new}".')

_ADVICE = Text("{advice}", "{advice}")
CHECKS: tuple[Check, ...] = (
    Check(
        error(
            "sponsor-unknown",
            Text("« {value} » n'est pas une organisation connue : {file} n'existe pas.",
                 'There is no organisation "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("product",),
        sponsors,
    ),
    Check(
        error(
            "incubator-unknown",
            Text("« {value} » n'est pas un incubateur connu : {file} n'existe pas.",
                 'There is no incubator "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("product",),
        incubators,
    ),
    Check(
        error(
            "incubator-not-listed",
            Text("« {list} » ne contient pas l'incubateur « {incubator} ».",
                 '"{list}" does not hold the incubator "{incubator}".'),
            Text("Ajoutez-le à la liste, ou corrigez « {main} ».", 'Add it to the list, or correct "{main}".'),
        ),
        ("product",),
        main_incubator_left_out,
    ),
    Check(
        error(
            "product-unknown",
            Text("« {value} » n'est pas un produit connu : {file} n'existe pas.",
                 'There is no product "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("member",),
        member_products,
    ),
    Check(
        warning(
            "highlighted-product-unknown",
            Text("« {value} » n'est pas un produit connu : {file} n'existe pas.",
                 'There is no product "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("incubator",),
        highlighted_products,
    ),
    Check(
        warning(
            "owner-unknown",
            Text("« {value} » n'est pas une organisation connue : {file} n'existe pas.",
                 'There is no organisation "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("incubator",),
        owner,
    ),
    Check(
        warning(
            "former-id-taken",
            Text("L'ancien identifiant « {old} » est aussi celui de « {other} » : l'une des deux adresses se perd.",
                 'The former id "{old}" is also that of "{other}": one of the two addresses is lost.'),
            Text("Gardez cette redirection dans une seule fiche.", "Keep this redirection in one file."),
        ),
        ("product",),
        former_id_taken,
        across=True,
    ),
)  # fmt: skip
