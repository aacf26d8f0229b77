"""The words of a portfolio as startup-stats.yml gives them, and what is wrong with them beyond their form.

What has not its form is left out here: the schema's findings say so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from startup_stats.findings import error
from startup_stats.language import Text, same
from startup_stats.schema.suggestions import suggestion
from startup_stats.schema.violations import Violation
from startup_stats.vocabulary import VOCABULARY, PhaseKind, Phases, Role, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.vocabulary import Way

# The key under « fields » → the collection's name in the schemas.
_COLLECTIONS = {"products": "product", "members": "member", "incubators": "incubator", "organisations": "organisation"}
_HANDED_OVER, _LAUNCH = "handed-over", "launch"


def vocabulary_of(document: Any) -> Vocabulary:
    """Return the words of a portfolio, the default ones where a configuration gives none."""
    given = document if isinstance(document, dict) else {}
    kinds = [_kind(each) for _, each in _phases(given)]
    changes: dict[str, Any] = {
        "phases": Phases(kinds) if kinds else None,
        "fields": {name: ways for key, name in _COLLECTIONS.items() if (ways := _ways(given.get("fields"), key))},
        "events": _words(given.get("events")),
        "statuses": _words(given.get("statuses")),
        "conformities": _words(given.get("conformities")),
        "domains": tuple(each for each in _list(given.get("domains")) if isinstance(each, str)),
        "sponsor_prefix": _text(given.get("sponsor_prefix")),
        "product_prefixes": tuple(_prefixes(given.get("product_url"))),
    }
    return VOCABULARY._replace(**{name: value for name, value in changes.items() if value or value == ""})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _phases(given: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Return the phases that have an id, each with its place in the list."""
    listed = enumerate(_list(given.get("phases")))
    return [(place, each) for place, each in listed if isinstance(each, dict) and isinstance(each.get("id"), str)]


def _kind(given: dict[str, Any]) -> PhaseKind:
    title, role = given.get("title"), given.get("role")
    words = Text(str(title.get("fr")), str(title.get("en"))) if isinstance(title, dict) else same(str(title))
    # Who is handed over goes on without the programme; of others their entry says so.
    leaves = given.get("leaves", role == _HANDED_OVER)
    known: Role = next((each for each in get_args(Role) if each == role), "running")
    return PhaseKind(given["id"], words, known, bool(given.get("former")), bool(leaves), given.get("became"))


def _ways(given: Any, key: str) -> dict[Way, str | None]:
    """Return the fields that a collection calls otherwise: « missions.start » is the start of each mission."""
    named = given.get(key) if isinstance(given, dict) else None
    return {
        tuple(str(way).split(".")): name if isinstance(name, str) else None
        for way, name in (named.items() if isinstance(named, dict) else ())
        if name != str(way).rpartition(".")[2]
    }


def _prefixes(product_url: Any) -> Iterator[str]:
    """Yield what a product's address may begin with on its site, below a folder (`baseurl`) or not.

    /sous/startups/ and /startups/ of /sous/startups/{id}.html; the default one too, from which a site may have moved.
    """
    before, found, _ = product_url.partition("{id}") if isinstance(product_url, str) else ("", "", "")
    if found:
        folders = re.sub(r"^https?://[^/]*", "", before).rpartition("/")[0].split("/")[1:]
        yield from dict.fromkeys(
            (*("/".join(("", *folders[place:], "")) for place in range(len(folders))), *VOCABULARY.product_prefixes)
        )


def vocabulary_faults(document: Any) -> Iterator[Violation]:
    """Find what no schema can say: a phase told twice, none that is a launch, a word that leads nowhere."""
    given = document if isinstance(document, dict) else {}
    yield from _phase_faults(_phases(given))
    for key in _COLLECTIONS:
        taken: dict[str | None, str] = {}
        for way, name in _ways(given.get("fields"), key).items():
            told = ".".join(way)
            other = taken.setdefault(f"{way[:-1]} {name}", told) if name else told
            if other != told:
                yield Violation(("fields", key, told), FIELD_TWICE, {"name": name, "field": told, "other": other})


def _phase_faults(phases: list[tuple[int, dict[str, Any]]]) -> Iterator[Violation]:
    if not phases:
        return
    kinds = {place: _kind(each) for place, each in phases}
    current = [kind.id for kind in kinds.values() if not kind.former]
    if all(kind.former or kind.role != _LAUNCH for kind in kinds.values()):
        yield Violation(("phases",), NO_LAUNCH, of_key=True, values={})
    seen = set[str]()
    for place, kind in kinds.items():
        if kind.id in seen:
            yield Violation(("phases", place, "id"), PHASE_TWICE, {"phase": kind.id})
        seen.add(kind.id)
        if kind.became is not None and kind.became not in current:
            advice = suggestion(str(kind.became), current)
            yield Violation(("phases", place, "became"), NO_SUCH_PHASE, {"phase": kind.became, "advice": advice})


PHASE_TWICE = error(
    "configured-phase-repeated",
    Text("La phase « {phase} » est déjà dans la liste.", 'The phase "{phase}" is in the list already.'),
    Text("Gardez une seule des deux.", "Keep one of the two."),
)
NO_LAUNCH = error(
    "configured-launch-missing",
    Text("Aucune phase n'a le rôle « launch ».", 'No phase has the role "launch".'),
    Text(
        "Donnez ce rôle à la phase qui commence quand un produit est lancé.",
        "Give that role to the phase that begins when a product is launched.",
    ),
)
NO_SUCH_PHASE = error(
    "configured-phase-unknown",
    Text("« {phase} » n'est pas une phase d'aujourd'hui.", '"{phase}" is no phase of today.'),
    Text("{advice}", "{advice}"),
)
FIELD_TWICE = error(
    "configured-field-repeated",
    Text(
        "Le nom « {name} » est donné à deux champs, « {other} » et « {field} ».",
        'The name "{name}" is given to two fields, "{other}" and "{field}".',
    ),
    Text("Donnez à chacun le nom qu'il a dans les fiches.", "Give each the name that it has in the files."),
)
CONFIGURATION_RULES = (PHASE_TWICE, NO_LAUNCH, NO_SUCH_PHASE, FIELD_TWICE)
