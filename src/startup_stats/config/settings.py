"""The configuration as the program asks it, with the defaults of the first site filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from startup_stats.indicators.terms import Cohort, Coverage, Method, Terms
from startup_stats.language import DEFAULT_LANGUAGE, Language, Text
from startup_stats.vocabulary import VOCABULARY, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.indicators.definition import Indicator
    from startup_stats.standards.definition import StandardTerms

Forge = Literal["github", "gitlab", "gitea", "page"]

# The collection's name in the schemas → its folder on beta.gouv.fr.
FOLDERS = {
    "product": "content/_startups",
    "member": "content/_authors",
    "incubator": "content/_incubators",
    "organisation": "content/_organisations",
}
# Where beta.gouv.fr had them before December 2018, the newest first.
LAYOUTS: tuple[Mapping[str, str], ...] = (
    MappingProxyType({"product": "_startup", "member": "_authors", "incubator": "_incubator"}),
    MappingProxyType({"product": "_startups", "member": "_author"}),
)

# The promotions of the FAST fund that files know.
_PROMOTIONS = {12: 2023, 13: 2023, 14: 2024, 15: 2024, 16: 2025, 17: 2025}


class Licence(NamedTuple):
    """Under which licence the figures are published, and at which address it stands."""

    name: str
    url: str


class Figure(NamedTuple):
    """A figure that a document gives; by which method and from the content of which day, where that is known."""

    value: int
    source: str
    method: Method | None = None
    known_at: str | None = None
    note: str | None = None


class References(NamedTuple):
    """What documents say of one indicator and year; of several figures the first is drawn."""

    initial: tuple[Figure, ...] = ()
    revised: tuple[Figure, ...] = ()
    published: tuple[Figure, ...] = ()


class Probing(NamedTuple):
    """The limits of probing: time in seconds, unknown answers in percent, requests at a time."""

    contact: str = "https://beta.gouv.fr"
    budget: int = 900
    max_unknown: int = 30
    concurrency: int = 32
    per_host: int = 2


class Publication(NamedTuple):
    """How pull requests are made: their branch, whom they ask, and by which method they merge by themselves.

    `editions` is the folder of the copies that are never written again.
    """

    branch: str = "startup-stats/update"
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    team_reviewers: tuple[str, ...] = ()
    auto_merge: str | None = None
    editions: str = "_data/stats_editions"


class ClosedYears(NamedTuple):
    """How far a year that is over may move: percent of the old figure, and products or people; it takes both."""

    percent: int = 10
    least: int = 3


class Guard(NamedTuple):
    """How far figures may move by accident: `lost` is a drop in percent of what is read."""

    lost: int = 5
    closed_years: ClosedYears = ClosedYears()


class Break(NamedTuple):
    """A day (ISO 8601) from which some indicators, or all, count otherwise, and why."""

    day: str
    reason: Text
    indicators: tuple[str, ...] = ()


# Phases came into the files of beta.gouv.fr on 2020-07-24, without most of their dates.
FILLED_IN = Break(
    "2020-08-27",
    Text(
        "Du 24 juillet au 26 août 2020, les dates des phases étaient en cours de saisie.",
        "From 24 July to 26 August 2020 the dates of the phases were being filled in.",
    ),
)


class History(NamedTuple):
    """Where the content lay before, the newest layout first, and from which days figures count otherwise."""

    layouts: tuple[Mapping[str, str], ...] = LAYOUTS
    breaks: tuple[Break, ...] = (FILLED_IN,)


class Config(NamedTuple):
    """The configuration with its defaults filled in; `references` by indicator and year.

    `off` are the indicators that the portfolio does not have.
    """

    language: Language = DEFAULT_LANGUAGE
    first_year: int = 2013
    folders: Mapping[str, str] = MappingProxyType(FOLDERS)
    product_url: str = "/startups/{id}.html"
    edit_url: str | None = None
    method: Method = "programme"
    methods: Mapping[str, Method] = MappingProxyType({})
    cohort: Cohort = Cohort(from_year=2023, last_month=4)
    launch_incubators: tuple[str, ...] = ("dinum",)
    promotion_years: Mapping[int, int] = MappingProxyType(_PROMOTIONS)
    coverages: Mapping[str, Coverage] = MappingProxyType({})
    off: frozenset[str] = frozenset()
    licence: Licence | None = None
    ignored: tuple[str, ...] = ()
    standards: Mapping[str, Mapping[str, Any] | Literal[False]] = MappingProxyType({})
    dashlord: tuple[Mapping[str, str], ...] = ()
    self_assessment_url: str | None = None
    forges: Mapping[str, Forge] = MappingProxyType({})
    probing: Probing = Probing()
    publication: Publication = Publication()
    guard: Guard = Guard()
    history: History = History()
    references: Mapping[tuple[str, int], References] = MappingProxyType({})
    vocabulary: Vocabulary = VOCABULARY

    def layouts(self) -> tuple[Mapping[str, str], ...]:
        """Return the folders of each collection now, then those of before."""
        return (self.folders, *self.history.layouts)

    def method_of(self, indicator: str) -> Method:
        """Return the method that an indicator is computed by."""
        return self.methods.get(indicator, self.method)

    def indicators(self) -> dict[str, Indicator]:
        """Return the indicators that the portfolio has, in the order in which they are shown."""
        from startup_stats.indicators.catalogue import INDICATORS

        return {name: each for name, each in INDICATORS.items() if name not in self.off}

    def terms(self, as_of: date) -> Terms:
        """Return what the definitions may ask, for a day."""
        return Terms(
            as_of,
            self.first_year,
            self.cohort,
            self.launch_incubators,
            self.promotion_years,
            self.coverages,
            self.vocabulary,
        )

    def standard_terms(self) -> dict[str, StandardTerms]:
        """Return what standards ask; where no Dashlord is known, what files declare of it decides."""
        from startup_stats.standards.catalogue import STANDARDS
        from startup_stats.standards.figures import standard_terms

        listed = [name for name, standard in STANDARDS.items() if standard.visit == "listing"]
        return standard_terms(self.standards, self.vocabulary.phases, () if self.dashlord else listed)
