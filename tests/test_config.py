from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from startup_stats.config.reading import find_config, parse_config
from startup_stats.config.settings import LAYOUTS, Break, Config, Figure, History, Licence, References
from startup_stats.content.source import FolderSource
from startup_stats.document.whole import counting_digest
from startup_stats.errors import ConfigError
from startup_stats.indicators.terms import Cohort, Coverage
from startup_stats.language import same
from startup_stats.schema import validators

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from startup_stats.standards.definition import StandardTerms

PUBLISHED = Figure(12, "D", "site", "2024-01-30", "Voir D.")
FULL = """\
language: en
first_year: 2016
paths:
  products: produits/
  members: gens
product_url: /p/{id}
edit_url: https://edit.example/{id}
method: site
methods:
  agent: programme
cohort:
  last_month: 3
dinum_launch:
  incubators: [ruche, port]
fast:
  promotions:
    9: 2021
indicators:
  fast: {first_year: 2021, note: Depuis 2021., notes: {2022: Une seule promotion.}}
licence: {name: Licence, url: "https://l.example"}
history:
  layouts: [{products: _produits/, members: _gens, incubators: _nids, organisations: _tutelles}, {products: produits}]
  breaks:
    - {day: 2024-02-29, indicators: [end], reason: Les abandons se disent autrement.}
    - {day: 2025-01-01, reason: Tout change.}
targets:
  agent:
    2024:
      initial: [{value: 10, source: A}, {value: 11, source: B}]
  end:
    2020:
      revised: [{value: 3, source: C}]
published:
  agent:
    2024: [{value: 12, source: D, method: site, known_at: 2024-01-30, note: Voir D.}]
    2023: [{value: 9, source: E}]
"""


def test_everything_said() -> None:
    config = parse_config("c.yml", FULL.encode())
    assert (config.language, config.first_year) == ("en", 2016)
    assert config.folders == {
        "product": "produits",
        "member": "gens",
        "incubator": "content/_incubators",
        "organisation": "content/_organisations",
    }
    assert (config.product_url, config.edit_url) == ("/p/{id}", "https://edit.example/{id}")
    assert {name: config.method_of(name) for name in ("agent", "end")} == {"agent": "programme", "end": "site"}
    assert config.cohort == Cohort(2023, 3)
    assert config.launch_incubators == ("ruche", "port")
    assert config.promotion_years == {9: 2021}
    assert config.coverages == {"fast": Coverage(2021, "Depuis 2021.", {2022: "Une seule promotion."})}
    assert config.licence == Licence("Licence", "https://l.example")
    assert config.history == History(
        (
            {"product": "_produits", "member": "_gens", "incubator": "_nids", "organisation": "_tutelles"},
            {"product": "produits"},
            *LAYOUTS,
        ),
        (
            Break("2024-02-29", same("Les abandons se disent autrement."), ("end",)),
            Break("2025-01-01", same("Tout change.")),
        ),
    )
    assert config.references == {
        ("agent", 2023): References(published=(Figure(9, "E"),)),
        ("agent", 2024): References(initial=(Figure(10, "A"), Figure(11, "B")), published=(PUBLISHED,)),
        ("end", 2020): References(revised=(Figure(3, "C"),)),
    }


PREFIXES = {
    "/startups/{id}.html": ("/startups/",),
    "/services/{id}/": ("/services/", "/startups/"),
    "/sous/services/{id}": ("/sous/services/", "/services/", "/startups/"),
    "https://x.example/s/{id}": ("/s/", "/startups/"),
    "/{id}": ("/startups/",),
}


@pytest.mark.parametrize(("address", "prefixes"), PREFIXES.items(), ids=PREFIXES)
def test_where_a_product_may_redirect_from(address: str, prefixes: tuple[str, ...]) -> None:
    assert parse_config("c.yml", f"product_url: {address!r}\n".encode()).vocabulary.product_prefixes == prefixes


def test_what_is_off_has_no_figures_of_documents() -> None:
    text = "indicators: {end: false, agent: {first_year: 2020}}\npublished:\n"
    text += "".join(f"  {name}: {{2024: [{{value: 1, source: A}}]}}\n" for name in ("end", "agent"))
    config = parse_config("c.yml", text.encode())
    assert (set(config.references), config.off) == ({("agent", 2024)}, frozenset({"end"}))
    assert "end" not in config.indicators()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n", "\ufeff{}\r\n"])
def test_nothing_said_is_the_default(text: str) -> None:
    assert parse_config("c.yml", text.encode()) == Config()


@pytest.mark.parametrize(
    ("files", "language"),
    [
        ({}, "fr"),
        ({"startup-stats.yml": "language: en"}, "en"),
        ({".github/startup-stats.yml": "language: en"}, "en"),
        ({"startup-stats.yml": "language: fr", ".github/startup-stats.yml": "language: en"}, "fr"),
    ],
)
def test_where_it_is_looked_for(tmp_path: Path, files: dict[str, str], language: str) -> None:
    (tmp_path / ".github").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert find_config(FolderSource(tmp_path))[0].language == language


# text → each fault as (rule, line, column, words of the message, words of the help)
FAULTS: dict[str, tuple[str, list[tuple[str, int, int, str, str]]]] = {
    "five at once": (
        "langage: fr\nfirst_year: deux mille\nmethods:\n  agents: site\n  end: web\npaths:\n  products: ../secret\n",
        [
            ("field-unknown", 1, 1, "langage", "Vouliez-vous dire « language » ?"),
            ("value-wrong-type", 2, 13, "first_year", "Corrigez"),
            ("field-unknown", 4, 3, "agents", "Vouliez-vous dire « agent » ?"),
            ("value-not-allowed", 5, 8, "web", "programme, site"),
            ("value-malformed", 7, 13, "../secret", "Le dossier des produits, depuis la racine"),
        ],
    ),
    "an empty year": ("first_year:\n", [("value-wrong-type", 1, 12, "first_year", "Écrivez la valeur qui manque")]),
    "a list": ("- a\n", [("value-wrong-type", 1, 1, "liste", "Corrigez")]),
    "a wrong year": (
        "published:\n  end:\n    20x0: [{value: 1, source: A}]\n",
        [("value-malformed", 3, 5, "20x0", "Corrigez")],
    ),
    "a figure without source": (
        "published:\n  end:\n    2020: [{value: 1}]\n",
        [("field-missing", 3, 12, "source", "Ajoutez")],
    ),
    "two fields missing": (
        "published:\n  end:\n    2020: [{}]\n",
        [("field-missing", 3, 12, "value", "Ajoutez"), ("field-missing", 3, 12, "source", "Ajoutez")],
    ),
    "no figure": ("published:\n  end:\n    2020: []\n", [("value-empty", 3, 11, "2020", "au moins 1")]),
    "a year too early": ("first_year: 1066\n", [("value-out-of-range", 1, 13, "1066", "1990")]),
    "a month too late": ("cohort: {last_month: 12}\n", [("value-out-of-range", 1, 22, "12", "11")]),
    "an absolute folder": (
        "paths: {members: /etc}\n",
        [("value-malformed", 1, 18, "/etc", "Le dossier des membres, depuis")],
    ),
    "a URL without {id}": ("edit_url: https://x.example\n", [("value-malformed", 1, 11, "x.example", "{id}")]),
    "an address of another kind": (
        "product_url: javascript:alert({id})\n",
        [("value-malformed", 1, 14, "javascript", "un chemin du site ou une adresse http(s)")],
    ),
    "another host's address without its kind": (
        "edit_url: //edit.example/{id}\n",
        [("value-malformed", 1, 11, "//edit", "un chemin du site ou une adresse http(s)")],
    ),
    "an address of teams' answers that is none": (
        "self_assessment: {url: file:///etc/passwd}\n",
        [("value-malformed", 1, 24, "file:///etc/passwd", "L'adresse http(s)")],
    ),
    "breaks that are none": (
        "history:\n  breaks:\n    - {day: hier, indicators: [fin]}\n",
        [
            ("field-missing", 3, 7, "reason", "Ajoutez"),
            ("value-not-a-date", 3, 13, "hier", "année-mois-jour"),
            ("value-not-allowed", 3, 32, "fin", "end"),
        ],
    ),
    "a layout above the site, and one of nothing": (
        "history: {layouts: [{products: ../x}, {}]}\n",
        [
            ("value-malformed", 1, 32, "../x", "Le dossier des produits"),
            ("value-malformed", 1, 39, "layouts", "un au moins parmi products"),
        ],
    ),
    "teams' answers from nowhere": ("self_assessment: {}\n", [("field-missing", 1, 1, "url", "Ajoutez")]),
    "phases that are none": (
        (
            "phases:\n  - {id: idée, title: Idée, role: investigaton}\n  - {id: a b, title: '', role: launch}\n"
            "  - {id: x, role: closed, former: oui}\n"
        ),
        [
            ("value-not-allowed", 2, 35, "investigaton", "« investigation »"),
            ("value-malformed", 3, 10, "a b", "Le mot qu'écrivent les fiches"),
            ("value-empty", 3, 22, "title", "au moins 1"),
            ("field-missing", 4, 5, "title", "Ajoutez"),
            ("value-wrong-type", 4, 35, "former", "true (oui) ou false (non)"),
        ],
    ),
    "phases that do not go together": (
        (
            "phases:\n  - {id: idea, title: Idea, role: investigation}\n  - {id: idea, title: Live, role: running}\n"
            "  - {id: old, title: Old, role: closed, former: true, became: lost}\n"
        ),
        [
            ("configured-launch-missing", 1, 1, "launch", "quand un produit est lancé"),
            ("configured-phase-repeated", 3, 10, "idea", "Gardez"),
            ("configured-phase-unknown", 4, 63, "lost", "Valeurs possibles : idea"),
        ],
    ),
    "standards in phases that the portfolio does not have": (
        (
            "phases: [{id: beta, title: Beta, role: launch}, {id: live, title: Live, role: running}]\n"
            "standards:\n  open_source: {phases: [construction, live]}\n"
            "  stats_page: {target: {share: 50, by: 2027-01-01, phases: [beat]}}\n"
        ),
        [
            ("value-not-allowed", 3, 26, "construction", "Valeurs possibles : beta, live."),
            ("value-not-allowed", 4, 61, "beat", "« beta »"),
        ],
    ),
    "words that mean nothing": (
        (
            "events: {ouverture: launch}\nstatuses: {agent: public}\nconformities: {oui: conforme}\n"
            "standards: {accessibility: {met_by: [totalement conforme]}}\n"
        ),
        [
            ("value-not-allowed", 1, 21, "launch", "« product_launch »"),
            ("value-not-allowed", 2, 19, "public", "Valeurs possibles"),
            ("value-not-allowed", 3, 21, "conforme", "totalement conforme"),
            ("value-not-allowed", 4, 38, "totalement conforme", "oui"),
        ],
    ),
    "fields that are none, and two of one name": (
        "fields:\n  products: {mision: but, title: nom, mission: nom, phases.start: nom, stats: true}\n  member: {}\n",
        [
            ("field-unknown", 2, 14, "mision", "« mission »"),
            ("configured-field-repeated", 2, 48, "« title » et « mission »", "le nom qu'il a dans les fiches"),
            ("value-malformed", 2, 79, "True", "false si elles n'ont pas ce champ"),
            ("field-unknown", 3, 3, "member", "« members »"),
        ],
    ),
    "an indicator and a standard that are on": (
        "indicators: {fast: true}\nstandards: {dashlord: true}\n",
        [
            ("value-malformed", 1, 20, "True", "false : le portefeuille ne l'a pas"),
            ("value-malformed", 2, 23, "True", "false : le portefeuille ne l'a pas"),
        ],
    ),
    "a key twice": ("language: fr\nlanguage: en\n", [("duplicate-key", 2, 1, "language", "Gardez")]),
    "no YAML": ("a: [\n", [("yaml-syntax", 1, 4, "« [ »", "guillemets")]),
    "a number of 3,572 digits": (
        f"first_year: 0x{'f' * 3572}\n",
        [("number-impossible", 1, 13, "0xfff", "chiffres"), ("value-wrong-type", 1, 13, "first_year", "Corrigez")],
    ),
    "a tag": ("a: !!python/name:os.system x\n", [("yaml-unsupported", 1, 4, "python", "")]),
    "Latin-1": ("a: \udce9\n", [("encoding-not-utf8", 1, 4, "UTF-8", "UTF-8")]),
}


@pytest.mark.parametrize(("text", "faults"), FAULTS.values(), ids=FAULTS)
def test_all_faults_are_told_at_once(text: str, faults: list[tuple[str, int, int, str, str]]) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_config("startup-stats.yml", text.encode(errors="surrogateescape"))
    found = raised.value.findings
    places = [(each.rule, each.location.line, each.location.column) for each in found]
    assert places == [fault[:3] for fault in faults]
    for each, (*_, message, advice) in zip(found, faults, strict=True):
        assert message in each.message.fr
        assert advice in each.help.fr
    assert f"La configuration a {len(faults)} défaut" in raised.value.message.fr


def test_a_configuration_behind_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "startup-stats.yml").symlink_to("/etc/passwd")
    with pytest.raises(ConfigError) as raised:
        find_config(FolderSource(tmp_path))
    assert [finding.rule for finding in raised.value.findings] == ["file-is-symlink"]


def leaves(schema: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every key that holds a value, « <id> » where any of some ids may stand."""
    node = resolved(schema)
    inner = dict(node.get("properties", {}))
    if "$ref" in node.get("propertyNames", {}):
        inner["<id>"] = node["additionalProperties"]
    if not inner:
        yield above, node
    for name, described in inner.items():
        yield from leaves(described, f"{above}.{name}" if above else name)


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    return {**validators.schema("config")["$defs"][node["$ref"].rpartition("/")[2]], **node}


LEAVES = dict(leaves(validators.schema("config")))
# Every key, and a value that is not its default.
OTHERS: dict[str, Any] = {
    "language": "en",
    "first_year": 2020,
    "paths.products": "p",
    "paths.members": "m",
    "paths.incubators": "i",
    "paths.organisations": "o",
    "product_url": "/p/{id}",
    "edit_url": "https://edit.example/{id}",
    "phases": [{"id": "live", "title": "Live", "role": "launch"}],
    **{f"fields.{key}.<id>": "nom" for key in ("products", "members", "incubators", "organisations")},
    "events": {"ouverture": "product_launch"},
    "statuses": {"agent": "admin"},
    "conformities": {"oui": "totalement conforme"},
    "domains": ["Graphisme"],
    "sponsor_prefix": "",
    "method": "site",
    "methods.<id>": "site",
    "cohort.from_year": 2024,
    "cohort.last_month": 3,
    "dinum_launch.incubators": ["ruche"],
    "fast.promotions": {"12": 2022},
    "indicators.<id>.first_year": 2020,
    "indicators.<id>.note": "Une note.",
    "indicators.<id>.notes": {"2020": "Une note."},
    "licence.name": "Licence",
    "licence.url": "https://l.example",
    "ignore": ["field-missing"],
    "standards.accessibility.phases": ["opere"],
    "standards.accessibility.met_by": ["totalement conforme"],
    "standards.<id>.phases": ["opere"],
    **{
        f"standards.{standard}.target.{key}": value
        for standard in ("accessibility", "<id>")
        for key, value in {"share": 80, "by": "2027-12-31", "phases": ["opere"]}.items()
    },
    "dashlord": [{"list": "https://d.example/dashlord.yml"}],
    "self_assessment.url": "https://standards.example/api/evaluations",
    "forges": {"forge.example": "gitea"},
    "publication.branch": "stats",
    "publication.labels": ["statistiques"],
    "publication.reviewers": ["ana"],
    "publication.team_reviewers": ["equipe"],
    "publication.auto_merge": "squash",
    "publication.editions": "editions",
    "guard.lost": 20,
    "guard.closed_years.percent": 30,
    "guard.closed_years.least": 1,
    "history.layouts": [{"products": "_produits"}],
    "history.breaks": [{"day": "2024-01-01", "reason": "Une raison."}],
    "probing.contact": "mailto:equipe@voisin.example",
    "probing.budget": 60,
    "probing.max_unknown": 50,
    "probing.concurrency": 8,
    "probing.per_host": 1,
    "targets.<id>": {"2020": {"initial": [{"value": 1, "source": "s"}]}},
    "published.<id>": {"2020": [{"value": 1, "source": "s"}]},
}
FIRST_ID = {
    "methods": "investigation",
    "targets": "investigation",
    "published": "investigation",
    "indicators": "investigation",
    "standards": "dashlord",
    "fields.products": "title",
    "fields.members": "role",
    "fields.incubators": "title",
    "fields.organisations": "name",
}


WHOLE: dict[str, dict[str, Any]] = {
    "licence": {"name": "L", "url": "https://l.example"},
    "target": {"share": 50, "by": "2026-12-31"},
}


def said(key: str, value: Any) -> Config:
    """Return the configuration of a file that says one thing."""
    steps = key.split(".")
    # Of a licence and of a target all is told.
    whole = next((told for name, told in WHOLE.items() if name in steps), None)
    document = value if whole is None else whole | {steps.pop(): value}
    for step in reversed(steps):
        document = {FIRST_ID[key.partition(".<id>")[0]] if step == "<id>" else step: document}
    return parse_config("c.yml", yaml.safe_dump(document).encode())


def effective(config: Config) -> tuple[Config, dict[str, StandardTerms]]:
    return config._replace(standards={}), config.standard_terms()


def test_every_key_has_another_value() -> None:
    assert set(OTHERS) == set(LEAVES)


@pytest.mark.parametrize("key", [key for key, node in LEAVES.items() if "default" in node])
def test_a_default_of_the_schema_is_the_configuration_s(key: str) -> None:
    """The configuration's defaults are the only ones."""
    assert effective(said(key, LEAVES[key]["default"])) == effective(Config())


@pytest.mark.parametrize("key", OTHERS)
def test_every_key_is_read(key: str) -> None:
    assert effective(said(key, OTHERS[key])) != effective(Config())


COUNTED_BY = {
    "first_year", "method", "methods.<id>", "cohort.from_year", "cohort.last_month", "dinum_launch.incubators",
    "fast.promotions", "indicators.<id>.first_year", "phases", "events", "statuses",
    *(f"fields.{key}.<id>" for key in ("products", "members", "incubators", "organisations")),
}  # fmt: skip


@pytest.mark.parametrize("key", OTHERS)
def test_what_counts_another_way_has_another_digest(key: str) -> None:
    moved = counting_digest(said(key, OTHERS[key])) != counting_digest(Config())
    assert moved == (key in COUNTED_BY)


def test_a_default_that_is_told_is_told_of_every_scalar() -> None:
    """What has a default value says so, but for keys that are off when nothing is said."""
    off = {"edit_url", "publication.auto_merge", "licence.name", "licence.url", "self_assessment.url"}
    off |= {"standards.accessibility.target.share", "standards.accessibility.target.by"}
    scalars = {key for key, node in LEAVES.items() if node.get("type") in ("string", "integer") and "<id>" not in key}
    assert {key for key in scalars if "default" not in LEAVES[key]} == off
