"""`digest`: changes made by hand in the example's own little history, each told or rightly not told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, get_args
from xml.etree import ElementTree as ET

import pytest
import yaml

from startup_stats import cli
from startup_stats.commands import digest as commands
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.history.news import Kind
from startup_stats.reports.digest import FORMS, MOST_BYTES, MOST_ITEMS, period
from startup_stats.reports.news import WORDS
from startup_stats.standards.ledger import LEDGER_NAME, LEDGER_VERSION
from tests.conftest import PROJECT
from tests.repositories import NOBODY, commit, git, repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A text of a file and what takes its place; a whole file; None for a file that goes.
Edit = tuple[str, str] | str | None
Edits = dict[str, Edit]

BEGUN, SINCE, CHANGED = "2026-07-01", "2026-07-02", "2026-08-10"
S, A, HOMES = "content/_startups", "content/_authors", "content/_incubators"
BANC, CANTINE, HAIE, MARCHE = (
    f"{S}/{name}.md" for name in ("banc-public", "cantine-de-saison", "haie-et-compagnie", "marche-voisin")
)
COQUILLAGE, LAVOIR, CONSEIL, QUAI = (
    f"{S}/{name}.md" for name in ("coquillage-clair", "carnet-de-lavoir", "conseil-en-clair", "mon-quai")
)
NUIT, OMBRE, POTAGER, PHARE = (
    f"{S}/{name}.md" for name in ("nuit-noire", "ombre-et-fraicheur", "potager-scolaire", "phare-ouvert")
)
PLAGE, GUE = f"{S}/plage-rangee.md", f"{S}/passage-a-gue.md"


def product(title: str, *phases: tuple[str, str], more: str = "") -> str:
    listed = "".join(then(*each) for each in phases)
    return f"---\ntitle: {title}\nmission: Ranger la plage\nincubator: ruche\n{more}phases:\n{listed}---\n"


def person(start: str, end: str, status: str = "admin") -> str:
    return f"---\nfullname: Io Galet\nmissions:\n  - start: {start}\n    end: {end}\n    status: {status}\n---\n"


def then(name: str, day: str) -> str:
    return f"  - name: {name}\n    start: {day}\n"


def after(line: str, more: str) -> tuple[str, str]:
    return line, line + more


def event(name: str, day: str) -> str:
    return f"  - name: {name}\n    date: {day}\n"


POTAGER_TEXT = "    start: 2025-09-01\n"

ROWS: dict[str, tuple[Edits, list[str]]] = {
    # What is news.
    "a new product": (
        {PLAGE: product("Plage rangée", ("investigation", "2026-07-20"))}, ["created plage-rangee → investigation, 2026-07-20"]),
    "a new product that runs already": (
        {PLAGE: product("Plage rangée", ("construction", "2025-03-01"), ("acceleration", "2026-02-01"))},
        ["created plage-rangee → acceleration, 2026-02-01"]),
    "a new product without a phase": ({PLAGE: product("Plage rangée")}, ["created plage-rangee"]),
    "a new product whose phase has no date": (
        {PLAGE: product("Plage rangée", ("investigation", "''"))}, ["created plage-rangee → investigation"]),
    "a product that goes": ({LAVOIR: None}, ["gone carnet-de-lavoir"]),
    "a product that goes into another one": (
        {LAVOIR: None, NUIT: after("title: Nuit noire\n", "redirect_from:\n  - /startups/carnet-de-lavoir\n  - /startups/mon-lavoir\n"),
         MARCHE: None},
        ["gone carnet-de-lavoir → nuit-noire", "gone marche-voisin"]),
    "a launch": ({BANC: after("    start: 2026-03-02\n", then("construction", "2026-08-03"))},
                 ["launched banc-public investigation → construction, 2026-08-03"]),
    "a launch that goes far at once": (
        {BANC: after("    start: 2026-03-02\n", then("construction", "2026-07-03") + then("acceleration", "2026-08-03"))},
        ["launched banc-public investigation → acceleration, 2026-08-03"]),
    "a launch by its event alone": (
        {BANC: after("    start: 2026-03-02\n", f"events:\n{event('product_launch', '2026-08-04')}")}, ["launched banc-public, 2026-08-04"]),
    "a launch by both": (
        {BANC: after("    start: 2026-03-02\n", f"{then('construction', '2026-08-03')}events:\n{event('product_launch', '2026-08-04')}")},
        ["launched banc-public investigation → construction, 2026-08-03"]),
    "another phase": ({COQUILLAGE: after("    start: 2025-03-03\n", then("acceleration", "2026-07-15"))},
                      ["progressed coquillage-clair construction → acceleration, 2026-07-15"]),
    "a phase back": ({COQUILLAGE: after("    start: 2025-03-03\n", then("investigation", "2026-07-15"))},
                     ["progressed coquillage-clair construction → investigation, 2026-07-15"]),
    "a hand-over": ({QUAI: after("    start: 2026-02-02\n", then("transfere", "2026-07-31"))},
                    ["handed_over mon-quai consolidation → transfere, 2026-07-31"]),
    "a stop": ({GUE: after("    start: 2026-01-05\n", then("abandon", "2026-08-01"))},
               ["stopped passage-a-gue construction → abandon, 2026-08-01"]),
    "an investigation that leads nowhere": ({BANC: after("    start: 2026-03-02\n", then("abandon-investigation", "2026-08-01"))},
                                            ["stopped banc-public investigation → abandon-investigation, 2026-08-01"]),
    "a stop by its event alone": ({GUE: after("events:\n", event("end", "2026-08-01"))}, ["stopped passage-a-gue, 2026-08-01"]),
    "a stop by an event without a date": ({GUE: after("events:\n", "  - name: end\n")}, ["stopped passage-a-gue"]),
    "a product taken up again": ({PHARE: after("    end: 2018-12-31\n", then("construction", "2026-08-01"))},
                                 ["resumed phare-ouvert abandon → construction, 2026-08-01"]),
    "a phase to come": ({GUE: after("    start: 2026-01-05\n", then("acceleration", "2026-10-01"))},
                        ["announced passage-a-gue → acceleration, 2026-10-01"]),
    "a new product that is to come": ({PLAGE: product("Plage rangée", ("investigation", "2026-09-15"))},
                                      ["created plage-rangee → investigation, 2026-09-15"]),
    "national impact": ({COQUILLAGE: after("events:\n", event("national_impact", "2026-07-07"))},
                        ["recognised coquillage-clair, 2026-07-07"]),
    "national impact withdrawn": ({CANTINE: (event("national_impact", "2026-03-24"), "")},
                                  ["withdrawn cantine-de-saison, 2026-03-24"]),
    "support by the fund": ({GUE: after("link: https://passage-a-gue.example\n", "fast:\n  promotion: 13\n  montant: 100000\n")},
                            ["supported passage-a-gue → 13"]),
    "support told by an event": ({GUE: after("events:\n", event("fast", "2026-07-07"))}, ["supported passage-a-gue"]),
    "another incubator": ({GUE: ("incubator: fabrique-du-littoral", "incubator: ruche")},
                          ["incubators passage-a-gue fabrique-du-littoral → ruche"]),
    "an incubator more": ({GUE: after("incubator: fabrique-du-littoral\n", "incubators:\n  - fabrique-du-littoral\n  - ruche\n")},
                          ["incubators passage-a-gue fabrique-du-littoral → fabrique-du-littoral+ruche"]),
    "no incubator any more": ({GUE: ("incubator: fabrique-du-littoral\n", "")}, ["incubators passage-a-gue fabrique-du-littoral →"]),
    "another name": ({GUE: ("title: Passage à gué", "title: Alerte aux eaux")}, ["renamed passage-a-gue Passage à gué → Alerte aux eaux"]),
    "a standard won": ({GUE: after("link: https://passage-a-gue.example\n", "repository: https://github.com/fictif/gue\n")},
                       ["won passage-a-gue open_source file"]),
    "a standard that was refused": ({NUIT: ("stats: false", "stats: true"), CONSEIL: ("analyse_risques: false", "analyse_risques: true")},
                                    ["won conseil-en-clair risk_analysis file"]),
    "two standards lost": ({COQUILLAGE: ("stats: true\nbudget_url: https://coquillage-clair.example/budget\n", "")},
                           ["lost coquillage-clair stats_page file", "lost coquillage-clair budget_page file",
                            "lost coquillage-clair up_to_date file"]),
    "accessible now": ({HAIE: ("accessibility_status: non conforme", "accessibility_status: partiellement conforme")},
                       ["won haie-et-compagnie accessibility file non conforme → partiellement conforme"]),
    "accessible no more": ({CANTINE: ("accessibility_status: partiellement conforme", "accessibility_status: non conforme")},
                           ["lost cantine-de-saison accessibility file partiellement conforme → non conforme"]),
    "more accessible": ({CANTINE: ("accessibility_status: partiellement conforme", "accessibility_status: totalement conforme")},
                        ["stated cantine-de-saison accessibility file partiellement conforme → totalement conforme"]),
    "a first status": ({POTAGER: (POTAGER_TEXT, f"{POTAGER_TEXT}{then('acceleration', '2026-02-02')}accessibility_status: non conforme\n")},
                       ["progressed potager-scolaire construction → acceleration, 2026-02-02", "stated potager-scolaire accessibility file → non conforme"]),
    "an incubator that is new": ({f"{HOMES}/vigie.md": "---\ntitle: La Vigie\n---\n"}, ["incubator came vigie"]),
    "an incubator that is gone": ({f"{HOMES}/pepiniere-des-savoirs.md": None}, ["incubator gone pepiniere-des-savoirs"]),
    "an unreadable file": ({GUE: ("title: Passage", "title: [Passage")}, ["unreadable passage-a-gue"]),
    "somebody came": ({f"{A}/io.galet.md": person("2026-07-20", "2027-07-19")}, ["came admin 1"]),
    "somebody left before the end": ({f"{A}/capucine.desbrumes.md": ("end: 2026-12-31", "end: 2026-07-31")}, ["gone admin 1"]),
    "somebody's file is gone": ({f"{A}/capucine.desbrumes.md": None}, ["gone admin 1"]),
    "somebody has another status": ({f"{A}/capucine.desbrumes.md": ("status: admin", "status: service")}, ["1 of another status"]),
    # What is none.
    "a typo mended in a title": ({GUE: ("title: Passage à gué", "title: Passage à Gués")}, []),
    "a typo mended in a mission": ({GUE: ("mission: Alerter", "mission: Avertir")}, []),
    "a text": ({GUE: after("phases:\n", "  # une remarque\n")}, []),
    "another contact": ({HAIE: ("link: https://haie-et-compagnie.example", "link: https://haie.example")}, []),
    "another address of what is declared": ({MARCHE: ("stats_url: https://marche-voisin.example/stats", "stats_url: https://marche-voisin.example/chiffres")}, []),
    "a date mended": ({COQUILLAGE: ("    start: 2025-03-03\n", "    start: 2025-03-10\n")}, []),
    "an event's date mended": ({CANTINE: ("    date: 2026-03-24\n", "    date: 2026-03-25\n")}, []),
    "a launch dated where there was a phase": ({POTAGER: (POTAGER_TEXT, f"{POTAGER_TEXT}events:\n{event('product_launch', '2025-10-01')}")}, []),
    "an end dated where there was a phase": ({LAVOIR: ("  - name: end\n", "  - name: committee\n    date: 2023-07-01\n  - name: end\n")}, []),
    "a phase's word mended, of one kind": ({LAVOIR: ("name: abandon-investigation", "name: abandon")}, []),
    "a phase's word that is none": ({GUE: ("name: construction", "name: constuction")}, []),
    "a renamed file": ({GUE: None, f"{S}/le-gue.md": after("title: Passage à gué\n", "redirect_from:\n  - /startups/passage-a-gue\n")}, []),
    "what applies to no such phase": ({BANC: ("link: ''", "link: ''\nrepository: https://github.com/fictif/banc")}, []),
    "somebody's role": ({f"{A}/ambroise.dahlia.md": ("role: ", "role: Très ")}, []),
    "nothing": ({}, []),
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    root = repository(tmp_path_factory.mktemp("digest"))
    shutil.copytree(example / "content", root / "content")
    shutil.copy(example / "startup-stats.yml", root)
    commit(root, BEGUN, {})
    return root


@pytest.fixture
def site(base: Path) -> Iterator[Path]:
    """The example's history of one commit, as it was before each test."""
    begun = git(base, "rev-parse", "HEAD")
    yield base
    git(base, "reset", "--quiet", "--hard", begun)


def changed(site: Path, edits: Edits, day: str = CHANGED) -> None:
    """Commit edits; a file that is new takes the text of the one that goes."""
    texts = {path: (site / path).read_text(encoding="utf-8") for path in edits if (site / path).exists()}
    gone = next((texts[path] for path, edit in edits.items() if edit is None and path in texts), "")
    files: dict[str, str | bytes | None] = {}
    for path, edit in edits.items():
        if isinstance(edit, tuple):
            before = texts.get(path, gone)
            assert edit[0] in before, path
            files[path] = before.replace(*edit, 1)
        else:
            files[path] = edit
    commit(site, day, files)


def digest(capsys: pytest.CaptureFixture[str], site: Path, *more: str, since: str = SINCE, code: int = 0) -> str:
    assert cli.main(["digest", str(site), "--since", since, *more], today=date(2027, 1, 1)) == code
    return capsys.readouterr().out


def found(capsys: pytest.CaptureFixture[str], site: Path, *more: str, since: str = SINCE) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(digest(capsys, site, "--format", "json", *more, since=since))
    return value


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314 - of our own making


def told(value: dict[str, Any]) -> list[str]:
    """What a digest tells but for figures, a line each."""
    lines = []
    for news in value["news"]:
        parts = [
            news["kind"],
            news["product"],
            news.get("standard"),
            news.get("source"),
            "+".join(news.get("before", [])),
        ]
        parts.append(f"→ {'+'.join(news.get('after', []))}" if "before" in news or "after" in news else None)
        lines.append(f"{' '.join(part for part in parts if part).strip()}{', ' + news['day'] if 'day' in news else ''}")
    for what in ("came", "gone"):
        lines += [f"incubator {what} {name}" for name in value["incubators"][what]]
    lines += [f"incubator renamed {pair['from']} {pair['to']}" for pair in value["incubators"]["renamed"]]
    members = value["members"] or {"came": {}, "gone": {}}
    for what in ("came", "gone"):
        term = f", {members['at_term']} at term" if what == "gone" and members.get("at_term") else ""
        lines += [f"{what} {status} {count}{term}" for status, count in members[what].items() if count]
    return [*lines, *([f"{members['changed']} of another status"] if members.get("changed") else [])]


@pytest.mark.parametrize("row", ROWS)
def test_each_change_is_told_or_is_no_news(row: str, site: Path) -> None:
    edits, expected = ROWS[row]
    changed(site, edits)
    answer = commands.digest(open_folder(site, Overrides()), commands.Question(SINCE))
    value = json.loads(FORMS["json"](answer, "fr", by_incubator=False))
    assert told(value) == expected
    assert all(news["text"].startswith(news["title"]) for news in value["news"])
    assert bool(FORMS["markdown"](answer, "fr", by_incubator=False)) == bool(expected or value["figures"])


def test_every_kind_of_news_has_its_words_and_a_row() -> None:
    assert set(WORDS) == set(get_args(Kind))
    shown = {line.split(" ")[0] for _, lines in ROWS.values() for line in lines}
    assert set(get_args(Kind)) - shown == {"readable"}  # below


@pytest.mark.usefixtures("apart")
def test_a_digest_reads_as_a_letter(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All at once, in the order in which it is read; what moved in years that are over is explained."""
    rows = ("a new product", "another phase", "a stop", "accessible now", "national impact withdrawn", "somebody came")
    for row in rows:
        changed(site, ROWS[row][0])
    changed(
        site,
        {MARCHE: ("start: 2018-09-10", "start: 2017-09-10"), OMBRE: ("stats: true\n", ""), HAIE: after("link:", " ")},
    )
    assert digest(capsys, site) == LETTER
    assert digest(capsys, site, "--language", "en").splitlines()[:6] == [
        "# What changed from 2 July to 10 August 2026",
        "",
        "## New products",
        "",
        '- **Plage rangée** (La Ruche): Ranger la plage. "Investigation" since 20 July 2026.',
        "",
    ]


LETTER = """\
# Ce qui a changé du 2 juillet au 10 août 2026

## Nouveaux produits

- **Plage rangée** (La Ruche) : Ranger la plage. « Investigation » depuis le 20 juillet 2026.

## Impact national retiré

- **Cantine de saison** (La Ruche) n'est plus noté d'impact national (évaluation du 24 mars 2026).

## Changements de phase

- **Coquillage clair** (La Fabrique du littoral) passe à « Accélération », après « Construction » (depuis le 15 juillet 2026).

## Arrêts

- **Passage à gué** (La Fabrique du littoral) passe à « Abandonné », après « Construction » (depuis le 1er août 2026).

## Standards gagnés

- **&lt;b&gt;Haie&lt;/b&gt; &amp; compagnie** (La Ruche) : Accessibilité « partiellement conforme », auparavant « non conforme » (d'après la fiche).

## Standards perdus

- **Ombre et fraîcheur** (La Ruche) : Page de statistiques (d'après la fiche).

## Membres

- 1 arrivée ou retour (agents publics : 1).

## Chiffres qui bougent

- Investigations menées à leur terme en 2018 : 2 → 1 (année close)
  - Sortis, date passée d'une année à une autre (1) : Marché voisin
- Investigations menées à leur terme en 2019 : 4 → 5 (année close)
  - Entrés, date passée d'une année à une autre (1) : Marché voisin
- Produits à impact national en 2025 : 1 → 0 (année close)
  - Sortis, date qui n'y est plus, ou ne compte plus (1) : Cantine de saison
- Produits abandonnés en 2026 : 0 → 1
- Nouveaux agents publics en 2026 : 2 → 3
- Nouveaux membres en 2026 : 2 → 3
"""


def test_an_incubator_is_told_alone_and_all_of_them_in_turn(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for row in ("a new product", "a stop", "another incubator", "a new product without a phase", "somebody came"):
        changed(
            site,
            ROWS[row][0]
            if row != "a stop"
            else {COQUILLAGE: after("    start: 2025-03-03\n", then("abandon", "2025-08-01"))},
        )
    changed(site, {f"{S}/seul.md": "---\ntitle: Seul\nphases: []\n---\n"})
    alone = found(capsys, site, "--incubator", "fabrique-du-littoral")
    assert told(alone) == [
        "stopped coquillage-clair construction → abandon, 2025-08-01",
        "incubators passage-a-gue fabrique-du-littoral → ruche",
    ]
    assert alone["members"] is None
    assert [figure["id"] for figure in alone["figures"]] == ["end", "dinum_launch"]
    lines = digest(capsys, site, "--by-incubator").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings == [
        "# Ce qui a changé du 2 juillet au 10 août 2026",
        "## Nouveaux produits",
        "## Membres",
        "## Chiffres qui bougent",
        "## La Fabrique du littoral",
        "### Arrêts",
        "### Changements d'incubateur",
        "## La Ruche",
        "### Nouveaux produits",
        "### Changements d'incubateur",
    ]
    assert "- **Coquillage clair** passe à « Abandonné », après « Construction » (depuis le 1er août 2025)." in lines
    feed = parsed(digest(capsys, site, "--by-incubator", "--format", "atom"))
    atom = "{http://www.w3.org/2005/Atom}"
    terms = [entry.find(f"{atom}category") for entry in feed.iter(f"{atom}entry")]
    assert [None if term is None else term.get("term") for term in terms] == [None, "fabrique-du-littoral", "ruche"]


POINTS: dict[str, tuple[str, tuple[str, ...], list[str]]] = {
    "both days are told": ("2026-07-10", ("--until", "2026-07-20"), ["ten", "twenty"]),
    "days between": ("2026-07-11", ("--until", "2026-07-19"), []),
    "until now": ("2026-07-11", (), ["twenty", "thirty"]),
    "from a commit, that is not told": ("HEAD~2", (), ["twenty", "thirty"]),
    "from a commit to a commit": ("HEAD~2", ("--until", "HEAD~1"), ["twenty"]),
    "from a branch": ("begun", ("--until", "2026-07-10"), ["ten"]),
    "one day": ("2026-07-10", ("--until", "2026-07-10"), ["ten"]),
    "from before the first commit": ("2020-01-01", (), ["ten", "twenty", "thirty"]),
    "from the day of the first commit": (BEGUN, (), ["ten", "twenty", "thirty"]),
}


@pytest.fixture
def three(site: Path) -> Path:
    """Three days, on each of which there is one product more."""
    git(site, "branch", "--force", "begun")
    for name, day in (("ten", "2026-07-10"), ("twenty", "2026-07-20"), ("thirty", "2026-07-30")):
        changed(site, {f"{S}/{name}.md": product(name, ("investigation", day))}, day)
    return site


@pytest.mark.parametrize("row", POINTS)
def test_a_digest_goes_from_a_day_or_a_commit_to_another(
    row: str, three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    since, more, expected = POINTS[row]
    value = found(capsys, three, *more, since=since)
    assert sorted(news["product"] for news in value["news"]) == sorted(expected)
    if not expected:
        assert (
            digest(capsys, three, *more, since=since)
            == digest(capsys, three, *more, "--format", "atom", since=since)
            == ""
        )


def test_what_the_history_lacks_is_said(three: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    digest(capsys, three, since="2020-01-01")
    assert cli.main(["digest", str(three), "--since", "2020-01-01"]) == 0
    assert "ne commence que le 1er juillet 2026" in capsys.readouterr().err
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{three}", "shallow")
    assert cli.main(["digest", str(tmp_path / "shallow"), "--since", "2026-07-11"]) == 3
    assert "fetch-depth: 0" in capsys.readouterr().err


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "the wrong way round": (("--since", "2026-07-20", "--until", "2026-07-10"), 2, "--since doit venir avant --until"),
    "a commit after the last day": (("--since", "HEAD", "--until", "2026-07-10"), 2, "du 30 juillet 2026 au 10 juillet 2026"),
    "in the future": (("--since", "2026-12-01"), 2, "--since doit venir avant --until"),
    "no day": (("--since", "2026-02-30"), 2, "« 2026-02-30 » n'est pas un jour"),
    "no commit": (("--since", "nulle-part"), 3, "git ne connaît pas « nulle-part »"),
    "an option": (("--since", "--upload-pack=x"), 3, "git ne connaît pas"),
    "a range": (("--since", "HEAD~1..HEAD"), 3, "git ne connaît pas « HEAD~1..HEAD »"),
    "no last commit": (("--since", "2026-07-10", "--until", "nulle-part"), 3, "git ne connaît pas « nulle-part »"),
    "no incubator": (("--since", "2026-07-10", "--incubator", "rucher"), 2, "Il y a : atelier-des-communes, fabrique-du-littoral"),
    "no since": ((), 2, "--since"),
    "no form": (("--since", "2026-07-10", "--format", "html"), 2, "markdown, json, atom"),
    "before the series": (("--since", "2026-07-10", "--as-of", "2001-01-01"), 2, "précède la première année"),
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_what_cant_be_told_is_a_sentence(row: str, three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, code, words = WRONG[row]
    assert cli.main(["digest", str(three), *arguments], today=date(2027, 1, 1)) == code
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""


@pytest.mark.usefixtures("apart")
def test_without_git_there_is_nothing_to_compare(
    tmp_path: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(example / "content", tmp_path / "content")
    assert cli.main(["digest", str(tmp_path), "--since", "2026-07-01"]) == 3
    assert "git" in capsys.readouterr().err


def entry(state: str, reason: str = "ok", **more: str) -> dict[str, Any]:
    return {
        "subject": "https://coquillage-clair.example/budget",
        "state": state,
        "reason": reason,
        "since": "2026-06-01",
        **more,
    }


def ledger(**products: dict[str, Any]) -> str:
    return json.dumps(
        {
            "schema_version": LEDGER_VERSION,
            "products": {name.replace("_", "-"): told for name, told in products.items()},
        }
    )


SEEN: dict[str, tuple[str | None, str | None, Edits, list[str]]] = {
    "lost": (ledger(coquillage_clair={"budget_page": entry("ok")}), ledger(coquillage_clair={"budget_page": entry("broken", "http-404")}), {},
             ["lost coquillage-clair budget_page web"]),
    "won": (ledger(coquillage_clair={"budget_page": entry("broken", "http-404")}), ledger(coquillage_clair={"budget_page": entry("ok")}), {},
            ["won coquillage-clair budget_page web"]),
    "not seen": (ledger(coquillage_clair={"budget_page": entry("ok")}), ledger(coquillage_clair={"budget_page": entry("unknown", "http-503")}), {}, []),
    "seen again": (ledger(coquillage_clair={"budget_page": entry("unknown", "http-503")}), ledger(coquillage_clair={"budget_page": entry("ok")}), {}, []),
    "the same": (ledger(coquillage_clair={"budget_page": entry("ok")}), ledger(coquillage_clair={"budget_page": entry("ok")}), {}, []),
    "a first ledger": (None, ledger(coquillage_clair={"budget_page": entry("broken", "http-404")}), {}, []),
    "no ledger any more": (ledger(coquillage_clair={"budget_page": entry("ok")}), None, {}, []),
    "won by the file, and by the web": (
        ledger(passage_a_gue={}), ledger(passage_a_gue={"budget_page": entry("ok") | {"subject": "https://gue.example"}}),
        {GUE: after("link: https://passage-a-gue.example\n", "budget_url: https://gue.example\n")}, ["won passage-a-gue budget_page file"]),
}  # fmt: skip
LEDGER = f"_data/{LEDGER_NAME}"


@pytest.mark.parametrize("row", SEEN)
def test_what_the_web_showed_is_told_where_both_days_have_a_ledger(
    row: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, now, edits, expected = SEEN[row]
    commit(site, BEGUN, {} if before is None else {LEDGER: before})
    changed(site, edits | ({} if now == before else {LEDGER: now}))
    assert told(found(capsys, site)) == expected


def test_what_file_and_web_say_is_one_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lost = ledger(coquillage_clair={"budget_page": entry("broken", "http-404")})
    commit(site, BEGUN, {LEDGER: ledger(coquillage_clair={"budget_page": entry("ok")})})
    changed(site, {LEDGER: lost, COQUILLAGE: ("stats: true\n", "")})
    line = "- **Coquillage clair** (La Fabrique du littoral) : Page de statistiques (d'après la fiche), Page de budget (constaté sur le web) et Fiche à jour (d'après la fiche).\n"
    assert line in digest(capsys, site)


def test_a_ledger_that_cant_be_read_costs_what_the_web_showed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(site, BEGUN, {LEDGER: "{"})
    changed(site, ROWS["a launch"][0])
    assert cli.main(["digest", str(site), "--since", SINCE, "--format", "json"]) == 0
    said = capsys.readouterr()
    assert "n'est pas raconté" in said.err
    assert told(json.loads(said.out)) == ROWS["a launch"][1]


def test_an_unreadable_file_that_is_mended_is_told_as_such(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(site, ROWS["an unreadable file"][0], BEGUN)
    changed(site, {GUE: ("title: [Passage", "title: Passage")})
    assert told(found(capsys, site)) == ["readable passage-a-gue → construction, 2026-01-05"]
    assert "## Fiches de nouveau lisibles" in digest(capsys, site)


def test_an_incubator_under_another_name_is_one_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its file is renamed and all its products with it: none of them is news."""
    old, new = f"{HOMES}/pepiniere-des-savoirs.md", f"{HOMES}/serre.md"
    edits: Edits = {old: None, new: "---\ntitle: La Serre\n---\n"}
    for path in sorted((site / S).glob("*.md")):
        if "incubator: pepiniere-des-savoirs" in path.read_text(encoding="utf-8"):
            edits[f"{S}/{path.name}"] = ("incubator: pepiniere-des-savoirs", "incubator: serre")
    assert len(edits) > 4
    changed(site, edits)
    assert told(found(capsys, site)) == ["incubator renamed pepiniere-des-savoirs serre"]
    assert "La Pépinière des savoirs s'appelle désormais La Serre." in digest(capsys, site)
    changed(site, {new: (site / new).read_text(encoding="utf-8").replace("La Serre", "La Pépinière des savoirs")})
    assert told(found(capsys, site)) == []  # a file has another name, and nobody sees it


def test_a_word_for_a_phase_that_is_replaced_is_one_line_for_all(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, word in ((PHARE, "abandon"), (LAVOIR, "abandon-investigation")):
        changed(site, {path: (f"name: {word}\n", "name: alumni\n")}, BEGUN)
    changed(site, {PHARE: ("alumni", "abandon"), LAVOIR: ("alumni", "abandon-investigation")})
    value = found(capsys, site)
    assert (told(value), value["reworded"]) == ([], ["carnet-de-lavoir", "phare-ouvert"])
    assert "- 2 produits : un ancien mot de phase" in digest(capsys, site)


def test_a_known_phase_after_none_is_news_where_it_began_since(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(
        site,
        {GUE: ("name: construction", "name: constuction"), BANC: ("name: investigation", "name: investigaton")},
        BEGUN,
    )
    changed(
        site,
        {
            GUE: ("name: constuction", "name: construction"),
            BANC: after("    start: 2026-03-02\n", then("construction", "2026-08-03")),
        },
    )
    assert told(found(capsys, site)) == ["launched banc-public → construction, 2026-08-03"]
    assert "- **Banc public** (L'Atelier des communes) est à « Construction » (depuis le 3 août 2026).\n" in digest(
        capsys, site
    ).replace("’", "'")


def test_people_who_leave_as_was_written_are_told_apart(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the calendar alone does is told beside what the files do, and is nothing without."""
    changed(site, {f"{A}/io.galet.md": person("2025-01-01", "2026-07-15", "service")}, BEGUN)
    changed(site, {GUE: ("mission: Alerter", "mission: Avertir")})
    assert digest(capsys, site) == ""
    changed(site, {f"{A}/capucine.desbrumes.md": None})
    assert told(found(capsys, site)) == ["gone admin 1, 1 at term", "gone service 1, 1 at term"]
    assert "- 2 départs (agents publics : 1 et prestataires : 1), dont 1 à la fin prévue de la mission.\n" in digest(
        capsys, site
    )


def test_nobody_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for row in ("somebody came", "somebody has another status", "somebody's file is gone"):
        changed(site, ROWS[row][0])
    for form in ("markdown", "json", "atom"):
        text = digest(capsys, site, "--format", form)
        assert not [name for name in ("galet", "Galet", "capucine", "Desbrumes") if name in text]


HOSTILE = "<script>alert(1)</script> @equipe #12 [x](javascript:1) ::error::\u202e\u0007 ]]> &amp;"


def test_other_peoples_words_stay_words(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quoted = json.dumps(HOSTILE, ensure_ascii=True)
    changed(site, {PLAGE: f"---\ntitle: {quoted}\nmission: {quoted}\nincubator: {quoted}\nphases: []\n---\n"})
    text = digest(capsys, site)
    assert "<script" not in text
    assert "@equipe" not in text
    assert "[x](" not in text
    feed = parsed(digest(capsys, site, "--format", "atom"))
    content = "".join(each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}content"))
    assert "<script" not in content
    assert "&lt;script&gt;" in content


def test_what_is_very_long_is_cut_where_an_issue_is(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long, many = "R" * 900, MOST_ITEMS + 140
    files: Edits = {
        f"{S}/p{number}.md": f"---\ntitle: Produit {number}\nmission: {long}\nincubator: i{number}\nphases: []\n---\n"
        for number in range(many)
    }
    changed(site, files)
    text = digest(capsys, site)
    assert text.count("- **Produit") == MOST_ITEMS
    assert "- … et 140 de plus" in text
    assert "et 140 de plus" in digest(capsys, site, "--format", "atom")
    assert len(found(capsys, site)["news"]) == many
    text = digest(capsys, site, "--by-incubator")
    assert len(text.encode()) < MOST_BYTES + 500
    assert text.endswith("… La suite est trop longue pour tenir ici : « --format json » donne tout.\n")


def test_a_feed_keeps_its_ids(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same days, the same bytes; other days are another entry, and the repository names the feed."""
    changed(site, ROWS["a launch"][0])
    atom = "{http://www.w3.org/2005/Atom}"
    texts = [digest(capsys, site, "--format", "atom", since=since) for since in (SINCE, SINCE, "2026-07-03")]
    assert texts[0] == texts[1]
    ids = [[each.text for each in parsed(text).iter(f"{atom}id")] for text in texts]
    assert [each[0] for each in ids] == [ids[0][0]] * 3
    assert ids[0][1] != ids[2][1]
    assert all(str(each).startswith("tag:localhost,2026:digest") for each in ids[0])
    git(site, "remote", "add", "origin", "https://github.com/ruche/site.git")
    try:
        feed = parsed(digest(capsys, site, "--format", "atom"))
    finally:
        git(site, "remote", "remove", "origin")
    assert [each.text for each in feed.iter(f"{atom}id")] == [
        "tag:github.com,2026:ruche/site:digest",
        "tag:github.com,2026:ruche/site:digest:2026-07-02/2026-08-10",
    ]
    assert [each.text for each in feed.iter(f"{atom}updated")] == ["2026-08-10T00:00:00Z"] * 2


PERIODS = {
    ("2026-08-01", "2026-08-01"): "le 1er août 2026",
    ("2026-08-01", "2026-08-31"): "du 1er au 31 août 2026",
    ("2026-07-22", "2026-08-01"): "du 22 juillet au 1er août 2026",
    ("2025-12-29", "2026-01-04"): "du 29 décembre 2025 au 4 janvier 2026",
    ("2025-08-01", "2026-08-01"): "du 1er août 2025 au 1er août 2026",
}


@pytest.mark.parametrize("days", PERIODS)
def test_a_period_is_written_as_people_write_it(days: tuple[str, str]) -> None:
    assert period(*map(date.fromisoformat, days)).fr == PERIODS[days]


STUBS = {
    "pipx": 'echo "$@" > "$RUNNER_TEMP/installed"',
    "startup-stats": f'exec {sys.executable} -m startup_stats "$@"',
    "gh": 'printf "%s\\n" "$@" > "$RUNNER_TEMP/issue"',
    # The workflow speaks of its own week: a Monday after the change.
    "date": 'case "$*" in *"7 days ago"*) echo 2026-08-10;; *) echo 2026-08-16;; esac',
}


def run_workflow(site: Path, place: Path) -> dict[str, str]:
    """Run each step of the weekly workflow as a runner does, with a GitHub and an installer that take notes."""
    workflow = yaml.safe_load((PROJECT / ".github/workflows/examples/digest.yml").read_text(encoding="utf-8"))
    for name, text in STUBS.items():
        (place / name).write_text(f"#!/bin/sh\n{text}\n")
        (place / name).chmod(0o755)
    environment = {**os.environ, **NOBODY, "PATH": f"{place}:{os.environ['PATH']}", "RUNNER_TEMP": str(place)}
    environment |= {"GITHUB_STEP_SUMMARY": str(place / "summary"), "GITHUB_REPOSITORY": "ruche/site", "GH_TOKEN": "t"}
    environment |= {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REF_NAME": "main"}
    for step in workflow["jobs"]["digest"]["steps"]:
        if "run" in step:
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            subprocess.run(command, check=True, cwd=site, env=environment)
    names = ("installed", "summary", "issue")
    return {name: (place / name).read_text(encoding="utf-8") for name in names if (place / name).exists()}


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("row", ["a launch", "a text"])
def test_the_weekly_workflow_tells_the_week_everywhere(row: str, site: Path, tmp_path: Path) -> None:
    changed(site, ROWS[row][0])
    git(tmp_path, "clone", "--quiet", "--bare", str(site), "bare.git")
    git(tmp_path, "clone", "--quiet", str(tmp_path / "bare.git"), "work")
    work, place = tmp_path / "work", tmp_path / "runner"
    place.mkdir()
    git(work, "config", f"url.{tmp_path}/bare.git.insteadOf", "https://x-access-token:t@github.com/ruche/site")
    told = run_workflow(work, place)
    heading = "Ce qui a changé du 10 au 16 août 2026"
    feed = git(tmp_path / "bare.git", "show", "--name-only", "--format=%s", "HEAD")
    if row == "a launch":
        assert told["summary"].startswith(f"# {heading}\n")
        assert told["issue"].split("\n")[4:6] == ["--title", heading]
        assert feed.split() == ["Ce", "qui", "a", "changé", "cette", "semaine", "changements.atom"]
        run_workflow(work, place)
        assert git(tmp_path / "bare.git", "rev-list", "--count", "HEAD") == "3"  # the same feed is no commit
    else:
        assert told["summary"] == ""
        assert "issue" not in told
        assert "changements.atom" not in feed
