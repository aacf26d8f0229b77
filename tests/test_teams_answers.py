"""What teams answer: one request, whatever comes of it, and what is held after it; over a real server."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.commands import probe as command
from startup_stats.probing import self_assessment as asking
from startup_stats.probing.outcome import merged
from startup_stats.probing.pieces import ShapeFaultError
from startup_stats.probing.self_assessment import (
    Told,
    ask_teams_answers,
    next_self_assessment,
    of_products,
    read_answers,
)
from startup_stats.probing.web import Limits, Web
from startup_stats.standards.ledger import Ledger
from startup_stats.standards.self_assessment import Levels, SelfAssessment
from tests.sites import TODAY, product, write_site
from tests.web import Reply, Served, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from startup_stats.model import Product

DAY = date(2026, 5, 1)
A11Y, TEAM = "accessibilité", "équipe"


def row(completion: Any = 100, conformity: Any = 100, category: str = A11Y) -> dict[str, Any]:
    return {"completion": {category: completion}, "conformity": {category: conformity}}


def levels(completion: float = 100, conformity: float = 100, category: str = A11Y) -> Levels:
    return Levels({category: completion}, {category: conformity})


GOOD = levels()
# what the source writes of a product beside a good one → what is read of it, and the categories nobody knows
ROWS: dict[str, tuple[str, Levels | None, list[str]]] = {
    "whole numbers": (json.dumps(row(50, 0)), levels(50, 0), []),
    "fractions": (json.dumps(row(33.33333333333333, 100.0)), levels(33.33333333333333, 100), []),
    "another spelling": (json.dumps(row(category="Accessibilite")), GOOD, []),
    "minus nothing": ('{"completion": {"design": -0.0}, "conformity": {"design": 0}}', levels(0, 0, "design"), []),
    "an unknown category": (
        '{"completion": {"accessibilité": 100, "éco": 5}, "conformity": {"accessibilité": 100, "éco": "?"}}',
        GOOD,
        ["éco"],
    ),
    "null in a category": (
        '{"completion": {"accessibilité": 100, "impact": null}, "conformity": {"accessibilité": 100}}',
        GOOD,
        [],
    ),
    "unknown categories alone": (json.dumps(row(category="éco")), None, ["éco"]),
    "null alone": (json.dumps(row(None, None)), None, []),
    "no category": ('{"completion": {}, "conformity": {}}', None, []),
    "no conformity": ('{"completion": {"design": 100}}', None, []),
    "a list": ("[]", None, []),
    "a number": ("100", None, []),
    "null": ("null", None, []),
    "lists of categories": ('{"completion": ["design"], "conformity": []}', None, []),
    "more than all": (json.dumps(row(100.5)), None, []),
    "less than nothing": (json.dumps(row(100, -1)), None, []),
    "NaN": ('{"completion": {"design": NaN}, "conformity": {"design": 1}}', None, []),
    "infinity": ('{"completion": {"design": -Infinity}, "conformity": {"design": 1}}', None, []),
    "past all floats": ('{"completion": {"design": 1e999}, "conformity": {"design": 1}}', None, []),
    "thousands of digits": (f'{{"completion": {{"design": {"9" * 6000}}}, "conformity": {{"design": 1}}}}', None, []),
    "a text": (json.dumps(row("100")), None, []),
    "a truth": (json.dumps(row(True)), None, []),  # noqa: FBT003 - a value of the source
}


@pytest.mark.parametrize(("written", "expected", "unknown"), ROWS.values(), ids=ROWS)
def test_rows(written: str, expected: Levels | None, unknown: list[str]) -> None:
    text = f'{{"plume": {written}, "encre": {json.dumps(row())}}}'
    told = read_answers(text.encode())
    assert told == Told({"plume": expected, "encre": GOOD}, unknown)
    held = told.readable.get("plume")
    assert held is None or all(isinstance(value, int) or value % 1 for value in held.completion.values())


SHAPES = {
    "nothing": b"",
    "a page": b"<!doctype html><p>Connexion",
    "a list": b"[]",
    "null": b"null",
    "no products": b"{}",
    "no row that can be read": b'{"plume": [], "encre": null}',
    "other categories alone": json.dumps({"plume": row(category="rgaa")}).encode(),
    "an open object": b'{"plume": {"completion":',
    "text after it": json.dumps({"plume": row()}).encode() + b" x",
    "no UTF-8": b'{"\xff": 1}',
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 200_000,
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_what_is_no_such_object(content: bytes) -> None:
    with pytest.raises(ShapeFaultError):
        read_answers(content)


def test_a_byte_order_mark_is_no_fault() -> None:
    content = json.dumps({"plume": row()}, ensure_ascii=False).encode("utf-8-sig")
    assert read_answers(content).readable == {"plume": GOOD}


PLUME = product(product_id="plume")
RENAMED = product(product_id="crayon")._replace(former_ids=("plume", "mine"))
# the site's products, the rows → those of the products
FOLLOWED: dict[str, tuple[list[Product], dict[str, int], dict[str, int]]] = {
    "its own": ([PLUME], {"plume": 1, "encre": 2}, {"plume": 1}),
    "a former id": ([RENAMED], {"mine": 1}, {"crayon": 1}),
    "the first of two": ([RENAMED], {"mine": 1, "plume": 2}, {"crayon": 2}),
    "its own before a former one": ([RENAMED], {"mine": 1, "crayon": 2}, {"crayon": 2}),
    "not what is another product's today": ([RENAMED, PLUME], {"plume": 1}, {"plume": 1}),
    "nobody's": ([PLUME], {"Plume": 1}, {}),
}


@pytest.mark.parametrize(("products", "rows", "found"), FOLLOWED.values(), ids=FOLLOWED)
def test_former_ids_are_followed(products: list[Product], rows: dict[str, int], found: dict[str, int]) -> None:
    assert of_products(rows, products) == found


BEFORE = SelfAssessment(DAY, {"plume": GOOD, "parti": GOOD})
KEPT = SelfAssessment(DAY, {"plume": GOOD})
# what was held, what was told → what is held
RUNS: dict[str, tuple[SelfAssessment | None, Told | None, SelfAssessment | None]] = {
    "a first answer": (None, Told({"plume": GOOD}), SelfAssessment(TODAY, {"plume": GOOD})),
    "the same answers": (KEPT, Told({"plume": GOOD}), KEPT),
    "other answers": (KEPT, Told({"plume": levels(5, 0)}), SelfAssessment(TODAY, {"plume": levels(5, 0)})),
    "answers gone": (
        SelfAssessment(DAY, {"plume": GOOD, "crayon": GOOD}),
        Told({"crayon": GOOD}),
        SelfAssessment(TODAY, {"crayon": GOOD}),
    ),
    "a product gone": (BEFORE, Told({"plume": GOOD}), SelfAssessment(TODAY, {"plume": GOOD})),
    "a row that can't be read": (KEPT, Told({"plume": None}), KEPT),
    "such a row of a new product": (
        KEPT,
        Told({"plume": GOOD, "crayon": None}),
        KEPT,
    ),
    "an outage": (KEPT, Told(fault="http-503"), KEPT),
    "an outage, a product gone": (BEFORE, Told(fault="http-503"), KEPT),
    "an outage before all": (None, Told(fault="http-503"), None),
    "nobody asked": (KEPT, None, KEPT),
    "nobody ever asked": (None, None, None),
}


@pytest.mark.parametrize(("before", "told", "after"), RUNS.values(), ids=RUNS)
def test_what_is_held_after_a_run(
    before: SelfAssessment | None, told: Told | None, after: SelfAssessment | None
) -> None:
    products = [PLUME, product(product_id="crayon")]
    assert next_self_assessment(before, told, products, TODAY) == after


def test_merging_keeps_the_answers_in_any_order() -> None:
    old, new = Ledger(self_assessment=KEPT), Ledger(self_assessment=SelfAssessment(TODAY, {}))
    assert merged([Ledger(), old]) == merged([old, Ledger()]) == old
    assert merged([old, new]) == merged([new, old]) == new
    assert merged([Ledger()]) == Ledger()


# --- one request, by `probe`

ANSWERS = {"plume": row(100, 50), "ancien": row(0, 0), "inconnu": row(), "casse": row(400)}
NOTHING = Reply(body=json.dumps({"ailleurs": row()}))
PAGES = {
    "127.0.0.1/": Reply(body="<p>" + "Écrire mieux. " * 40 + "</p><footer>Accessibilité : non conforme</footer>"),
    "127.0.0.1/evaluations": Reply(body=json.dumps(ANSWERS | {"encre": row(category="rgaa")})),
    "127.0.0.1/same": Reply(body=json.dumps({"plume": row(100, 50), "nouveau": row(0, 0)})),
    "127.0.0.1/moved": Reply(301, headers={"Location": "/evaluations"}),
    "127.0.0.1/down": Reply(503),
    "127.0.0.1/stuck": Reply(way="hang"),
    "127.0.0.1/short": Reply(way="short"),
    "127.0.0.1/page": Reply(body="<!doctype html><p>Connexion"),
    "127.0.0.1/large": Reply(way="large"),
    "127.0.0.1/bomb": Reply(way="bomb"),
    "127.0.0.1/elsewhere": NOTHING,
    "127.0.0.1/conforming": Reply(body=json.dumps({"plume": row()})),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served(PAGES) as web:
        yield web


def make_site(root: Path, served: Served, page: str | None = "evaluations", config: str = "") -> Path:
    base = f"http://127.0.0.1:{served.port}"
    text = f"title: P\nmission: M\nincubator: ruche\ncontact: a@b.example\nlink: {base}/\n"
    running = "phases:\n- name: acceleration\n  start: 2024-01-01\n---\n"
    own = "" if page is None else f"self_assessment: {{url: '{base}/{page}'}}\n"
    write_site(
        root,
        **{
            "content/_startups/plume.md": f"---\n{text}{running}",
            "content/_startups/nouveau.md": f"---\n{text}redirect_from: [/startups/ancien]\n{running}",
            "content/_startups/casse.md": f"---\n{text}{running}",
            "startup-stats.yml": own + config,
        },
    )
    (root / "_data").mkdir(exist_ok=True)
    return root


def probe(site: Path, *arguments: str, today: date = TODAY) -> int:
    return cli.main(["probe", str(site), *arguments, "--allow-private"], today=today)


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GH_TOKEN", raising=False)


def held(site: Path) -> Any:
    document = json.loads((site / "_data/stats_evidence.json").read_text(encoding="utf-8"))
    return document.get("self_assessment")


HELD = {"day": "2026-08-20", "products": {"plume": row(100, 50), "nouveau": row(0, 0)}}


def test_a_run_asks_once_and_keeps_the_answers(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path, served)
    before = served.seen()["requests"].get("127.0.0.1", 0)
    assert probe(site, "--max-age", "30") == 0
    assert held(site) == HELD
    assert served.seen()["requests"]["127.0.0.1"] == before + 2  # the products' one page, and the answers
    said = capsys.readouterr().err
    assert (
        "  Auto-évaluation : 2 produits (1 : réponse illisible, on garde ce qui était connu, 2 : d'aucun produit "
        "du site et catégories inconnues, laissées de côté : « rgaa »)"
    ) in said
    # A later day with the same answers changes nothing, and what answers are held since is the first day.
    ledger = (site / "_data/stats_evidence.json").read_bytes()
    make_site(tmp_path, served, "same", "language: en\n")
    assert probe(site, "--max-age", "30", today=date(2026, 8, 21)) == 0
    assert (site / "_data/stats_evidence.json").read_bytes() == ledger
    said = capsys.readouterr().err
    assert "  Self-assessment: 2 products\n" in said
    assert "Unchanged" in said


# page → what is said of it, in French and in English
OUTAGES = {
    "down": ("le site répond par une erreur (503)", "the site answers with an error (503)"),
    "moved": ("le site répond par une erreur (301)", "the site answers with an error (301)"),
    "missing": ("la page n'existe pas (404)", "there is no such page (404)"),
    "stuck": ("le site n'a pas répondu à temps", "the site did not answer in time"),
    "short": ("la réponse du site est illisible", "the site's answer is unreadable"),
    "page": ("la réponse n'a pas la forme attendue", "the answer has not the expected shape"),
    "large": ("la page est trop longue pour être lue en entier", "the page is too long to be read whole"),
    "bomb": ("la page est trop longue pour être lue en entier", "the page is too long to be read whole"),
    "elsewhere": ("aucun produit du site n'y figure", "no product of this site is in it"),
}


@pytest.mark.parametrize(("page", "why"), OUTAGES.items(), ids=OUTAGES)
def test_an_outage_keeps_what_was_known(
    page: str,
    why: tuple[str, str],
    served: Served,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "LIMITS", Limits(max_bytes=64 * 1024, read=1.0, total=2.0))
    site = make_site(tmp_path, served)
    assert probe(site) == 0
    assert held(site) == HELD
    for language, reason, sentence in zip(
        ("fr", "en"),
        why,
        ("Auto-évaluation : rien n'a pu être lu ({}) ; ce qui était connu est gardé.",
         "Self-assessment: nothing could be read ({}); what was known is kept."),
        strict=True,
    ):  # fmt: skip
        make_site(tmp_path, served, page, f"language: {language}\n")
        capsys.readouterr()
        assert probe(site, today=date(2026, 8, 22)) == 0
        assert sentence.format(reason) in capsys.readouterr().err
        assert held(site) == HELD


def test_private_addresses_are_refused(served: Served) -> None:
    web = Web("x")
    told = ask_teams_answers(web, served.url("127.0.0.1/evaluations"), [PLUME])
    assert told == Told(fault="forbidden-address")
    web.close()
    web = Web("x", resolve=resolve)
    assert ask_teams_answers(web, served.url("standards.example/evaluations"), [PLUME]).fault == "forbidden-address"
    assert ask_teams_answers(web, "http://[", [PLUME]).fault is not None
    web.close()


def test_who_asks(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A selection of something else leaves the answers as they are, and so does nobody's address; that forgets them."""
    site = make_site(tmp_path, served)
    for selected in (["--only", "accessibility"], ["--products", "plume"]):
        assert probe(site, *selected) == 0
        assert held(site) is None
    assert "Auto-évaluation" not in capsys.readouterr().err
    assert probe(site) == 0
    make_site(tmp_path, served, "conforming")
    assert probe(site, "--only", "accessibility") == 0
    assert held(site) == HELD
    make_site(tmp_path, served, None)
    assert probe(site) == 0
    assert held(site) is None


def test_of_shards_the_first_asks_for_all(served: Served, tmp_path: Path) -> None:
    site = make_site(tmp_path, served)
    parts = [tmp_path / f"{number}.json" for number in (1, 2, 3)]
    for number, part in enumerate(parts, 1):
        assert probe(site, "--shard", f"{number}/3", "-o", str(part)) == 0
    told = [json.loads(part.read_text(encoding="utf-8")).get("self_assessment") for part in parts]
    assert told == [HELD, None, None]
    for order in (parts, parts[::-1]):
        ledger = site / "_data/stats_evidence.json"
        assert cli.main(["probe", "merge", *map(str, order), "-o", str(ledger)]) == 0
        assert held(site) == HELD


def test_interrupted_while_it_asks_the_answers_stay(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path, served)
    assert probe(site) == 0

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "ask_teams_answers", stop)
    assert probe(site) == 3
    assert held(site) == HELD


def test_many_and_odd_words_are_told_in_part(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("a\x1b[2J", "b" * 99, "c\ud800", "d{x}", "e", "f", "g")
    monkeypatch.setattr(command, "ask_teams_answers", lambda *_: Told({"plume": GOOD}, words))
    assert probe(make_site(tmp_path, served)) == 0
    said = capsys.readouterr().err
    assert f"« a [2J », « {'b' * 40} », « c\ufffd », « d{{x}} », « e » et 2 de plus)" in said


def test_build_tells_the_answers_and_the_contradiction(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path, served, "conforming")
    assert probe(site) == 0
    capsys.readouterr()
    assert cli.main(["build", str(site), "--preview", str(tmp_path / "p.html")], today=TODAY) == 0
    said = capsys.readouterr().err
    assert "L'équipe répond qu'elle respecte tous les critères « Accessibilité », mais la page http" in said
    stats = json.loads((site / "_data/stats.json").read_text(encoding="utf-8"))
    counts = {"total": 3, "answered": 1, "complete": 1, "conforming": 1}
    assert stats["standards"]["accessibility"]["self_assessed"] == {"day": "2026-08-20", **counts}
    assert "self_assessed" not in stats["standards"]["open_source"]
    assert stats["self_assessment"]["categories"] == [
        {"category": A11Y, "title": "Accessibilité", "standard": "accessibility", **counts}
    ]
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "personne ne les a vérifiées" in page
