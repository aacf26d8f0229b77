"""Other portfolios: other words by configuration give the same figures, and what is wrong is told in those words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from startup_stats import cli
from startup_stats.checks.engine import read_and_check
from startup_stats.config.reading import parse_config
from startup_stats.config.settings import Config
from startup_stats.content.portfolio import make_portfolio, modelled
from startup_stats.content.source import FolderSource
from startup_stats.standards.contradictions import contradictions
from startup_stats.standards.ledger import Entry, Ledger
from startup_stats.vocabulary import VOCABULARY
from tests.conftest import REAL_CONFIG
from tests.renaming import MARK, renamed, renamed_site, written_out
from tests.repositories import history
from tests.sites import FOLDERS, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from startup_stats.findings import Finding


def built(site: Path, configuration: Mapping[str, Any], place: Path) -> dict[str, Any]:
    """Return what `build` makes of a site by a configuration."""
    config, output = place / "config.yml", place / "stats.json"
    config.write_text(yaml.safe_dump(dict(configuration), allow_unicode=True), encoding="utf-8")
    options = ["--config", str(config), "--as-of", "2026-08-20", "-o", str(output), "--quiet"]
    assert cli.main(["build", str(site), *options]) == 0
    made: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return made


def unmarked(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the first site's words, without what the files themselves give: their digests, faults."""
    left: dict[str, Any] = json.loads(json.dumps(document, ensure_ascii=False).replace(MARK, ""))
    left.pop("source")
    left.get("coverage", {}).pop("findings", None)
    left.get("words", {}).pop("commit", None)
    return left


def test_the_default_words_written_out_are_the_defaults() -> None:
    assert parse_config("c.yml", yaml.safe_dump(written_out(), allow_unicode=True).encode()) == Config()


@pytest.mark.unmeasured
@pytest.mark.parametrize("site", ["example", "real_site"])
def test_the_default_words_written_out_give_the_same_bytes(
    site: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder: Path = request.getfixturevalue(site)
    config = REAL_CONFIG if site == "real_site" else folder / "startup-stats.yml"
    own = yaml.safe_load(config.read_text(encoding="utf-8"))
    plain, told = built(folder, own, tmp_path), built(folder, {**own, **written_out()}, tmp_path)
    for document in (plain, told):
        document["source"].pop("configuration")
    assert json.dumps(plain) == json.dumps(told)


@pytest.mark.parametrize("site", ["example", pytest.param("real_site", marks=pytest.mark.unmeasured)])
def test_other_words_give_the_same_figures(site: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder: Path = request.getfixturevalue(site)
    config = REAL_CONFIG if site == "real_site" else folder / "startup-stats.yml"
    own = yaml.safe_load(config.read_text(encoding="utf-8"))
    other = renamed_site(folder, tmp_path / "other", own)
    made = built(other, {**own, **written_out(MARK)}, tmp_path)
    assert {row["phase"] for row in made["phases"]["by_phase"]} <= {f"{word}{MARK}" for word in VOCABULARY.phases}
    assert unmarked(made) == unmarked(built(folder, own, tmp_path))


PHASES = "phases: [{name: investigation, start: 2020-01-15}, {name: construction, start: 2020-06-01}]"
# What a product's file says from a day on: former words, then today's; a status of before there were phases.
LIVES = {
    "2019-03-01": "status: alumni",
    "2020-08-30": "phases: [{name: construction, start: 2019-02-01}, {name: success, start: 2020-03-01}]",
    "2020-10-02": "phases: [{name: construction, start: 2019-02-01}, {name: alumni, start: 2020-03-01}]",
    "2021-01-05": "phases: [{name: construction, start: 2019-02-01}, {name: transfere, start: 2020-03-01}]",
    "2021-03-05": f"{PHASES}\nevents: [{{name: national_impact, date: 2021-02-01}}, {{name: end, date: 2021-03-01}}]",
}


def lived(root: Path, mark: str) -> dict[str, Any]:
    """Return the history of a site one of whose products lives, its words marked."""

    def told(path: str, content: bytes) -> bytes:
        collection = next(name for name, folder in FOLDERS.items() if path.startswith(f"{folder}/"))
        return renamed(content, collection) if mark else content

    site = write_site(root / "files")
    start = {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*.md")}
    words = yaml.safe_dump(written_out(mark) | {"first_year": 2018}, allow_unicode=True).encode()
    commits: list[tuple[str, dict[str, str | bytes | None]]] = [
        ("2019-01-05", {**{path: told(path, content) for path, content in start.items()}, "startup-stats.yml": words})
    ]
    for day, life in LIVES.items():
        path, content = "content/_startups/vie.md", f"---\ntitle: Vie\nincubator: ruche\n{life}\n---\n"
        commits.append((day, {path: told(path, content.encode())}))
    output = root / "history.json"
    options = ["--as-of", "2021-04-20", "-o", str(output), "--quiet"]
    assert cli.main(["history", str(history(root / "git", commits)), *options]) == 0
    made: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return made


@pytest.mark.usefixtures("apart")
def test_other_words_give_the_same_history(tmp_path: Path) -> None:
    """In both views, with former words, and where a status stood in place of phases."""
    plain, other = lived(tmp_path / "plain", ""), lived(tmp_path / "other", MARK)
    assert unmarked(other) == unmarked(plain)
    assert plain["words"]["own"] == 1
    by_phase = next(trend for trend in plain["trends"] if trend["id"] == "products_by_phase")
    assert {line["id"] for line in by_phase["series"]} >= {"alumni", "success", "transfere"}


WORDS = """\
language: en
phases:
  - {id: idea, title: Idea, role: investigation}
  - {id: beta, title: Public beta, role: launch}
  - {id: live, title: Live, role: running}
  - {id: retired, title: Retired, role: closed}
fields:
  products: {mission: summary, incubator: team, incubators: teams, phases: stages, phases.name: stage,
             phases.start: since, repository: source, stats_url: figures, contact: false, fast.montant: amount}
  members: {domaine: trade, missions.startups: services}
events: {opened: product_launch, closed: end, award: }
statuses: {staff: admin, freelance: independent}
conformities: {fully: totalement conforme, no: non conforme}
domains: [Engineering]
sponsor_prefix: ""
"""
WRITTEN = {"title": "T", "summary": "S", "team": "ruche"}
MEMBER = {"fullname": "A", "role": "R", "trade": "Engineering"}


def findings_of(tmp_path: Path, product: str, member: str) -> list[Finding]:
    site = write_site(tmp_path, **{"content/_startups/voisin.md": product, "content/_authors/ana.corail.md": member})
    vocabulary = parse_config("c.yml", WORDS.encode()).vocabulary
    return list(read_and_check(FolderSource(site), FOLDERS, TODAY, vocabulary, lambda _: None).findings)


GOOD_PRODUCT = """\
---
title: T
summary: S
team: ruche
sponsors: [marees]
stages:
  - {stage: beta, since: 2024-01-01}
---
"""
GOOD_MEMBER = """\
---
fullname: A
role: R
trade: Engineering
missions:
  - {start: 2024-01-01, end: 2027-01-01, status: staff, services: [voisin]}
---
"""
# What is wrong → rule, line, and what is said of it.
TOLD: dict[str, tuple[str, str, str, tuple[str, int, str]]] = {
    "a phase of the first site": (
        "stage: beta", "stage: construction", "", ("value-not-allowed", 7, "idea, beta, live, retired.")
    ),
    "no phase's name": ("stage: beta, ", "", "", ("field-missing", 7, '"stage"')),
    "a field misspelt": ("summary: S", "sumary: S", "", ("field-misspelt", 3, '"summary"')),
    "a field by the first site's name": ("team: ruche", "incubator: ruche", "", ("field-missing", 1, '"team"')),
    "no such incubator": ("team: ruche", "team: rouche", "", ("incubator-unknown", 4, '"rouche"')),
    "a sponsor with a prefix": ("[marees]", "[/organisations/marees]", "", ("sponsor-unknown", 5, "marees")),
    "incubators without the own one": (
        "team: ruche", "team: ruche\nteams: [a, b]", "", ("incubator-not-listed", 5, '"teams" does not hold')
    ),
    "which field to correct": (
        "team: ruche", "team: ruche\nteams: [a, b]", "", ("incubator-not-listed", 5, 'correct "team"')
    ),
    "an event of the first site": (
        "sponsors:", "events: [{name: end, date: 2024-02-01}]\nsponsors:", "", ("value-not-allowed", 5, "opened")
    ),
    "an end of a product that is not closed": (
        "sponsors:", "events: [{name: closed, date: 2024-02-01}]\nsponsors:", "", ("end-running", 5, '"closed"')
    ),
    "a date": ("since: 2024-01-01", "since: 2999-01-01", "", ("date-in-future", 7, "1 January 2999")),
    "a repository": ("sponsors:", "source: https://github.com/o\nsponsors:", "",
        ("repository-malformed", 5, "account"),
    ),
    "two answers": (
        "sponsors:", "stats: false\nfigures: https://x.example\nsponsors:", "",
        ("stats-contradiction", 5, '"stats: false" contradicts "figures"'),
    ),
    "support without its amount": (
        "sponsors:", "fast: {promotion: 12}\nsponsors:", "", ("fast-incomplete", 5, '"amount"')
    ),
    "a conformity": (
        "sponsors:", "accessibility_status: non conforme\nsponsors:", "", ("value-not-allowed", 5, "fully, no")
    ),
    "a field that looks like another": (
        "sponsors:", "sourcee: x\nsponsors:", "", ("field-mistyped", 5, '"source"')
    ),
    "a status": ("status: staff", "status: admin", "member", ("value-not-allowed", 6, "staff, freelance")),
    "a domain": ("Engineering", "Design", "member", ("value-not-allowed", 4, "Engineering")),
    "a product of a mission": ("[voisin]", "[vosin]", "member", ("product-unknown", 6, "voisin")),
    "a date of a mission": ("end: 2027-01-01", "end: 2023-01-01", "member", ("mission-ends-early", 6, "2023")),
}  # fmt: skip


def test_other_words_are_clean(tmp_path: Path) -> None:
    assert findings_of(tmp_path, GOOD_PRODUCT, GOOD_MEMBER) == []


@pytest.mark.parametrize(("old", "new", "of", "told"), TOLD.values(), ids=TOLD)
def test_findings_speak_in_the_site_s_words(
    old: str, new: str, of: str, told: tuple[str, int, str], tmp_path: Path
) -> None:
    files = [GOOD_PRODUCT, GOOD_MEMBER]
    files[of == "member"] = files[of == "member"].replace(old, new, 1)
    rule, line, words = told
    found = [each for each in findings_of(tmp_path, *files) if each.rule == rule]
    assert [each.location.line for each in found] == [line]
    assert words in f"{found[0].message.en} {found[0].help.en}"


def test_a_contradiction_is_told_at_the_site_s_own_field(tmp_path: Path) -> None:
    config = parse_config("c.yml", WORDS.replace("contact: false,", "contact: false, stats: has_figures,").encode())
    product = GOOD_PRODUCT.replace("sponsors:", "has_figures: false\nfigures: https://x.example/f\nsponsors:")
    source = FolderSource(write_site(tmp_path, **{"content/_startups/voisin.md": product}))
    vocabulary = config.vocabulary
    kept = read_and_check(source, FOLDERS, TODAY, vocabulary, lambda record: modelled(record, vocabulary)).kept
    held = Ledger({("voisin", "stats_page"): Entry("https://x.example/f", "ok", "page", TODAY)})
    products = make_portfolio(kept).products
    [found] = contradictions(products, held, source, config.standard_terms(), TODAY, vocabulary)
    assert (found.rule, found.field, found.location.line) == ("stats-page-denied", "has_figures", 5)
    assert "has_figures: false" in found.message.en


def test_a_fix_is_made_in_the_site_s_own_field(tmp_path: Path) -> None:
    product = GOOD_PRODUCT.replace("sponsors:", "source: 'https://github.com/o/n; '\nsponsors:")
    [found] = findings_of(tmp_path, product, GOOD_MEMBER)
    assert found.fix is not None
    assert (found.rule, found.field, found.fix.start_line) == ("repository-malformed", "source", 5)


def test_no_phase_is_spoken_of_that_a_portfolio_lacks(tmp_path: Path) -> None:
    """Nobody's products are handed over there."""
    site = write_site(tmp_path, **{"content/_startups/voisin.md": GOOD_PRODUCT})
    made = built(site, yaml.safe_load(WORDS), tmp_path)
    assert made["indicators"]["end"]["description"].endswith("programme.")


@pytest.mark.usefixtures("apart")
def test_explain_names_the_site_s_own_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(
        tmp_path,
        **{
            "content/_startups/voisin.md": GOOD_PRODUCT,
            "content/_authors/ana.corail.md": GOOD_MEMBER,
            "startup-stats.yml": WORDS,
        },
    )
    options = ["--format", "json", "--as-of", "2026-08-20"]
    assert cli.main(["explain", "product_launch", "2024", str(site), *options]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["status"], row["field"], row["line"]) == ("counted", "stages[0].since", 7)
    assert cli.main(["explain", "end", "2024", str(site), *options]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert row["reason"] == 'neither an event "closed" nor a phase "retired"'
