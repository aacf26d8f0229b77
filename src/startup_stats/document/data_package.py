"""What datapackage.json says of the CSV tables (Frictionless Data Package 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.document.tables import Table

DELIMITER = ";"


def data_package(document: Mapping[str, Any], tables: Mapping[str, Table]) -> dict[str, Any]:
    """Describe the tables of a document, by file name: titles, columns, sources, licence, how the text is written."""
    package = {
        "profile": "tabular-data-package",
        "name": "startup-stats",
        "version": document["as_of"],
        "sources": [{"title": document["source"]["repository"] or "content"}],
        "resources": [_resource(name, table) for name, table in tables.items()],
    }
    licence = document["licence"]
    return package | ({"licenses": [{"title": licence["name"], "path": licence["url"]}]} if licence else {})


def _resource(name: str, table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "title": table.title,
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": DELIMITER, "lineTerminator": "\n", "header": True},
        "schema": {
            "fields": [
                {"name": each.name, "type": each.kind, "description": each.description} for each in table.columns
            ]
        },
    }
