"""`probe`: which questions, what becomes of the ledger, and what is said."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats import cli
from startup_stats.commands.probe import Outside, ProbeOptions, probe
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.probing.engine import Engine
from startup_stats.probing.outcome import merged, next_ledger, tally
from startup_stats.probing.prober import Prober
from startup_stats.probing.questions import Question, Selection, all_questions, shard_of, slowest_first
from startup_stats.probing.web import Failure, Web
from startup_stats.reports import progress
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.ledger import Answer, Entry, Ledger
from tests.conftest import PROJECT
from tests.sites import DEFAULT_TERMS, TODAY, pace, product, write_site
from tests.web import TOKEN, Reply, Served
from tests.web.github import GitHub

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK = "https://plume.example"
FIELDS = {"link": LINK, "stats_url": f"{LINK}/stats", "repository": "https://github.com/o/r"}


def question(product_id: str = "plume", standard: str = "stats_page", subject: str = LINK) -> Question:
    visit = STANDARDS[standard].visit
    assert visit is not None
    return Question(product([("acceleration", "2024-01-01")])._replace(id=product_id), standard, subject, visit)


PHASES = {
    "acceleration": ["open_source", "stats_page", "dashlord", "accessibility"],
    "construction": ["open_source", "stats_page", "dashlord"],
    "investigation": [],
    "abandon": [],
}


@pytest.mark.parametrize(("phase", "standards"), PHASES.items(), ids=PHASES)
def test_what_is_asked_in_a_phase(phase: str, standards: list[str]) -> None:
    asked = all_questions([product([(phase, "2024-01-01")])._replace(fields=FIELDS)], DEFAULT_TERMS, TODAY)
    assert [each.standard for each in asked] == standards
    assert {each.subject for each in asked if each.standard == "stats_page"} <= {f"{LINK}/stats"}


def test_nothing_is_asked_where_there_is_no_address_phase_or_place_to_look() -> None:
    bare = product([("acceleration", "2024-01-01")])
    assert all_questions([bare, bare._replace(phases=(), fields=FIELDS)], DEFAULT_TERMS, TODAY) == []
    nowhere = {**DEFAULT_TERMS, "dashlord": DEFAULT_TERMS["dashlord"]._replace(observed=False)}
    asked = all_questions([bare._replace(fields=FIELDS)], nowhere, TODAY)
    assert "dashlord" not in {each.standard for each in asked}


def held(checked: str | None, subject: str = LINK, state: str = "ok") -> Ledger:
    day = date.fromisoformat(checked) if checked else None
    return Ledger({("plume", "stats_page"): Entry(subject, state, "page", TODAY, checked=day)})  # type: ignore[arg-type]


SELECTIONS: dict[str, tuple[Selection, Ledger, bool]] = {
    "everything": (Selection(), Ledger(), True),
    "its standard": (Selection(standards=("stats_page",)), Ledger(), True),
    "another standard": (Selection(standards=("dashlord",)), Ledger(), False),
    "its product": (Selection(products=("plume",)), Ledger(), True),
    "another product": (Selection(products=("encre",)), Ledger(), False),
    "never asked": (Selection(older_than=TODAY), Ledger(), True),
    "no day held": (Selection(older_than=TODAY), held(None), True),
    "asked before that day": (Selection(older_than=TODAY), held("2026-08-19"), True),
    "asked that day": (Selection(older_than=TODAY), held("2026-08-20"), False),
    "of another address": (Selection(older_than=TODAY), held("2026-08-20", "https://x.example"), True),
}


@pytest.mark.parametrize(("selection", "ledger", "taken"), SELECTIONS.values(), ids=SELECTIONS)
def test_selections(selection: Selection, ledger: Ledger, *, taken: bool) -> None:
    assert selection.takes(question(), ledger) == taken


def test_what_may_take_long_goes_first() -> None:
    well, home, new = question("plume"), question("z", "accessibility"), question("encre")
    assert slowest_first([well, home, new], held(None)) == [new, home, well]
    pending = replace(held(None).entries["plume", "stats_page"], pending=Answer("broken", "http-404"))
    assert slowest_first([home, well], Ledger({well.key: pending})) == [well, home]


@given(st.text(min_size=1, max_size=8), st.integers(1, 9))
def test_each_product_has_one_shard(product_id: str, shards: int) -> None:
    assert 1 <= shard_of(product_id, shards) <= shards
    assert shard_of(product_id, 1) == 1


def test_shards_are_alike() -> None:
    sizes = [sum(shard_of(f"produit-{n}", 4) == shard for n in range(400)) for shard in range(1, 5)]
    assert sum(sizes) == 400
    assert min(sizes) > 70


def test_tallies() -> None:
    answers = {
        ("a", "x"): Answer("ok", "page"),
        ("b", "x"): Answer("unknown", "tls"),
        ("c", "x"): Answer("unknown", "timeout"),
        ("d", "x"): Answer("unknown", "timeout"),
    }
    counted = tally(answers)
    assert (counted.answers, list(counted.unknown.items())) == (4, [("timeout", 2), ("tls", 1)])
    assert counted.percent_unknown == 75
    assert tally({}).percent_unknown == 0


def test_the_next_ledger() -> None:
    """Answered is advanced, not answered stays, not asked any more leaves, another address starts anew."""
    ok = Entry(LINK, "ok", "page", date(2026, 1, 1))
    before = Ledger({("plume", "stats_page"): ok, ("encre", "stats_page"): ok, ("papier", "stats_page"): ok})
    questions = [
        question("plume"),
        question("encre"),
        question("gomme"),
        question("papier", subject="https://p.example"),
    ]
    answers = {("plume", "stats_page"): Answer("broken", "http-404"), ("gomme", "stats_page"): Answer("ok", "page")}
    after = next_ledger(before, questions, answers, TODAY, keep_days=False).entries
    assert set(after) == {("plume", "stats_page"), ("encre", "stats_page"), ("gomme", "stats_page")}
    assert after["plume", "stats_page"].pending == Answer("broken", "http-404")
    assert after["encre", "stats_page"] is ok
    assert after["gomme", "stats_page"] == Entry(LINK, "ok", "page", TODAY)
    dated = next_ledger(before, questions, answers, TODAY, keep_days=True).entries
    assert (dated["gomme", "stats_page"].checked, dated["encre", "stats_page"].checked) == (TODAY, None)


def test_merging_is_the_same_in_any_order() -> None:
    old = Entry(LINK, "ok", "page", date(2026, 1, 1))
    new = Entry(LINK, "broken", "http-404", date(2026, 2, 1))
    one, two = Ledger({("a", "x"): old, ("b", "x"): old}), Ledger({("a", "x"): new})
    assert merged([one, two]) == merged([two, one]) == Ledger({("a", "x"): new, ("b", "x"): old})


# A small site whose pages are on this machine.
PAGES = {
    "127.0.0.1/": Reply(body="<p>" + "Écrire mieux. " * 40 + "</p><footer>Accessibilité : non conforme</footer>"),
    "127.0.0.1/stats": Reply(body="<h1>Statistiques</h1><p>12 démarches</p>"),
    "127.0.0.1/stuck": Reply(way="hang"),
    "127.0.0.1/dashlord.yml": Reply(body="urls: [{url: http://ailleurs.example, betaId: plume}]"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served(PAGES) as web:
        yield web


def make_site(root: Path, served: Served, *, stats: str = "stats", config: str = "", data: bool = True) -> Path:
    base = f"http://127.0.0.1:{served.port}"
    fields = f"link: {base}/\nstats_url: {base}/{stats}\naccessibility_status: partiellement conforme\n"
    text = f"title: P\nmission: M\nincubator: ruche\ncontact: a@b.example\n{fields}"
    phases = "phases:\n- name: acceleration\n  start: 2024-01-01\n"
    dashlord = f"dashlord:\n- list: {base}/dashlord.yml\n"
    files = {"content/_startups/plume.md": f"---\n{text}{phases}---\n", "startup-stats.yml": dashlord + config}
    write_site(
        root,
        **files,
        **{"content/_startups/voisin.md": f"---\n{text}phases:\n- name: abandon\n  start: 2024-01-01\n---\n"},
    )
    if data:
        (root / "_data").mkdir()
    return root


def run(*arguments: str, today: date = TODAY) -> int:
    return cli.main(["probe", *arguments, "--allow-private"], today=today)


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GH_TOKEN", raising=False)
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def entries(site: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((site / "_data" / "stats_evidence.json").read_text())["products"]
    return told


def test_a_run_writes_the_ledger_and_build_reads_it(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path, served)
    assert run(str(site)) == 0
    said = capsys.readouterr().err
    assert "3 réponses à 3 questions, en 2 requêtes à 1 sites." in said
    assert "Page de statistiques : 1 vus en ligne, 0 absents, 0 sans réponse utile" in said
    assert {name: entry["state"] for name, entry in entries(site)["plume"].items()} == {
        "accessibility": "ok", "dashlord": "ok", "stats_page": "ok",
    }  # fmt: skip
    assert run(str(site), "--quiet") == 0
    assert capsys.readouterr().err == ""
    assert run(str(site)) == 0
    assert "Inchangé" in capsys.readouterr().err
    assert cli.main(["build", str(site)], today=TODAY) == 0
    stats = json.loads((site / "_data" / "stats.json").read_text())
    verdicts = next(each for each in stats["products"] if each["id"] == "plume")["standards"]
    assert (verdicts["stats_page"]["reason"], verdicts["accessibility"]["reason"]) == ("seen", "non-conforme")
    assert "« non conforme »" in capsys.readouterr().err  # the contradiction, among the findings


def test_some_standards_and_products_only(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path, served)
    assert run(str(site), "--only", "dashlord", "--products", "plume") == 0
    assert list(entries(site)["plume"]) == ["dashlord"]
    assert run(str(site), "--only", "stats_page") == 0
    assert list(entries(site)["plume"]) == ["dashlord", "stats_page"]
    capsys.readouterr()
    assert run(str(site), "--products", "encre") == 2
    assert "« encre »" in capsys.readouterr().err


def test_what_was_verified_lately_is_left_out(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path, served)
    for days, questions in ((0, 3), (6, 0), (7, 3), (8, 0)):
        assert run(str(site), "--max-age", "7", today=TODAY + timedelta(days)) == 0
        assert f"à {questions} questions" in capsys.readouterr().err
    assert run(str(site), "--max-age", "0", today=TODAY + timedelta(7)) == 0
    assert "à 3 questions" in capsys.readouterr().err
    assert entries(site)["plume"]["dashlord"]["checked"] == "2026-08-27"


def test_too_many_unknown_answers_replace_nothing(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says why, where, and what can be done; the old ledger stays."""
    site = make_site(tmp_path, served)
    assert run(str(site)) == 0
    before = (site / "_data" / "stats_evidence.json").read_bytes()
    make_site(tmp_path, served, stats="stuck", config="probing: {max_unknown: 30, budget: 1}\n", data=False)
    capsys.readouterr()
    assert run(str(site)) == 3
    said = capsys.readouterr().err
    assert "33 % des réponses ne disent rien (plus de 30 %) : 1 : le temps prévu n'a pas suffi." in said
    assert (site / "_data" / "stats_evidence.json").read_bytes() == before


def test_where_the_ledger_is_written(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "site", served, data=False)
    assert run(str(site)) == 2
    assert "Donnez -o FICHIER" in capsys.readouterr().err
    own = tmp_path / "registre.json"
    assert run(str(site), "--ledger", str(own)) == 0
    other = tmp_path / "suivant.json"
    assert run(str(site), "--ledger", str(own), "-o", str(other)) == 0
    assert other.read_bytes() == own.read_bytes()
    assert run(str(site), "-o", str(tmp_path / "nulle-part" / "x.json")) == 2
    (site / "_data").symlink_to(tmp_path)
    assert run(str(site)) == 3


def test_shards(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path, served)
    assert run(str(site), "--shard", "1/2") == 2
    parts = [tmp_path / f"{number}.json" for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        assert run(str(site), "--shard", f"{number}/2", "-o", str(part)) == 0
    assert [json.loads(part.read_text())["shard"] for part in parts] == ["1/2", "2/2"]
    ledger = site / "_data" / "stats_evidence.json"
    merge = ["probe", "merge", "-o", str(ledger)]
    assert cli.main([*merge, *map(str, parts)]) == 0
    assert list(entries(site)) == ["plume"]
    capsys.readouterr()
    assert cli.main([*merge, *map(str, parts)]) == 0
    assert "inchangé" in capsys.readouterr().err
    before = ledger.read_bytes()
    one, two = parts
    for files, missing in (([one], "2/2"), ([one, one], "2/2"), ([ledger], "?"), ([one, two, ledger], "?")):
        assert cli.main([*merge, *map(str, files)]) == 3
        assert f"(il manque : {missing})" in capsys.readouterr().err
    assert cli.main([*merge, str(tmp_path / "none.json")]) == 3
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "a/b", "-1/2", "1/0", "1/99999"])
def test_shards_that_are_none(shard: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path), "--shard", shard) == 2
    assert f"« {shard} » n'est pas une part" in capsys.readouterr().err


def test_a_broken_ledger_is_not_overwritten(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path, served)
    ledger = site / "_data" / "stats_evidence.json"
    for text, said in (("{", "n'est pas du JSON"), ('{"products": []}', "n'a pas la forme attendue")):
        ledger.write_text(text)
        assert run(str(site)) == 3
        assert said in capsys.readouterr().err
        assert ledger.read_text() == text


def test_github_is_asked_with_the_token_of_the_environment(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path, served)
    file = site / "content" / "_startups" / "plume.md"
    file.write_text(file.read_text().replace("link:", "repository: https://github.com/o/r\nlink:"))
    with GitHub({"o/r": {"isPrivate": False, "isArchived": False}}, {}) as github:
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_API_URL", github.url)
        assert run(str(site), "--only", "open_source") == 0
        assert len(github.queries) == 1
    assert entries(site)["plume"]["open_source"]["reason"] == "public"
    assert TOKEN not in capsys.readouterr().err
    assert TOKEN not in repr(Outside(TOKEN))


@pytest.mark.parametrize("signals", [signal.SIGTERM, signal.SIGINT])
def test_a_program_that_is_stopped_says_so(tmp_path: Path, signals: signal.Signals) -> None:
    with Served(PAGES) as web:  # its own: what another program left hanging would be taken for this one's request
        site = make_site(tmp_path, web, stats="stuck")
        command = [str(Path(sys.executable).with_name("startup-stats")), "probe", str(site), "--allow-private"]
        # Whoever starts the tests in the background may have had SIGINT ignored, which programs inherit.
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=PROJECT)
        signal.signal(signal.SIGINT, heeded)
        web.wait_until_stuck("127.0.0.1", requests=3)
        process.send_signal(signals)
        _, said = process.communicate(timeout=20)
    assert "Interrompu : ce qui était connu a été gardé, le reste demeure comme avant." in said
    assert process.returncode == 3
    assert "stats_page" not in entries(site)["plume"]
    assert entries(site)["plume"]["dashlord"]["state"] == "ok"


def test_interrupted_it_writes_what_it_knows(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = open_folder(make_site(tmp_path, served), Overrides())
    probed = probe(site, ProbeOptions(TODAY, allow_private=True), Outside(), _stop)
    assert probed.visited.interrupted
    assert len(probed.visited.answers) == 1
    assert len(entries(tmp_path)["plume"]) == 1
    monkeypatch.setattr("startup_stats.commands.probe.Prober.run", lambda *_: _interrupting())
    assert run(str(tmp_path)) == 3


def _stop(*_: object) -> Any:
    raise KeyboardInterrupt


def _interrupting() -> Iterator[Any]:
    yield _stop()


class _Failing:
    def get(self, _: str) -> Any:
        raise AssertionError


class _FailingWeb(Web):
    def chunks(self, *_: Any) -> Any:
        raise RuntimeError


def test_faults_of_our_own_beside_the_pages_cost_their_answers_alone() -> None:
    web = _FailingWeb("x")
    prober = Prober(web, Engine(_Failing(), pace(budget=5)), instances=[{"list": "http://d.example"}])
    asked = [question("a", "dashlord"), question("b", "dashlord")]
    answers = dict(prober.run(asked, time.monotonic))
    assert answers == {each.key: Answer("unknown", "internal") for each in asked}
    web.close()


class _Asked:
    """Keeps the addresses asked for, and finds nobody there."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def get(self, address: str, *_: Any) -> Any:
        self.addresses.append(address)
        return Failure("dns")


REPOSITORIES = ("https://github.com/o/r", "https://framagit.org/o/r")
_GITLAB, _GITHUB = "https://framagit.org/api/v4/projects/o%2Fr?license=true", "https://github.com/o/r"
# whether there is a token for GitHub → the addresses that are asked like any other
ASKED_ONE_BY_ONE = {True: {_GITLAB}, False: {_GITLAB, _GITHUB}}


@pytest.mark.parametrize(("token", "addresses"), ASKED_ONE_BY_ONE.items())
def test_repositories_that_github_does_not_tell_by_the_hundred(*, token: bool, addresses: set[str]) -> None:
    asked, web = _Asked(), Web("x")
    prober = Prober(web, Engine(asked, pace(budget=5)), github=(lambda *_: "timeout") if token else None)
    told = dict(
        prober.run([question(f"p{n}", "open_source", each) for n, each in enumerate(REPOSITORIES)], time.monotonic)
    )
    assert set(asked.addresses) == addresses
    assert [told[f"p{n}", "open_source"].reason for n in range(2)] == ["timeout" if token else "dns", "dns"]
    web.close()


def test_what_github_told_before_a_fault_of_our_own_counts() -> None:
    answers = iter(["timeout"])
    web = Web("x")
    prober = Prober(web, Engine(web, pace(budget=5)), github=lambda *_: next(answers))
    asked = [question(f"p{number}", "open_source", "https://github.com/o/r") for number in range(101)]
    told = dict(prober.run(asked, time.monotonic))
    assert [told[each.key].reason for each in asked] == ["timeout"] * 100 + ["internal"]
    web.close()


def test_github_beside_the_pages_is_waited_for_no_longer_than_allowed() -> None:
    def send(*_: object) -> str:
        time.sleep(1)
        return "timeout"

    web = Web("x")
    prober = Prober(web, Engine(web, pace(budget=0.1)), github=send)
    asked = [question("a", "open_source", "https://github.com/o/r")]
    assert dict(prober.run(asked, time.monotonic)) == {("a", "open_source"): Answer("unknown", "budget")}
    web.close()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with progress.shown(stream, "fr", time.monotonic, quiet=False) as told:
        told(1, 9, 0)
        told(2, 9, 1)
    assert "Vérification en ligne" in stream.getvalue()


def test_progress_in_a_log() -> None:
    """A line each ten seconds, none before."""
    now = [0.0]
    stream = io.StringIO()
    with progress.shown(stream, "en", lambda: now[0], quiet=False) as told:
        for seconds in (1.0, 9.9, 10.0, 15.0, 20.0):
            now[0] = seconds
            told(int(seconds), 30, 2)
    assert stream.getvalue().splitlines() == [
        "10 answers of 30, 2 of which say nothing.",
        "20 answers of 30, 2 of which say nothing.",
    ]


def test_no_progress_when_asked_to_be_quiet() -> None:
    stream = Terminal()
    with progress.shown(stream, "fr", time.monotonic, quiet=True) as told:
        told(1, 9, 0)
    assert stream.getvalue() == ""
