"""The configuration that a site begins with: what it does otherwise than the first site, found out by looking."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from startup_stats.adoption.site_files import read_mapping
from startup_stats.config.settings import FOLDERS, Config
from startup_stats.schema.validators import address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.content.portfolio import Reading
    from startup_stats.content.source import Source

# The collection's name in the schemas → its key under « paths », and what sites call its folder.
_NAMES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "product": ("products", ("_startups", "_startup", "_products", "_produits")),
    "member": ("members", ("_authors", "_author", "_members", "_membres")),
    "incubator": ("incubators", ("_incubators", "_incubator", "_incubateurs")),
    "organisation": ("organisations", ("_organisations", "_organizations", "_sponsors")),
}
# What stands for a document's name in Jekyll's permalinks.
_ID = re.compile(r":(?:title|name|slug|path)\b")


def guess_folders(folder: Path, source: Source) -> dict[str, str]:
    """Return where each collection lies, by the names of folders; by default where the first site has it."""
    collections = (read_mapping(source, "_config.yml") or {}).get("collections_dir")
    above = [str(collections).strip("./")] if isinstance(collections, str) else []
    above += ["", *sorted(place.name for place in folder.iterdir() if place.is_dir() and place.name.isprintable())]
    return {name: _first(source, above, called) or FOLDERS[name] for name, (_, called) in _NAMES.items()}


def _first(source: Source, above: list[str], called: tuple[str, ...]) -> str | None:
    places = [f"{folder}/{name}".lstrip("/") for folder in above for name in called]
    return next((place for place in places if source.exists(place)), None)


def first_configuration(folders: Mapping[str, str], jekyll: Mapping[str, Any], reading: Reading, today: date) -> str:
    """Return the text of startup-stats.yml: where its schema is, then only what differs from the defaults."""
    keys = dict(_differing(folders, jekyll, reading, today))
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in keys.items() if name != "paths"]
    if "paths" in keys:
        lines += [
            "paths:",
            *(f"  {name}: {json.dumps(path, ensure_ascii=False)}" for name, path in keys["paths"].items()),
        ]
    return "\n".join([f"# yaml-language-server: $schema={address('config')}", *_HEAD, *lines]) + "\n"


def _differing(
    folders: Mapping[str, str], jekyll: Mapping[str, Any], reading: Reading, today: date
) -> Iterator[tuple[str, Any]]:
    default = Config()
    if str(jekyll.get("lang")).startswith("en"):
        yield "language", "en"
    year = min(
        (phase.start.year for each in reading.portfolio.products for phase in each.phases if phase.start), default=0
    )
    if default.first_year < year <= today.year:
        yield "first_year", year
    paths = {key: folders[name] for name, (key, _) in _NAMES.items() if folders[name] != FOLDERS[name]}
    if paths:
        yield "paths", paths
    url = _product_url(jekyll, folders["product"].rpartition("/")[2].removeprefix("_"))
    if url not in {None, default.product_url}:
        yield "product_url", url


def _product_url(jekyll: Mapping[str, Any], collection: str) -> str | None:
    """Return the address of a product's page by the site's settings; None where they say none that we can write."""
    collections = jekyll.get("collections")
    given = collections.get(collection) if isinstance(collections, dict) else None
    permalink = given.get("permalink") if isinstance(given, dict) else None
    link = permalink if isinstance(permalink, str) else f"/{collection}/:title:output_ext"
    link = _ID.sub("{id}", link.replace(":output_ext", ".html").replace(":collection", collection))
    base = jekyll.get("baseurl")
    whole = f"/{base.strip('/')}" if isinstance(base, str) and base.strip("/") else ""
    whole += f"/{link.lstrip('/')}"
    return whole if whole.count("{id}") == 1 and re.fullmatch(r"[^:{}\s]*\{id\}[^:{}\s]*", whole) else None


_HEAD = (
    "# Ce que ce site fait autrement que beta.gouv.fr ; toutes les clés :",
    "# https://github.com/startup-stats/startup-stats/blob/v0/docs/fr/configuration.md",
)
