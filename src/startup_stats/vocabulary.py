"""The words of a portfolio: its phases, its fields, what it calls events, statuses and conformities.

Definitions, standards and rules ask for what a word means. The defaults, here and nowhere else, are the words of the
first site; a configuration gives others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from startup_stats.language import Text

# What a phase is to definitions and standards, which never ask for its name.
Role = Literal["investigation", "launch", "running", "handed-over", "closed", "closed-investigation"]
CLOSED: tuple[Role, ...] = ("closed", "closed-investigation")


class PhaseKind(NamedTuple):
    """What a phase is called, and what it is; `rank` is its place in the order of a product's life.

    `former`: a word that files once had; it stands under its own name, and dates nothing. `leaves`: the product goes on
    without the programme. `became`: the word of today that a former one became most often, of products once launched.
    """

    id: str
    title: Text
    role: Role
    former: bool = False
    leaves: bool = False
    became: str | None = None
    rank: int = 0


class Phases(Mapping[str, PhaseKind]):
    """The kinds of phases by their words, in the order of a product's life.

    That order also decides between two phases that start on one day.
    """

    def __init__(self, kinds: Iterable[PhaseKind]) -> None:
        self._kinds = {kind.id: kind._replace(rank=rank) for rank, kind in enumerate(kinds)}
        # The words that files have today.
        self.current = tuple(name for name, kind in self._kinds.items() if not kind.former)

    def __getitem__(self, name: str) -> PhaseKind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __repr__(self) -> str:
        return repr(list(self._kinds.values()))

    def of(self, *roles: Role) -> tuple[str, ...]:
        """Return today's words for the phases that have one of some roles, in their order."""
        return tuple(name for name in self.current if self._kinds[name].role in roles)


# Former words were written until 2026-05-11 and renamed then, product by product and not one to one.
_PHASES = Phases(
    (
        PhaseKind("investigation", Text("Investigation", "Investigation"), "investigation"),
        PhaseKind("construction", Text("Construction", "Construction"), "launch"),
        PhaseKind("acceleration", Text("Accélération", "Acceleration"), "running"),
        PhaseKind("consolidation", Text("Consolidation", "Consolidation"), "running"),
        PhaseKind(
            "perennisation", Text("Pérennisation", "Perpetuation"), "running", former=True, became="consolidation"
        ),
        PhaseKind("success", Text("Succès", "Success"), "running", former=True, leaves=True, became="transfere"),
        PhaseKind(
            "transfer", Text("Transfert", "Transfer"), "running", former=True, leaves=True, became="consolidation"
        ),
        PhaseKind("transfere", Text("Transféré", "Handed over"), "handed-over", leaves=True),
        PhaseKind("opere", Text("Opéré", "In operation"), "handed-over", leaves=True),
        PhaseKind("alumni", Text("Alumni", "Alumni"), "closed", former=True, became="abandon"),
        PhaseKind("death", Text("Arrêt", "Stopped"), "closed", former=True, became="abandon"),
        PhaseKind("abandon", Text("Abandonné", "Abandoned"), "closed"),
        PhaseKind(
            "abandon-investigation",
            Text("Investigation sans suite", "Investigation without a follow-up"),
            "closed-investigation",
        ),
    )
)

# What an event means to figures; `committee`, `other` and `eig` are known, and nothing counts them.
Meaning = Literal["product_launch", "national_impact", "end", "fast"]
_EVENTS: Mapping[str, Meaning | None] = MappingProxyType(
    {
        "product_launch": "product_launch",
        "committee": None,
        "other": None,
        "national_impact": "national_impact",
        "end": "end",
        "fast": "fast",
        "eig": None,
    }
)

# What the statuses of members are called, many of whom have one.
STATUSES: Mapping[str, Text] = MappingProxyType(
    {
        "admin": Text("agents publics", "public agents"),
        "independent": Text("indépendants", "independents"),
        "service": Text("prestataires", "contractors"),
    }
)

# The first site has our own words for them.
_STATUSES: Mapping[str, str] = MappingProxyType({name: name for name in STATUSES})

# How far a product meets an accessibility standard, the best first.
CONFORMITY = ("totalement conforme", "partiellement conforme", "non conforme")
_CONFORMITIES: Mapping[str, str] = MappingProxyType({name: name for name in CONFORMITY})

_DOMAINS = (
    "Animation", "Coaching", "Déploiement", "Design", "Développement", "Intraprenariat", "Produit", "Support", "Data",
    "Attributaire", "Autre",
)  # fmt: skip

# The way to a field of a record: ("phases", "start") is that of each phase.
Way = tuple[str, ...]
# Our fields that a site calls otherwise, by collection: its own names, None where its files have no such field.
Names = Mapping[str, Mapping[Way, str | None]]


class Vocabulary(NamedTuple):
    """All words of a portfolio; of events, statuses and conformities by the word, what it means.

    `fields` are those that go by another name than ours. Sponsors are written as a prefix and an id; addresses of
    products and of incubators likewise, with one of some.
    """

    phases: Phases = _PHASES
    fields: Names = MappingProxyType({})
    events: Mapping[str, str | None] = _EVENTS
    statuses: Mapping[str, str] = _STATUSES
    conformities: Mapping[str, str] = _CONFORMITIES
    domains: tuple[str, ...] = _DOMAINS
    sponsor_prefix: str = "/organisations/"
    product_prefixes: tuple[str, ...] = ("/startups/",)
    incubator_prefixes: tuple[str, ...] = ("/incubateurs/",)

    def __hash__(self) -> int:
        # Asked for every file, of one vocabulary or two: what they hold tells them from each other.
        return len(self.fields)

    def counted_by(self) -> tuple[object, ...]:
        """Return what a figure can rest on: words and what they mean, but not what they are called."""
        kinds = [kind._replace(title=Text("", "")) for kind in self.phases.values()]
        fields = {name: sorted(ways.items()) for name, ways in sorted(self.fields.items())}
        return kinds, fields, dict(self.events), dict(self.statuses)

    def event(self, word: str) -> str:
        """Return what an event's word means; a word that is none of the site's means nothing, be it one of ours."""
        return self.events.get(word) or ("" if word in _MEANINGS else word)

    def status(self, word: str) -> str:
        """Return what the word of a mission's status means, likewise."""
        return self.statuses.get(word) or ("" if word in STATUSES else word)

    def conformity(self, word: str) -> str:
        """Return what the word of a conformity means, likewise."""
        return self.conformities.get(word) or ("" if word in CONFORMITY else word)

    def event_word(self, meaning: str) -> str:
        """Return the site's first word for what an event means, else ours."""
        return next((word for word, meant in self.events.items() if meant == meaning), meaning)

    def conformity_word(self, meaning: str) -> str:
        """Return the site's first word for a conformity, else ours."""
        return next((word for word, meant in self.conformities.items() if meant == meaning), meaning)

    def name(self, collection: str, *way: str) -> str:
        """Return what a site calls one of our fields; ours where its files have no such field."""
        return self.fields.get(collection, {}).get(way) or way[-1]

    def pointer(self, collection: str, pointer: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return where a value stands in a site's own file, of where it stands under our names."""
        if not self.fields.get(collection):
            return pointer
        names = tuple(step for step in pointer if isinstance(step, str))
        own = iter(self.name(collection, *names[: place + 1]) for place in range(len(names)))
        return tuple(next(own) if isinstance(step, str) else step for step in pointer)

    def read(self, collection: str, data: dict[str, Any]) -> dict[str, Any]:
        """Return a record's fields under our names."""
        names = self.fields.get(collection)
        return _renamed(data, names, ()) if names else data


_MEANINGS = frozenset(meaning for meaning in _EVENTS.values() if meaning)


def _renamed(data: Mapping[Any, Any], names: Mapping[Way, str | None], above: Way) -> dict[str, Any]:
    here = {way[-1]: own for way, own in names.items() if way[:-1] == above}
    ours = {own: name for name, own in here.items()}
    renamed = {}
    for key, value in data.items():
        if key in ours or key not in here:  # a site's own field of one of our names is another one
            name = ours.get(key, key)
            renamed[name] = _within(value, names, (*above, name))
    return renamed


def _within(value: Any, names: Mapping[Way, str | None], above: Way) -> Any:
    """Rename the fields of a group, or of each group of a list."""
    if not any(way[: len(above)] == above and len(way) > len(above) for way in names):
        return value
    if isinstance(value, list):
        return [_renamed(item, names, above) if isinstance(item, dict) else item for item in value]
    return _renamed(value, names, above) if isinstance(value, dict) else value


VOCABULARY = Vocabulary()
