from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from startup_stats.config import Config, Figure, References, find_config, parse_config
from startup_stats.content.source import FolderSource
from startup_stats.errors import ConfigError
from startup_stats.indicators.terms import Cohort

if TYPE_CHECKING:
    from pathlib import Path

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
fast_promotions:
  9: 2021
targets:
  agent:
    2024:
      initial: [{value: 10, source: A}, {value: 11, source: B}]
  end:
    2020:
      revised: [{value: 3, source: C}]
published:
  agent:
    2024: [{value: 12, source: D}]
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
    assert config.methods["agent"] == "programme"
    assert {method for name, method in config.methods.items() if name != "agent"} == {"site"}
    assert config.cohort == Cohort(2023, 3)
    assert config.launch_incubators == ("ruche", "port")
    assert config.promotion_years == {9: 2021}
    assert config.references == {
        ("agent", 2023): References(published=(Figure(9, "E"),)),
        ("agent", 2024): References(initial=(Figure(10, "A"), Figure(11, "B")), published=(Figure(12, "D"),)),
        ("end", 2020): References(revised=(Figure(3, "C"),)),
    }


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
    assert find_config(FolderSource(tmp_path)).language == language


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
    "a key twice": ("language: fr\nlanguage: en\n", [("duplicate-key", 2, 1, "language", "Gardez")]),
    "no YAML": ("a: [\n", [("yaml-syntax", 2, 1, "", "")]),
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
    assert f"{len(faults)} défaut(s)" in raised.value.message.fr


def test_a_configuration_behind_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "startup-stats.yml").symlink_to("/etc/passwd")
    with pytest.raises(ConfigError) as raised:
        find_config(FolderSource(tmp_path))
    assert [finding.rule for finding in raised.value.findings] == ["file-is-symlink"]
