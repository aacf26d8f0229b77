"""stats.json as CSV tables, described by a datapackage.json (Frictionless Data Package 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.writers.csv import Cell, to_csv
from startup_stats.writers.json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# File → its columns: name, type in a data package, what it holds.
_COLUMNS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "indicators.csv": (
        ("indicator", "string", "Identifiant de l'indicateur"),
        ("title", "string", "Titre de l'indicateur"),
        ("method", "string", "Méthode : programme ou site"),
        ("year", "year", "Année"),
        ("value", "integer", "Chiffre calculé depuis le contenu"),
        ("complete", "boolean", "Faux tant que l'année peut encore changer"),
        ("target_initial", "integer", "Prévision initiale"),
        ("target_revised", "integer", "Prévision actualisée"),
        ("target_source", "string", "Document de la prévision"),
        ("published", "integer", "Réalisation publiée"),
        ("published_source", "string", "Document de la réalisation"),
    ),
    "products.csv": (
        ("id", "string", "Identifiant du produit"),
        ("title", "string", "Nom du produit"),
        ("phase", "string", "Phase au jour des chiffres"),
        ("since", "date", "Début de cette phase"),
        ("incubators", "string", "Incubateurs, séparés par une espace"),
        ("url", "string", "Page du produit sur le site"),
    ),
    "standards.csv": (
        ("standard", "string", "Identifiant du standard"),
        ("title", "string", "Nom du standard"),
        ("by", "string", "Ce que compte la ligne : phase ou incubateur (incubator)"),
        ("name", "string", "Identifiant de la phase ou de l'incubateur"),
        ("total", "integer", "Produits"),
        ("declared", "integer", "Produits dont la fiche le déclare"),
        ("met", "integer", "Produits concernés qui y répondent"),
        ("unmet", "integer", "Produits concernés qui n'y répondent pas"),
        ("unknown", "integer", "Produits concernés dont on ne sait rien de sûr"),
    ),
    "verdicts.csv": (
        ("id", "string", "Identifiant du produit"),
        ("standard", "string", "Identifiant du standard"),
        ("verdict", "string", "met, unmet ou unknown ; sans ligne, le standard ne s'applique pas"),
        ("reason", "string", "Code du motif"),
        ("since", "date", "Depuis quand c'est vu ainsi en ligne"),
    ),
}


def to_tables(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of each CSV file and of datapackage.json, by file name."""
    rows = {
        "indicators.csv": _indicators(document),
        "products.csv": _products(document),
        "standards.csv": _standards(document),
        "verdicts.csv": _verdicts(document),
    }
    tables = {name: to_csv([column for column, _, _ in _COLUMNS[name]], rows[name]) for name in rows}
    return {**tables, "datapackage.json": to_json(_datapackage(document))}


def _indicators(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for name, indicator in document["indicators"].items():
        for year in indicator["years"]:
            target, published = year.get("target", {}), year.get("published", {})
            yield [
                name,
                indicator["title"],
                indicator["method"],
                year["year"],
                year["value"],
                year["complete"],
                *(target.get(key) for key in ("initial", "revised", "source")),
                *(published.get(key) for key in ("value", "source")),
            ]


def _products(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for product in document["products"]:
        yield [
            product["id"],
            product["title"],
            product["phase"],
            product["since"],
            " ".join(product["incubators"]),
            product["url"],
        ]


def _standards(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for name, standard in document["standards"].items():
        for by in ("phase", "incubator"):
            for row in standard[f"by_{by}"]:
                counts = [row[key] for key in ("total", "declared", "met", "unmet", "unknown")]
                yield [name, standard["title"], by, row[by], *counts]


def _verdicts(document: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for product in document["products"]:
        for name, verdict in product["standards"].items():
            yield [product["id"], name, verdict["verdict"], verdict["reason"], verdict.get("since")]


def _datapackage(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "startup-stats",
        "version": document["as_of"],
        "sources": [{"title": document["source"]["repository"] or "content"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name.removesuffix(".csv"),
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": n, "type": kind, "description": said} for n, kind, said in columns]},
            }
            for name, columns in _COLUMNS.items()
        ],
    }
