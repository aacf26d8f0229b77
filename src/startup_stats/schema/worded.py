"""A shipped schema in the words of a site: its own names of fields, and the words that its lists allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from startup_stats.vocabulary import Vocabulary, Way


def worded(schema: dict[str, Any], name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a schema in the words of a site: the shipped one itself, where they are those of the first site."""
    if vocabulary == VOCABULARY:
        return schema
    lists = _lists(vocabulary)
    definitions = {
        word: {**node, "enum": list(lists[word])} if word in lists else node
        for word, node in schema.get("$defs", {}).items()
    }
    names = vocabulary.fields.get(name)
    shaped = _renamed(schema, names, ()) if names else schema
    return {**shaped, "$defs": definitions} if definitions else shaped


def _lists(vocabulary: Vocabulary) -> Mapping[str, Iterable[str]]:
    """Return the words of each definition of the schemas that a site has words of its own for."""
    return {
        "phase": vocabulary.phases.current,
        "event": vocabulary.events,
        "conformity": vocabulary.conformities,
        "member_status": vocabulary.statuses,
        "domain": vocabulary.domains,
    }


def _renamed(schema: dict[str, Any], names: Mapping[Way, str | None], above: Way) -> dict[str, Any]:
    """Rename the fields of a group, at any depth; one that a site does not have is neither known nor required."""
    if "items" in schema:
        return {**schema, "items": _renamed(schema["items"], names, above)}
    if "properties" not in schema:
        return schema
    own = {name: names.get((*above, name), name) for name in schema["properties"]}
    properties = {
        word: _renamed(schema["properties"][name], names, (*above, name)) for name, word in own.items() if word
    }
    required = [word for name in schema.get("required", ()) if (word := own[name])]
    return {**schema, "properties": properties, "required": required}
