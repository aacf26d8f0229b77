"""The configuration: startup-stats.yml at the checkout's root or in .github/, all its faults told at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from startup_stats.content import strict_yaml
from startup_stats.content.faults import Unreadable
from startup_stats.content.location import Locator
from startup_stats.content.text import decode
from startup_stats.errors import ConfigError
from startup_stats.findings import Severity
from startup_stats.indicators.terms import Cohort, Coverage, Method, Terms
from startup_stats.language import DEFAULT_LANGUAGE, Language, Text, number_of
from startup_stats.schema.violations import violations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.standards.definition import StandardTerms

FILES = ("startup-stats.yml", ".github/startup-stats.yml")

Forge = Literal["github", "gitlab", "gitea", "page"]

# The collection's name in the schemas → its folder on beta.gouv.fr, and its key under « paths ».
_FOLDERS = {
    "product": "content/_startups",
    "member": "content/_authors",
    "incubator": "content/_incubators",
    "organisation": "content/_organisations",
}
_PATHS = {"product": "products", "member": "members", "incubator": "incubators", "organisation": "organisations"}


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
    """How pull requests are made: their branch, whom they ask, and by which method they merge by themselves."""

    branch: str = "startup-stats/update"
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    team_reviewers: tuple[str, ...] = ()
    auto_merge: str | None = None


class ClosedYears(NamedTuple):
    """How far a year that is over may move: percent of the old figure, and products or people; it takes both."""

    percent: int = 10
    least: int = 3


class Guard(NamedTuple):
    """How far figures may move by accident: `lost` is a drop in percent of what is read."""

    lost: int = 5
    closed_years: ClosedYears = ClosedYears()


class Config(NamedTuple):
    """The configuration with its defaults filled in; `references` by indicator and year."""

    language: Language = DEFAULT_LANGUAGE
    first_year: int = 2013
    folders: Mapping[str, str] = MappingProxyType(_FOLDERS)
    product_url: str = "/startups/{id}.html"
    edit_url: str | None = None
    method: Method = "programme"
    methods: Mapping[str, Method] = MappingProxyType({})
    cohort: Cohort = Cohort(from_year=2023, last_month=4)
    launch_incubators: tuple[str, ...] = ("dinum",)
    promotion_years: Mapping[int, int] = MappingProxyType(_PROMOTIONS)
    coverages: Mapping[str, Coverage] = MappingProxyType({})
    licence: Licence | None = None
    ignored: tuple[str, ...] = ()
    standards: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    dashlord: tuple[Mapping[str, str], ...] = ()
    forges: Mapping[str, Forge] = MappingProxyType({})
    probing: Probing = Probing()
    publication: Publication = Publication()
    guard: Guard = Guard()
    references: Mapping[tuple[str, int], References] = MappingProxyType({})

    def method_of(self, indicator: str) -> Method:
        """Return the method that an indicator is computed by."""
        return self.methods.get(indicator, self.method)

    def terms(self, as_of: date) -> Terms:
        """Return what the definitions may ask, for a day."""
        return Terms(as_of, self.first_year, self.cohort, self.launch_incubators, self.promotion_years, self.coverages)

    def standard_terms(self) -> dict[str, StandardTerms]:
        """Return what standards ask; where no Dashlord is known, what files declare of it decides."""
        from startup_stats.standards.catalogue import STANDARDS
        from startup_stats.standards.figures import standard_terms

        listed = [name for name, standard in STANDARDS.items() if standard.visit == "listing"]
        return standard_terms(self.standards, () if self.dashlord else listed)


def find_config(source: Source) -> tuple[Config, bytes | None]:
    """Read the configuration of a checkout, and its bytes; the defaults where it has none. Raises ConfigError."""
    for path in FILES:
        if source.exists(path):
            try:
                content = source.read(path)
            except Unreadable as reason:
                raise _refused([reason.fault.at(path)]) from None
            return parse_config(path, content), content
    return Config(), None


def parse_config(path: str, content: bytes) -> Config:
    """Build the configuration from a file's bytes; raises ConfigError with every fault, each at its line."""
    try:
        text, _ = decode(content)  # neither a byte order mark nor Windows' line ends keep it from being understood
        data, yaml_faults = strict_yaml.load(text, text_keys=True)
    except Unreadable as reason:
        raise _refused([reason.fault.at(path)]) from None
    document = {} if data is None else data
    locator = Locator(path, text)
    findings = [fault.at(path) for fault in yaml_faults if fault.rule.severity == Severity.ERROR]
    findings += [violation.located(locator) for violation in violations("config", document)]
    if findings:
        raise _refused(findings, _language(document))
    return _config(document)


def _language(document: Any) -> Language | None:
    """Return the language that a document asks for, whatever else is wrong with it."""
    word = document.get("language") if isinstance(document, dict) else None
    return next((language for language in get_args(Language) if language == word), None)


def _refused(findings: list[Finding], language: Language | None = None) -> ConfigError:
    findings.sort(key=lambda finding: finding.sort_key)
    message = Text(
        "La configuration a {faults} ; rien n'a été fait.",
        "The configuration has {faults}; nothing was done.",
    )
    faults = number_of(len(findings), Text("défaut", "fault"), Text("défauts", "faults"))
    return ConfigError(message.fill(faults=faults), tuple(findings), language)


def _config(data: dict[str, Any]) -> Config:
    default = Config()
    paths, cohort = data.get("paths", {}), data.get("cohort", {})
    return Config(
        language=data.get("language", default.language),
        first_year=data.get("first_year", default.first_year),
        folders={name: paths.get(_PATHS[name], folder).strip("/") for name, folder in _FOLDERS.items()},
        product_url=data.get("product_url", default.product_url),
        edit_url=data.get("edit_url"),
        method=data.get("method", default.method),
        methods=data.get("methods", default.methods),
        cohort=default.cohort._replace(**cohort),
        launch_incubators=tuple(data.get("dinum_launch", {}).get("incubators", default.launch_incubators)),
        promotion_years=_promotions(data.get("fast", {}).get("promotions")) or default.promotion_years,
        coverages={name: _coverage(given) for name, given in data.get("indicators", {}).items()},
        licence=Licence(**data["licence"]) if "licence" in data else None,
        ignored=tuple(data.get("ignore", ())),
        standards=data.get("standards", {}),
        dashlord=tuple(data.get("dashlord", ())),
        forges=data.get("forges", {}),
        probing=Probing(**data.get("probing", {})),
        publication=_publication(data.get("publication", {})),
        guard=_guard(data.get("guard", {})),
        references=_references(data.get("targets", {}), data.get("published", {})),
    )


def _promotions(given: dict[str, int] | None) -> dict[int, int]:
    return {int(number): year for number, year in (given or {}).items()}


def _coverage(given: dict[str, Any]) -> Coverage:
    notes = {int(year): note for year, note in given.get("notes", {}).items()}
    return Coverage(given.get("first_year"), given.get("note"), notes)


def _publication(given: dict[str, Any]) -> Publication:
    read: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Publication(**read)


def _guard(given: dict[str, Any]) -> Guard:
    default = Guard()
    years = default.closed_years._replace(**given.get("closed_years", {}))
    return Guard(given.get("lost", default.lost), years)


def _references(targets: dict[str, Any], published: dict[str, Any]) -> dict[tuple[str, int], References]:
    keys = {(name, year) for given in (targets, published) for name in given for year in given[name]}
    return {
        (name, int(year)): References(
            initial=_figures(targets.get(name, {}).get(year, {}).get("initial", [])),
            revised=_figures(targets.get(name, {}).get(year, {}).get("revised", [])),
            published=_figures(published.get(name, {}).get(year, [])),
        )
        for name, year in sorted(keys)
    }


def _figures(given: list[dict[str, Any]]) -> tuple[Figure, ...]:
    return tuple(Figure(**figure) for figure in given)
