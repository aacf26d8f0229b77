"""The figures on the real content, beside what the site draws and what the programme published."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from startup_stats import cli
from startup_stats.commands.site import Overrides, open_folder, read_site
from startup_stats.config.reading import parse_config
from startup_stats.content.collections import COLLECTIONS
from startup_stats.content.source import FolderSource
from startup_stats.document.whole import Digests, Inputs, counting_digest, make_document
from startup_stats.git.checkout import SourceInfo
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.probing.questions import all_questions
from startup_stats.schema import validators
from startup_stats.standards.ledger import Entry, Ledger
from startup_stats.standards.self_assessment import CATEGORIES, Levels, SelfAssessment
from startup_stats.writers.json import to_rows
from tests.conftest import REAL_CONFIG
from tests.documents import history
from tests.sites import FOLDERS, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.model import Product

pytestmark = pytest.mark.unmeasured

DAY = "2026-08-20"
DIGESTS = Digests(*("a" * 64 for _ in Digests._fields))


def build(site: Path, output: Path, *options: str) -> dict[str, Any]:
    assert cli.main(["build", str(site), "--as-of", DAY, "-o", str(output), "--quiet", *options]) == 0
    document: dict[str, Any] = json.loads(output.read_text())
    return document


def values(document: dict[str, Any], indicator: str, first: int = 2013, last: int = 2026) -> list[int]:
    years = document["indicators"][indicator]["years"]
    return [year["value"] for year in years if first <= year["year"] <= last]


@pytest.fixture
def plain(computed: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((computed / "plain.json").read_text(encoding="utf-8"))
    return document


def test_everything_is_read(plain: dict[str, Any]) -> None:
    assert plain["coverage"] == {
        "records": {"product": 662, "member": 3484, "incubator": 23, "organisation": 143},
        "unreadable": [],
        "unreadable_members": 0,
        "findings": {"error": 0, "warning": 65},
    }


def test_the_site_s_method_gives_exactly_what_the_site_draws(real_site: Path, real_data: Path, tmp_path: Path) -> None:
    reference = json.loads((real_data / "reference/site-series.json").read_text())
    document = build(real_site, tmp_path / "s.json", "--method", "site")
    assert len(reference["realised"]) == 5
    for indicator, drawn in reference["realised"].items():
        by_year = dict(zip(reference["years"], drawn, strict=True))
        assert by_year.pop(2027) == 0  # the site draws the year to come as well
        assert values(document, indicator) == list(by_year.values())


def test_national_impact_is_what_was_published(computed: Path) -> None:
    document = json.loads((computed / "configured.json").read_text(encoding="utf-8"))
    assert values(document, "national_impact", 2016, 2025) == [1, 2, 1, 1, 2, 5, 6, 6, 7, 6]
    years = document["indicators"]["national_impact"]["years"]
    published = {year["year"]: year["published"]["value"] for year in years if "published" in year}
    assert published == {year["year"]: year["value"] for year in years if 2016 <= year["year"] <= 2025}


def test_sums_hold(plain: dict[str, Any]) -> None:
    document = plain
    phases = document["phases"]
    assert sum(phase["value"] for phase in phases["by_phase"]) + phases["without_phase"]["value"] == 662
    co_incubated = sum(len(product["incubators"]) - 1 for product in document["products"])
    assert co_incubated == 2
    assert sum(incubator["total"] for incubator in document["incubators"]) == 662 + co_incubated
    for incubator in document["incubators"]:
        assert sum(incubator["by_phase"].values()) == incubator["total"]
    members = document["members"]
    new = {year["year"]: year["admin"] + year["service"] + year["independent"] for year in members["new_by_year"]}
    assert list(new.values()) == values(document, "new_member")
    assert sum(members["active"]["by_status"].values()) == sum(members["active"]["by_domain"].values())
    everybody = document["indicators"]["new_member"]
    assert sum(new.values()) + everybody["undated_count"] + everybody["outside_count"] + 5 == 3484, "5 are to come"


def test_it_stays_small_with_all_that_a_site_may_have(computed: Path, real_site: Path) -> None:
    """400,000 bytes at the most: with everything seen online, every year revised and every team's answers."""
    assert (computed / "configured.json").stat().st_size <= 375_000
    site, day = open_folder(real_site, Overrides(REAL_CONFIG)), date.fromisoformat(DAY)
    reading, findings = read_site(site, day)
    document = make_document(
        Inputs(reading, findings, _all_seen(site, reading.portfolio.products, day), DIGESTS, _all_revised(site)),
        site.config,
        site.config.terms(day),
        SourceInfo("betagouv/beta.gouv.fr", "a" * 40, f"{DAY}T00:00:00+00:00"),
    )
    verdicts = [verdict for product in document["products"] for verdict in product["standards"].values()]
    assert sum("since" in verdict for verdict in verdicts) > 800
    assert sum("first" in year for each in document["indicators"].values() for year in each["years"]) > 100
    assert len(document["self_assessment"]["categories"]) == len(CATEGORIES)
    assert len(to_rows(document).encode()) <= 395_000


def _all_seen(site: Site, products: Iterable[Product], day: date) -> Ledger:
    """Return a ledger in which every question is answered well, and every team says something of everything."""
    products = tuple(products)
    entries = {
        each.key: Entry(each.subject, "ok", "seen", day, "partiellement conforme" if each.visit == "home" else None)
        for each in all_questions(products, site.config.standard_terms(), day)
    }
    half = Levels(dict.fromkeys(CATEGORIES, 100), dict.fromkeys(CATEGORIES, 50))
    return Ledger(entries, SelfAssessment(day, {product.id: half for product in products}))


def _all_revised(site: Site) -> dict[str, Any]:
    """Return a history in which every year was revised some tens of times since its end."""
    days = ["2014-01-01", *(f"2026-04-{number:02}" for number in range(1, 31))]
    points = [[day, 100 + place] for place, day in enumerate(days)]
    return history(
        {name: dict.fromkeys(range(site.config.first_year, 2027), points) for name in INDICATORS},
        source=history({})["source"] | {"counting": counting_digest(site.config)},
    )


def test_no_member_is_named(real_site: Path, computed: Path) -> None:
    text = (computed / "plain.json").read_text(encoding="utf-8")
    assert [name for name in os.listdir(real_site / "content/_authors") if name.removesuffix(".md") in text] == []


def test_the_same_bytes_from_another_process_and_another_order_of_files(real_site: Path, tmp_path: Path) -> None:
    """Copies made in opposite orders lie in other orders on the disk; hash seeds differ too.

    Copies both, since the content itself may lie in a checkout, whose commit a document names.
    """
    for copy, is_backwards in (("forwards", False), ("backwards", True)):
        for folder in FOLDERS.values():
            (tmp_path / copy / folder).mkdir(parents=True)
            for name in sorted(os.listdir(real_site / folder), reverse=is_backwards):
                shutil.copyfile(real_site / folder / name, tmp_path / copy / folder / name)
    made = []
    for number, copy in enumerate(("forwards", "forwards", "backwards")):
        done = subprocess.run(
            [sys.executable, "-m", "startup_stats", "build", tmp_path / copy, "--as-of", DAY, "-o", "-", "--quiet"],
            env=os.environ | {"PYTHONHASHSEED": str(number), "TZ": "Pacific/Auckland" if number else "UTC"},
            check=True,
            capture_output=True,
        )
        made.append(done.stdout)
    assert made[0] == made[1] == made[2]


def cited(value: int, source: str) -> tuple[int, str, list[str]]:
    """Return a figure and what its source names, in whatever language it says where: the document and its numbers."""
    return value, source.split(maxsplit=1)[0], re.findall(r"\d[\w-]*", source)


def test_the_full_configuration_holds_all_that_is_known_of_the_programme(real_data: Path) -> None:
    known = yaml.safe_load((real_data / "reference/programme.yml").read_text())
    configured = parse_config(str(REAL_CONFIG), REAL_CONFIG.read_bytes()).references
    expected: dict[tuple[str, int], dict[str, list[tuple[int, str, list[str]]]]] = {}
    for indicator, years in known.items():
        name = {"fast_supported": "fast"}.get(indicator, indicator)
        for year, kinds in years.items():
            expected[name, year] = {
                kind: [cited(figure["value"], figure["source"]) for figure in figures]
                for kind, figures in kinds.items()
            }
    fields = {"initial": "target_initial", "revised": "target_revised", "published": "published"}
    assert {
        key: {
            kind: [cited(figure.value, figure.source) for figure in getattr(references, field)]
            for field, kind in fields.items()
            if getattr(references, field)
        }
        for key, references in configured.items()
    } == expected


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_both_validators_agree_on_every_real_record(real_site: Path, collection: str) -> None:
    slow = validators.slow_validator(collection)
    for record in records(FolderSource(real_site), collection, FOLDERS[collection]):
        assert (validators.errors(collection, record.data) == []) is slow.is_valid(record.data), record.path


def test_history_is_read_at_any_commit(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    bundle = real_data / "history.bundle"
    assert cli.main(["build", str(bundle), "--as-of", "2023-12-01", "-o", "-", "--quiet"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["source"]["commit"] == "066faacb5f66be454e9b439e36807655577752cc"
    assert document["coverage"]["records"]["product"] == 463
    assert document["coverage"]["unreadable"] == []
