"""Reads startup-stats.yml, at the checkout's root or in .github/; all its faults are told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from startup_stats.config.settings import (
    FOLDERS,
    Break,
    Config,
    Figure,
    Guard,
    History,
    Licence,
    Probing,
    Publication,
    References,
)
from startup_stats.config.words import vocabulary_faults, vocabulary_of
from startup_stats.content import strict_yaml
from startup_stats.content.faults import Unreadable
from startup_stats.content.location import Locator
from startup_stats.content.text import decode
from startup_stats.errors import ConfigError
from startup_stats.findings import Severity
from startup_stats.indicators.terms import Coverage
from startup_stats.language import Language, Text, number_of, same
from startup_stats.schema.violations import violations

if TYPE_CHECKING:
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.vocabulary import Vocabulary

FILES = ("startup-stats.yml", ".github/startup-stats.yml")

# The collection's name in the schemas → its key under « paths ».
_PATHS = {"product": "products", "member": "members", "incubator": "incubators", "organisation": "organisations"}


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
    locator, vocabulary = Locator(path, text), vocabulary_of(document)
    findings = [fault.at(path) for fault in yaml_faults if fault.rule.severity == Severity.ERROR]
    findings += [violation.located(locator) for violation in violations("config", document, vocabulary)]
    findings += [violation.located(locator) for violation in vocabulary_faults(document)]
    if findings:
        raise _refused(findings, _language(document))
    return _config(document, vocabulary)


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


def _config(data: dict[str, Any], vocabulary: Vocabulary) -> Config:
    default = Config()
    cohort = data.get("cohort", {})
    references = _references(data.get("targets", {}), data.get("published", {}))
    off = frozenset(name for name, given in data.get("indicators", {}).items() if given is False)
    return Config(
        language=data.get("language", default.language),
        first_year=data.get("first_year", default.first_year),
        folders={**FOLDERS, **_folders(data.get("paths", {}))},
        product_url=data.get("product_url", default.product_url),
        edit_url=data.get("edit_url"),
        method=data.get("method", default.method),
        methods=data.get("methods", default.methods),
        cohort=default.cohort._replace(**cohort),
        launch_incubators=tuple(data.get("dinum_launch", {}).get("incubators", default.launch_incubators)),
        promotion_years=_promotions(data.get("fast", {}).get("promotions")) or default.promotion_years,
        coverages={name: _coverage(given) for name, given in data.get("indicators", {}).items() if given},
        off=off,
        licence=Licence(**data["licence"]) if "licence" in data else None,
        ignored=tuple(data.get("ignore", ())),
        standards={name: _standard(given, vocabulary) for name, given in data.get("standards", {}).items()},
        dashlord=tuple(data.get("dashlord", ())),
        self_assessment_url=data.get("self_assessment", {}).get("url"),
        forges=data.get("forges", {}),
        probing=Probing(**data.get("probing", {})),
        publication=_publication(data.get("publication", {})),
        guard=_guard(data.get("guard", {})),
        history=_history(data.get("history", {})),
        references={key: told for key, told in references.items() if key[0] not in off},
        vocabulary=vocabulary,
    )


def _promotions(given: dict[str, int] | None) -> dict[int, int]:
    return {int(number): year for number, year in (given or {}).items()}


def _coverage(given: dict[str, Any]) -> Coverage:
    notes = {int(year): note for year, note in given.get("notes", {}).items()}
    return Coverage(given.get("first_year"), given.get("note"), notes)


def _standard(given: dict[str, Any] | Literal[False], vocabulary: Vocabulary) -> dict[str, Any] | Literal[False]:
    """Read what is said of a standard: the conformities that meet it are in the site's words."""
    if given is False or "met_by" not in given:
        return given
    return given | {"met_by": [vocabulary.conformity(word) for word in given["met_by"]]}


def _publication(given: dict[str, Any]) -> Publication:
    read: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Publication(**read)


def _guard(given: dict[str, Any]) -> Guard:
    default = Guard()
    years = default.closed_years._replace(**given.get("closed_years", {}))
    return Guard(given.get("lost", default.lost), years)


def _folders(given: dict[str, str]) -> dict[str, str]:
    return {name: given[key].strip("/") for name, key in _PATHS.items() if key in given}


def _history(given: dict[str, Any]) -> History:
    """Read what is known of the time before: layouts come before the default ones, breaks in their place."""
    default = History()
    breaks = default.breaks if "breaks" not in given else map(_break, given["breaks"])
    return History((*map(_folders, given.get("layouts", ())), *default.layouts), tuple(breaks))


def _break(given: dict[str, Any]) -> Break:
    return Break(given["day"], same(given["reason"]), tuple(given.get("indicators", ())))


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
