"""One entry in one place: what else has to know an indicator, a standard or a rule is derived from it or held here."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, get_args

import pytest

from startup_stats.checks.rules import RULES
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.probing.prober import VISITS
from startup_stats.schema import validators
from startup_stats.standards.catalogue import GRADED, OBSERVED, STANDARDS
from startup_stats.standards.definition import Visit
from startup_stats.vocabulary import CONFORMITY, VOCABULARY, Role
from tests.conftest import PROJECT
from tests.modules import ROOMS, name_of, nodes
from tests.sites import PHASES, product, terms

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unmeasured  # it reads code, and runs none
FILES = [file.read_text(encoding="utf-8") for file in sorted((PROJECT / "tests").glob("test_*.py"))]
TESTS = "".join(FILES)


@cache
def called() -> set[str]:
    """Return what tests import or ask of something; when one asks, since parsing them all takes a second."""
    nodes = [node for text in FILES for node in ast.walk(ast.parse(text))]
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_every_visit_of_a_standard_is_made() -> None:
    assert set(VISITS) == set(get_args(Visit))


@pytest.mark.parametrize("name", STANDARDS)
def test_a_standard_is_whole(name: str) -> None:
    standard = STANDARDS[name]
    assert (standard.subject is None) == (standard.visit is None), "a probe needs an address and a way to look"
    assert (name in OBSERVED) == (standard.visit is not None)
    assert bool(standard.statuses) == bool(standard.met_by) == (name in GRADED)
    assert set(standard.met_by) <= set(standard.statuses) <= set(CONFORMITY)


@pytest.mark.parametrize("name", STANDARDS)
def test_every_field_of_a_standard_is_described(name: str) -> None:
    described = validators.schema("product")["properties"]
    standard = STANDARDS[name]
    for field in (*standard.fields, *([standard.denied_by] if standard.denied_by else [])):
        assert field in described, f"schemas/product.schema.json does not describe {field}"


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_its_table_of_cases(name: str) -> None:
    """Each function that dates a product or a member is asked about in a test."""
    for definition in (INDICATORS[name].programme, INDICATORS[name].site or INDICATORS[name].programme):
        function = definition.date.__name__
        assert function in called(), f"no test knows {function}, which dates {name}"


@pytest.mark.parametrize("name", INDICATORS)
def test_no_word_of_an_indicator_is_left_open(name: str) -> None:
    indicator = INDICATORS[name]
    for method in ("programme", "site"):
        said = indicator.description(method, terms())
        assert not re.search(r"[{}]", said.fr + said.en + terms().fill(indicator.title).fr)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_test(rule: object) -> None:
    name = rule.id  # type: ignore[attr-defined] # a Rule
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)
    assert f'"{name}"' in TESTS, f"no test knows the rule {name}"


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_role_is_some_phase_s() -> None:
    assert {kind.role for kind in PHASES.values()} == set(get_args(Role))
    assert product([("?", "2020-01-01")]).phases[0].kind is None


# Roles are ours, whatever a phase is called.
OF_THE_FIRST_SITE = ({*PHASES} - {*get_args(Role)}) | ({*VOCABULARY.domains} - {"Design", "Support"})
KNOWN = ("beta.gouv", "content/_", "/startups/", "/organisations/")
# The one place of its words, and that of its folders, its fund and its past.
DEFAULTS = {"vocabulary.py", "config/settings.py"}


@pytest.mark.parametrize("files", ROOMS.values(), ids=ROOMS)
def test_only_the_defaults_know_the_first_site(files: list[Path]) -> None:
    """No module outside of the defaults says a phase, a domain, a folder or an address of beta.gouv.fr."""
    for file in files:
        place = name_of(file)
        if place not in DEFAULTS:
            words = words_of(file)
            assert words & OF_THE_FIRST_SITE == set(), place
            assert {word for word in words for known in KNOWN if known in word} <= TOLD.get(place, set()), place


def words_of(file: Path) -> set[str]:
    """Return the words that a module says or asks for: its texts, without what documents it."""
    docs = {
        node.body[0].value
        for node in nodes(file)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in nodes(file)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs
    }


# What `init` writes tells a new site what it does otherwise.
TOLD = {
    "adoption/first_configuration.py": {
        "# Ce que ce site fait autrement que beta.gouv.fr ; toutes les clés :",
    }
}
IDS = {*INDICATORS, *STANDARDS, *PHASES}
# Where such words stand for what files say (an event, a field, a phase), and the entries themselves.
OF_CONTENT = ("content/", "checks/", "indicators/", "standards/catalogue.py", "vocabulary.py")
# Keys of the configuration, of stats.json and of a period.
KEYS = {"config/reading.py": {"dinum_launch", "dashlord", "fast"}, "document/whole.py": {"accessibility"}}


@pytest.mark.parametrize("files", ROOMS.values(), ids=ROOMS)
def test_no_id_is_asked_for_by_name_elsewhere(files: list[Path]) -> None:
    """What is peculiar to one is a field of its entry, not an « if » on its id in another room."""
    for file in files:
        place = name_of(file)
        assert place.startswith(OF_CONTENT) or (words_of(file) & IDS) <= KEYS.get(place, set()), place
