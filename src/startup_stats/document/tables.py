"""stats.json, and the history beside it, as CSV tables, described by a datapackage.json.

Semicolons and a byte order mark, so that a French spreadsheet opens them right; both are told in datapackage.json.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.data_package import DELIMITER, data_package
from startup_stats.writers.csv import Cell, to_csv
from startup_stats.writers.json import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from startup_stats.document.revisions import Year

BYTE_ORDER_MARK = "\ufeff"


class Column(NamedTuple):
    """A column: its name, its type in a data package, what it holds."""

    name: str
    kind: str
    description: str


class Table(NamedTuple):
    """A table: its title, its columns, and its rows from a document; None where they come from the history."""

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Mapping[str, Any]], Iterator[list[Cell]]] | None


def to_tables(document: Mapping[str, Any], history: Iterable[Year] = ()) -> dict[str, str]:
    """Return the text of each CSV file and of datapackage.json, by file name.

    Each is there whatever the site has: without a history, revisions.csv has no row.
    """
    texts = {}
    for name, table in TABLES.items():
        rows = table.rows(document) if table.rows else _revisions(document, history)
        texts[name] = BYTE_ORDER_MARK + to_csv([column.name for column in table.columns], rows, DELIMITER)
    return {**texts, "datapackage.json": to_json(data_package(document, TABLES))}


def _indicators(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for name, indicator in document["indicators"].items():
        for year in indicator["years"]:
            head = [name, indicator["title"], year["year"]]
            reason = year.get("reason") or year.get("note")
            yield [*head, "computed", year["value"], year["complete"], indicator["method"], None, None, reason]
            for kind, figure in _figures(year):
                told = [figure.get(key) for key in ("method", "known_at", "source", "note")]
                yield [*head, kind, figure["value"], None, *told]


def _figures(year: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every figure of documents on a year: no figure of the configuration is lost."""
    target, published = year.get("target"), year.get("published")
    for key in ("initial", "revised"):
        if target and target[key] is not None:
            yield f"target-{key}", {"value": target[key], "source": target["source"]}
    yield from (("target-other", other) for other in (target or {}).get("others", ()))
    if published:
        yield "published", published
        yield from (("published-other", other) for other in published["others"])


def _products(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for product in document["products"]:
        incubators = " ".join(product["incubators"])
        yield [*(product[key] for key in ("id", "title", "phase", "since")), incubators, product["url"]]


def _standards(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for name, standard in document["standards"].items():
        for by in ("phase", "incubator"):
            for row in standard[f"by_{by}"]:
                counts = [row[key] for key in ("total", "declared", "met", "unmet", "undeclared", "unknown")]
                yield [name, standard["title"], by, row[by], *counts]


def _verdicts(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for product in document["products"]:
        for name, verdict in product["standards"].items():
            yield [product["id"], name, verdict["verdict"], verdict["reason"], verdict.get("since")]


def _members(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for year in document["members"]["new_by_year"]:
        yield [year[key] for key in ("year", "complete", "admin", "service", "independent")]


def _incubators(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for incubator in document["incubators"]:
        head = [incubator["incubator"], incubator["title"]]
        for phase in document["phases"]["by_phase"]:
            yield [*head, "phase", phase["phase"], incubator["by_phase"].get(phase["phase"], 0)]
        for year, count in incubator["launched_by_year"].items():
            yield [*head, "launched", year, count]


def _revisions(document: Mapping[str, Any], history: Iterable[Year]) -> Iterator[list[Cell]]:
    for year in history:
        title = document["indicators"][year.indicator]["title"]
        for point in year.points:
            flags = (point.provisional, point.revised, point.broken)
            head = [year.indicator, title, year.year, year.view]
            yield [*head, point.day.isoformat(), point.value, *flags, point.reason]


def _columns(*columns: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*column) for column in columns)


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "indicators.csv": Table(
            "Les indicateurs par année, calculés, prévus et publiés",
            _columns(
                ("indicator", "string", "Identifiant de l'indicateur"),
                ("title", "string", "Titre de l'indicateur"),
                ("year", "year", "Année"),
                ("kind", "string", ("computed (calculé), target-initial, target-revised, target-other (prévisions), "
                                   "published, published-other (réalisations publiées)")),
                ("value", "integer", "Chiffre ; vide quand il ne peut pas y en avoir"),
                ("complete", "boolean", "Vrai quand l'année, ou son évaluation, est terminée"),
                ("method", "string", "Méthode qui donne ce chiffre : programme ou site"),
                ("known_at", "date", "Jour dont le contenu donne ce chiffre publié, s'il est connu"),
                ("source", "string", "Document d'où vient ce chiffre"),
                ("note", "string", "Pourquoi il n'y a pas de chiffre, ou pourquoi il diffère"),
            ),
            _indicators,
        ),
        "products.csv": Table(
            "Les produits",
            _columns(
                ("id", "string", "Identifiant du produit"),
                ("title", "string", "Nom du produit"),
                ("phase", "string", "Phase au jour des chiffres"),
                ("since", "date", "Début de cette phase"),
                ("incubators", "string", "Incubateurs, séparés par une espace"),
                ("url", "string", "Page du produit sur le site"),
            ),
            _products,
        ),
        "standards.csv": Table(
            "Les standards par phase et par incubateur",
            _columns(
                ("standard", "string", "Identifiant du standard"),
                ("title", "string", "Nom du standard"),
                ("by", "string", "Ce que compte la ligne : phase ou incubateur (incubator)"),
                ("name", "string", "Identifiant de la phase ou de l'incubateur"),
                ("total", "integer", "Produits"),
                ("declared", "integer", "Produits dont la fiche le déclare"),
                ("met", "integer", "Produits concernés qui y répondent"),
                ("unmet", "integer", "Produits concernés qui n'y répondent pas (la fiche le dit, ou le web le montre)"),
                ("undeclared", "integer", "Produits concernés dont la fiche n'en dit rien"),
                ("unknown", "integer", "Produits concernés dont on ne sait rien de sûr"),
            ),
            _standards,
        ),
        "verdicts.csv": Table(
            "Le verdict de chaque standard pour chaque produit concerné",
            _columns(
                ("id", "string", "Identifiant du produit"),
                ("standard", "string", "Identifiant du standard"),
                ("verdict", "string", "met, unmet, undeclared ou unknown ; sans ligne, le standard ne s'applique pas"),
                ("reason", "string", "Code du motif"),
                ("since", "date", "Depuis quand c'est vu ainsi en ligne"),
            ),
            _verdicts,
        ),
        "members.csv": Table(
            "Les nouveaux membres par année et par statut",
            _columns(
                ("year", "year", "Année"),
                ("complete", "boolean", "Vrai quand l'année est terminée"),
                ("admin", "integer", "Agents publics"),
                ("service", "integer", "Prestataires"),
                ("independent", "integer", "Indépendants"),
            ),
            _members,
        ),
        "incubators.csv": Table(
            "Les produits de chaque incubateur",
            _columns(
                ("incubator", "string", "Identifiant de l'incubateur"),
                ("title", "string", "Nom de l'incubateur"),
                ("by", "string", "Ce que compte la ligne : produits par phase (phase) ou lancés par année (launched)"),
                ("name", "string", "Identifiant de la phase, ou année"),
                ("value", "integer", "Nombre de produits"),
            ),
            _incubators,
        ),
        "revisions.csv": Table(
            "Chaque chiffre tel qu'il était connu, par ses changements ; vide si le site n'a pas d'historique",
            _columns(
                ("indicator", "string", "Identifiant de l'indicateur"),
                ("title", "string", "Titre de l'indicateur"),
                ("year", "year", "Année dont parle le chiffre"),
                ("view", "string", ("as-written (tel qu'écrit à l'époque) ou as-counted-today (tel que compté avec les "
                                   "mots d'aujourd'hui ; sans ligne si aucun mot de phase n'y a de part)")),
                ("day", "date", "Jour depuis lequel le chiffre était celui-ci"),
                ("value", "integer", "Chiffre ; vide quand il n'est pas disponible"),
                ("provisional", "boolean", "Vrai quand l'année, ou son évaluation, n'était pas terminée ce jour-là"),
                ("revised", "boolean", ("Vrai quand il diffère du premier chiffre de l'année entière, celui de la fin "
                                        "de mars suivante, ou de l'évaluation ; vide quand celui-ci n'est pas connu")),
                ("break", "boolean", "Vrai quand, à partir de ce jour, le chiffre compte autrement"),
                ("reason", "string", "Pourquoi il n'y a pas de chiffre, ou pourquoi il compte autrement"),
            ),
            None,
        ),
    }
)  # fmt: skip
# Those that the page's kit publishes: in place of what `build` reads out of a history, the history as its file has it.
KIT_TABLES: Mapping[str, Table] = MappingProxyType(
    {name: table for name, table in TABLES.items() if name != "revisions.csv"}
    | {
        "history.csv": Table(
            "Chaque chiffre tel qu'il était connu, par ses changements",
            (
                *TABLES["revisions.csv"].columns[:1],
                *TABLES["revisions.csv"].columns[2:6],
                TABLES["revisions.csv"].columns[8],
            ),
            None,
        )
    }
)
