"""A site with all its words replaced by others, in its files and in its configuration: its figures stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from startup_stats.content import front_matter
from startup_stats.content.faults import Unreadable
from startup_stats.schema import validators
from startup_stats.vocabulary import VOCABULARY
from tests.sites import FOLDERS, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What is put after each word: nothing else in the content holds it.
MARK = "zzz"
_KEYS = {"product": "products", "member": "members", "incubator": "incubators", "organisation": "organisations"}
# Where words of a vocabulary stand.
_WORDS: Mapping[str, Mapping[tuple[str, ...], frozenset[str]]] = {
    "product": {
        ("phases", "name"): frozenset(VOCABULARY.phases),
        ("events", "name"): frozenset(VOCABULARY.events),
        ("status",): frozenset(VOCABULARY.phases),  # what stood in place of phases
        ("accessibility_status",): frozenset(VOCABULARY.conformities),
    },
    "member": {("missions", "status"): frozenset(VOCABULARY.statuses)},
}


def written_out(mark: str = "") -> dict[str, Any]:
    """Return the configuration that says the first site's words, each with a mark."""
    phases = [
        {"id": f"{kind.id}{mark}", "title": {"fr": kind.title.fr, "en": kind.title.en}, "role": kind.role}
        | {"former": kind.former, "leaves": kind.leaves}
        | ({"became": f"{kind.became}{mark}"} if kind.became else {})
        for kind in VOCABULARY.phases.values()
    ]
    return {
        "phases": phases,
        "fields": {key: {way: f"{way.rpartition('.')[2]}{mark}" for way in ways(name)} for name, key in _KEYS.items()},
        "events": {f"{word}{mark}": meaning for word, meaning in VOCABULARY.events.items()},
        "statuses": {f"{word}{mark}": meaning for word, meaning in VOCABULARY.statuses.items()},
        "conformities": {f"{word}{mark}": meaning for word, meaning in VOCABULARY.conformities.items()},
        "domains": list(VOCABULARY.domains),
        "sponsor_prefix": VOCABULARY.sponsor_prefix,
    }


def ways(collection: str) -> list[str]:
    """Return the fields of a collection that a site may call otherwise."""
    named: list[str] = validators.schema("config")["$defs"][f"{collection}_field"]["enum"]
    return named


def renamed_site(site: Path, root: Path, configuration: Mapping[str, Any]) -> Path:
    """Write a site again with all its words marked, and the configuration that says so beside its own."""
    for collection, folder in FOLDERS.items():
        for file in sorted((site / folder).rglob("*")):
            if file.is_file():
                place = root / file.relative_to(site)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(renamed(file.read_bytes(), collection))
    told = yaml.safe_dump({**configuration, **written_out(MARK)}, allow_unicode=True)
    (root / "startup-stats.yml").write_text(told, encoding="utf-8")
    return root


def renamed(content: bytes, collection: str) -> bytes:
    """Return a record's file with its words marked; one that can't be read as it is."""
    try:
        data, _ = front_matter.parse(content)
    except Unreadable:
        return content
    return record(_marked(data, collection, ())).encode()


def _marked(value: Any, collection: str, way: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_marked(item, collection, way) for item in value]
    if isinstance(value, dict):
        known = set(ways(collection))
        return {
            f"{key}{MARK}" if ".".join((*way, key)) in known else key: _marked(inner, collection, (*way, key))
            for key, inner in value.items()
        }
    words = _WORDS.get(collection, {}).get(way, frozenset())
    return f"{value}{MARK}" if isinstance(value, str) and value in words else value
