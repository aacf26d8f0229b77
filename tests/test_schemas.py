"""Content against its schemas: one change to a good record, and the rule, line and column that it breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.checks.rules import RULES
from startup_stats.content import spelling
from startup_stats.schema import formats, validators
from startup_stats.schema.formats import FORMATS as FORMAT_CHECKS
from tests.sites import MEMBER, PRODUCT, check, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.findings import Finding

NAMES = ("product", "member", "incubator", "organisation", "config", "stats", "findings")

# (file, text to replace, replacement) → (rule, line, column, words of the message, words of the help)
MUTATIONS = {
    "a missing field": ("product", "contact: marche@voisin.example\n", "", "field-missing", 1, 1, "contact", "Ajoutez"),
    "a missing field inside": ("product", "    start: 2020-06-01\n", "", "field-missing", 11, 5, "start", "Ajoutez"),
    "a wrong phase": (
        "product",
        "name: construction",
        "name: constuction",
        "value-not-allowed",
        11,
        11,
        "« constuction »",
        "Vouliez-vous dire « construction » ?",
    ),
    "an unheard-of phase": (
        "product",
        "name: construction",
        "name: xyz",
        "value-not-allowed",
        11,
        11,
        "« xyz »",
        "Valeurs possibles : investigation, construction,",
    ),
    "a number for a text": (
        "product",
        "title: Marché voisin",
        "title: 012",
        "value-wrong-type",
        2,
        8,
        "« title » devrait être un texte, pas un nombre entier.",
        "guillemets",
    ),
    "yes for a text": ("product", "title: Marché voisin", "title: yes", "value-wrong-type", 2, 8, "true ou", "guill"),
    "nothing for a text": (
        "product",
        "title: Marché voisin",
        "title:",
        "value-wrong-type",
        2,
        7,
        "« title » devrait être un texte, pas vide.",
        "Écrivez la valeur",
    ),
    "a text for a list": (
        "product",
        "[/organisations/marees]",
        "marees",
        "value-wrong-type",
        7,
        11,
        "liste",
        "« sponsors: », puis en dessous « - ",
    ),
    "a text for yes or no": (
        "product",
        "sponsors:",
        "stats: oui\nsponsors:",
        "value-wrong-type",
        7,
        8,
        "« stats » devrait être true ou false, pas un texte.",
        "Écrivez true (oui) ou false (non)",
    ),
    "a list for a text": (
        "product",
        "ruche",
        "[ruche]",
        "value-wrong-type",
        4,
        12,
        "un texte, pas une liste",
        "un seul texte",
    ),
    "a mapping for a text": (
        "product",
        "ruche",
        "{a: b}",
        "value-wrong-type",
        4,
        12,
        "un groupe de champs",
        "un seul texte",
    ),
    "a group for a text": ("product", "2020-06-01", "{a: b}", "value-wrong-type", 12, 12, "« start »", "2025-06-13"),
    "a text for a number": (
        "product",
        "sponsors:",
        "fast: {promotion: dix, montant: 1}\nsponsors:",
        "value-wrong-type",
        7,
        19,
        "un nombre, pas un texte",
        "Corrigez la valeur",
    ),
    "a text for phases": (
        "product",
        PRODUCT[PRODUCT.index("phases:") : PRODUCT.index("---\nUn")],
        "phases: construction\n",
        "value-wrong-type",
        7 + 1,
        9,
        "« phases » devrait être une liste",
        "« phases: », puis en dessous « - name: …, start: … »",
    ),
    "no phases": (
        "product",
        PRODUCT[PRODUCT.index("phases:") : PRODUCT.index("---\nUn")],
        "",
        "field-missing",
        1,
        1,
        "« phases » manque",
        "« phases: », puis en dessous « - name: …, start: … »",
    ),
    "a capital": ("product", "title:", "Title:", "field-misspelt", 2, 1, "« title » est écrit « Title »", "minuscules"),
    "a field missing and one like it": (
        "product",
        "contact:",
        "contatc:",
        "field-misspelt",
        5,
        1,
        "« contatc »",
        "Vouliez-vous dire « contact » ?",
    ),
    "an invisible character in a name": (
        "product",
        "mission:",
        "mission\u200b:",
        "field-misspelt",
        3,
        1,
        "« mission » est écrit « mission\ufffd »",
        "espace sans largeur, U+200B",
    ),
    "a capital inside": (
        "product",
        "    start: 2020-06-01",
        "    Start: 2020-06-01",
        "field-misspelt",
        12,
        5,
        "Start",
        "minus",
    ),
    "a value that is a comment": (
        "product",
        "title: Marché voisin",
        "title: #1 du marché",
        "value-wrong-type",
        2,
        7,
        "pas vide",
        'title: "#1 du marché"',
    ),
    "a value that is an anchor": (
        "product",
        "title: Marché voisin",
        "title: &voisin",
        "value-wrong-type",
        2,
        8,
        "pas vide",
        'title: "&voisin"',
    ),
    "a float for a text": ("product", "Marché voisin", "1.10", "value-wrong-type", 2, 8, "pas un nombre.", "guill"),
    "a date that is none": ("product", "2020-06-01", "2020-6-1", "value-not-a-date", 12, 12, "2020-6-1", "2025-06-13"),
    "an accessibility status": (
        "product",
        "sponsors:",
        "accessibility_status: conforme\nsponsors:",
        "value-not-allowed",
        7,
        23,
        "conforme",
        "Valeurs possibles : totalement conforme, partiellement conforme, non conforme.",
    ),
    "an event's name": (
        "product",
        "sponsors:",
        "events: [{name: fete, date: 2020-01-01}]\nsponsors:",
        "value-not-allowed",
        7,
        17,
        "fete",
        "Valeurs possibles",
    ),
    "one incubator alone": (
        "product",
        "sponsors:",
        "incubators: [ruche]\nsponsors:",
        "value-empty",
        7,
        13,
        "incubators",
        "au moins 2",
    ),
    "an incubator twice": (
        "product",
        "sponsors:",
        "incubators: [ruche, ruche]\nsponsors:",
        "value-repeated",
        7,
        13,
        "incubators",
        "répétition",
    ),
    "an empty role": ("member", "role: Développeuse", "role: ''", "value-empty", 3, 7, "« role »", "au moins 1"),
    "a mission without status": ("member", "    status: admin\n", "", "field-missing", 6, 5, "status", "Ajoutez"),
    "a status": ("member", "admin", "agent", "value-not-allowed", 8, 13, "agent", "Valeurs possibles"),
    "an end that is empty": ("member", "2027-01-14", "", "value-wrong-type", 7, 9, "« end »", "Écrivez la valeur"),
    "a domain": ("member", "domaine: Développement", "domaine: Dev", "value-not-allowed", 4, 10, "Dev", "Valeurs"),
}


def _findings(root: Path, product: str, member: str) -> list[Finding]:
    files = {"content/_startups/voisin.md": product, "content/_authors/ana.corail.md": member}
    return check(write_site(root, **files))


@pytest.mark.parametrize(
    ("record", "old", "new", "rule", "line", "column", "message", "advice"), MUTATIONS.values(), ids=MUTATIONS
)
def test_mutations(
    tmp_path: Path, record: str, old: str, new: str, rule: str, line: int, column: int, message: str, advice: str
) -> None:
    good = PRODUCT if record == "product" else MEMBER
    assert good.count(old) == 1
    bad = good.replace(old, new)
    (found,) = _findings(tmp_path, bad if record == "product" else PRODUCT, bad if record == "member" else MEMBER)
    assert (found.rule, found.location.line, found.location.column) == (rule, line, column)
    assert message in found.message.fr
    assert advice in found.help.fr
    assert "{" not in found.message.en.replace("{a: b}", "").replace("{'a': 'b'}", "") + found.help.en


def test_a_good_site_has_no_finding(tmp_path: Path) -> None:
    assert _findings(tmp_path, PRODUCT, MEMBER) == []


def test_an_impossible_date_is_told_once(tmp_path: Path) -> None:
    (found,) = _findings(tmp_path, PRODUCT.replace("2020-06-01", "2025-13-06"), MEMBER)
    assert (found.rule, found.location.line, found.location.column) == ("date-impossible", 12, 12)


def test_the_reader_knows_every_date_and_every_flag() -> None:
    """What is written in quotes, or as « yes », is told by the reader, which knows no schema."""
    fields = {**validators.schema("product")["properties"], **validators.schema("member")["properties"]}
    dates = {
        field: tuple(name for name, inner in node["items"]["properties"].items() if inner.get("format") == "date")
        for field, node in fields.items()
        if "properties" in node.get("items", {})
    }
    assert dates == spelling.DATES
    assert [field for field, node in fields.items() if "boolean" in node.get("type", ())] == list(spelling.FLAGS)


def test_unknown_keys_and_empty_values_of_the_real_site_are_accepted(tmp_path: Path) -> None:
    more = "stats:\nrepository:\nrgpd: {x: 1}\nrobots: noindex\n"
    more += "events: [{name: national_impact, date: 2020-01-01, comment: 2024}]\nsponsors:"
    member = MEMBER.replace("missions:", "startups:\npreviously:\ncompetences:\nbadges:\nteams:\nmissions:")
    assert _findings(tmp_path, PRODUCT.replace("sponsors:", more), member) == []


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas_and_describe_each_field_in_both_languages(name: str) -> None:
    loaded = validators.schema(name)
    jsonschema.Draft202012Validator.check_schema(loaded)
    assert list(_undescribed(loaded)) == []


def _undescribed(schema: Any) -> list[str]:
    found = []
    for field, described in schema.get("properties", {}).items():
        if "$ref" not in described and not {"description", "x-description-en"} <= set(described):
            found.append(field)
        found += _undescribed(described)
    for definition in schema.get("$defs", {}).values():
        found += _undescribed(definition)
    return found + (_undescribed(schema["items"]) if "items" in schema else [])


# format, value, whether it has that form; both validators must look
FORMATS: list[tuple[str, str, bool]] = [
    ("date", "2025-06-13", True),
    ("date", "2025-13-06", False),
    ("date", "13/06/2025", False),
    ("date", "2025-6-1", False),
    ("date", "20250613", False),
    ("date", "٢٠٢٥-٠٦-١٣", False),
    ("date", "2025-06-13T10:00:00", False),
    ("uri", "https://voisin.example/é?a=b#c", True),
    ("uri", "http://localhost:8080", True),
    ("uri", "", True),
    ("uri", "voisin.example", False),
    ("uri", "https://", False),
    ("uri", "https://a.example; ", False),
    ("uri", "https://a.example https://b.example", False),
    ("uri", "https://a.example:port/", False),
    ("uri", "https://[::1", False),
    ("uri", "javascript:alert(1)", False),
    ("uri", "https://voisin.example/\u200b", False),
    ("uri", "https://voisin\u00ad.example/", False),
    ("uri", "https://voisin.example/\u3164", False),
    ("uri", "\ufeffhttps://voisin.example/", False),
    ("email", "equipe@voisin.example", True),
    ("email", "prénom.nom+x@sous.voisin.example", True),
    ("email", "", True),
    ("email", "equipe", False),
    ("email", "equipe@voisin", False),
    ("email", "a@b.example, c@d.example", False),
    ("email", "Équipe <a@b.example>", False),
    ("email", "a@b..example", False),
    ("email", "equipe@voisin.example\u200b", False),
    ("email", "equi\u00adpe@voisin.example", False),
    ("email", "equipe@voisin\u3164.example", False),
]


@given(st.text("htps:/ab-._?=&%#~+,@-1[]é \\:;", max_size=12))
def test_a_plain_address_is_one_when_looked_at_closely(rest: str) -> None:
    """What the first look lets pass, the closer one does too."""
    value = f"https://{rest}"
    closely = formats.split_address(value) is not None and not re.search(r"[\s;\\]", value)
    assert formats.is_address(value) == closely


@pytest.mark.parametrize(("form", "value", "valid"), FORMATS)
def test_formats_are_really_checked_by_both_validators(form: str, value: str, valid: bool) -> None:  # noqa: FBT001
    field = {"date": "phases", "uri": "link", "email": "contact"}[form]
    changed = {field: [{"name": "construction", "start": value}] if form == "date" else value}
    document = {"title": "t", "mission": "m", "incubator": "i", "contact": "c@d.example", "phases": [], **changed}
    assert (validators.errors("product", document) == []) is valid
    assert validators.slow_validator("product").is_valid(document) is valid


def test_formats_are_about_texts_only() -> None:
    others: tuple[object, ...] = (None, 3, [], {})
    assert all(holds(value) for holds in FORMAT_CHECKS.values() for value in others)


def test_rule_ids_are_kebab_case_and_stand_once() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert all(rule_id.replace("-", "").isalnum() and rule_id == rule_id.lower() for rule_id in ids)
