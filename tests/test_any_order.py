"""Whatever comes in whatever order: state machines on the evidence ledger and on the history.

The ledger's is held to a memory of answers that knows nothing of « pending »; the history's to the same history
computed from nothing, by a git repository that is added to, renamed in, rewritten and cloned shallow.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from startup_stats import cli
from startup_stats.commands.evidence import parse_ledger, write_ledger
from startup_stats.document.history import AS_WRITTEN
from startup_stats.probing.outcome import merged, next_ledger
from startup_stats.probing.questions import Question, shard_of
from startup_stats.standards.ledger import Answer, Key, Ledger
from tests.repositories import SITE, commit, git, history
from tests.sites import product
from tests.test_known_at import edits

pytestmark = pytest.mark.unmeasured

ANSWERS = [
    Answer("ok", "page"),
    Answer("ok", "mention", "partiellement conforme"),
    Answer("ok", "mention", "non conforme"),
    Answer("broken", "http-404"),
    Answer("broken", "name-not-found"),
    Answer("unknown", "timeout"),
    Answer("unknown", "http-503"),
]
NOTHING = [answer for answer in ANSWERS if answer.state == "unknown"]
NAMES, ADDRESSES = ["plume", "encre", "gomme"], ["https://a.example", "https://b.example"]


class LedgerMachine(RuleBasedStateMachine):
    """Runs of the probe over a portfolio that moves, by a clock that may go back."""

    def __init__(self) -> None:
        super().__init__()
        self.day = date(2026, 8, 20)
        self.subjects = dict.fromkeys(NAMES[:2], ADDRESSES[0])
        self.ledger = Ledger()
        # The answers of each question since it is asked of this address, the last run last: all that is remembered.
        self.heard: dict[tuple[Key, str], list[Answer]] = {}
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "ledger.json"

    def teardown(self) -> None:
        self.folder.cleanup()

    def questions(self) -> list[Question]:
        return [
            Question(product([], product_id=name), "stats_page", subject, "page")
            for name, subject in sorted(self.subjects.items())
        ]

    @rule(days=st.sampled_from([-1, 0, 1, 30]))
    def clock(self, days: int) -> None:
        self.day += timedelta(days)

    @rule(name=st.sampled_from(NAMES), address=st.sampled_from([*ADDRESSES, None]))
    def edit(self, name: str, address: str | None) -> None:
        """A product comes, goes, or names another address."""
        if address is None:
            self.subjects.pop(name, None)
        else:
            self.subjects[name] = address

    @rule(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
    def rename(self, name: str, other: str) -> None:
        if name in self.subjects and other not in self.subjects:
            self.subjects[other] = self.subjects.pop(name)

    @rule(answers=st.lists(st.sampled_from([*ANSWERS, None]), min_size=3, max_size=3), shards=st.integers(1, 3))
    def run(self, answers: list[Answer | None], shards: int) -> None:
        """A run that asks all or some, whole or by shards that are merged in any order."""
        given = dict(zip(NAMES, answers, strict=True))
        self.advance({(name, "stats_page"): said for name in self.subjects if (said := given[name])}, shards)

    @rule(answer=st.sampled_from(NOTHING))
    def outage(self, answer: Answer) -> None:
        """Nothing answers: whatever was known is known."""
        before = {key: (entry.subject, entry.state, entry.status, entry.since) for key, entry in self.known()}
        self.advance({(name, "stats_page"): answer for name in self.subjects}, 1)
        after = {key: (entry.subject, entry.state, entry.status, entry.since) for key, entry in self.known()}
        still = {key: held for key, held in before.items() if self.subjects.get(key[0]) == held[0]}
        assert after == still

    @rule()
    def interrupted(self) -> None:
        """A run that was stopped before the first answer moves nothing of what is still asked."""
        before = self.ledger.entries
        self.advance({}, 1)
        assert self.ledger.entries.items() <= before.items()

    def known(self) -> Any:
        return [(key, entry) for key, entry in self.ledger.entries.items() if entry.state != "unknown"]

    def advance(self, answers: dict[Key, Answer], shards: int) -> None:
        before, questions = self.ledger, self.questions()
        whole = next_ledger(before, questions, answers, self.day, keep_days=False)
        parts = [
            next_ledger(
                before,
                [each for each in questions if shard_of(each.product.id, shards) == number],
                {key: said for key, said in answers.items() if shard_of(key[0], shards) == number},
                self.day,
                keep_days=False,
            )
            for number in range(shards, 0, -1)
        ]
        assert merged(parts) == whole
        self.hold(questions, answers, whole)
        self.keep(whole)

    def hold(self, questions: list[Question], answers: dict[Key, Answer], after: Ledger) -> None:
        """Hold what the ledger says after a run to all that was heard."""
        asked = {(each.key, each.subject) for each in questions}
        self.heard = {place: heard for place, heard in self.heard.items() if place in asked}
        for key, subject in asked:
            if key in answers:
                self.heard.setdefault((key, subject), []).append(answers[key])
        assert {(key, entry.subject) for key, entry in after.entries.items()} == set(self.heard)
        for (key, _), heard in self.heard.items():
            entry = after.entries[key]
            assert (entry.state, entry.status) == believed([answer.claim for answer in heard])

    def keep(self, after: Ledger) -> None:
        """Write the ledger and read it again: the same bytes, once, and the same ledger."""
        write_ledger(self.file, after)
        content = self.file.read_bytes()
        read = parse_ledger(self.file, content)
        assert not write_ledger(self.file, read)
        assert not write_ledger(self.file, replace(after, entries=dict(reversed(list(after.entries.items())))))
        assert self.file.read_bytes() == content
        self.ledger = read


def believed(claims: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Say what stands by DESIGN §6: a first ok at once, all else said twice in a row; nothing said is no answer."""
    held: tuple[Any, Any] = ("unknown", None)
    last = None
    for claim in claims:
        is_said_twice = claim == last
        if claim[0] != "unknown" and (is_said_twice or (held[0] == "unknown" and claim[0] == "ok")):
            held = claim
        last = claim
    return held


class HistoryMachine(RuleBasedStateMachine):
    """A repository that lives, and its history file, brought up to date or not in any order of days."""

    def __init__(self) -> None:
        super().__init__()
        self.holder = tempfile.TemporaryDirectory()
        self.folder = Path(self.holder.name)
        self.file, self.names = self.folder / "history.json", list[str]()
        self.day = date(2020, 6, 1)
        here = {"XDG_CACHE_HOME": str(self.folder / "cache"), "GIT_CEILING_DIRECTORIES": str(self.folder)}
        self.environment = patch.dict(os.environ, here)
        self.environment.start()

    def teardown(self) -> None:
        self.environment.stop()
        self.holder.cleanup()

    @initialize()
    def start(self) -> None:
        self.root = history(self.folder / "site", [("2020-06-01", SITE)])

    @rule(seed=st.integers(0, 9999), days=st.sampled_from([0, 1, 9, 40]))
    def work(self, seed: int, days: int) -> None:
        self.day += timedelta(days)
        commit(self.root, self.day.isoformat(), edits(random.Random(seed), self.names))  # noqa: S311 - no secrets

    @rule(days=st.sampled_from([1, 40]))
    def rename(self, days: int) -> None:
        self.day += timedelta(days)
        place = self.root / "content/_startups/voisin.md"
        moved = self.root / "content/_startups/prochain.md"
        if place.exists():
            there = place.read_text().replace("phases:", "redirect_from: [/startups/voisin]\nphases:", 1)
            commit(self.root, self.day.isoformat(), {str(place): None, str(moved): there})

    @rule(back=st.integers(1, 3), seed=st.integers(0, 9999))
    def forced_push(self, back: int, seed: int) -> None:
        """Commits are taken back, and others stand in their place."""
        if int(git(self.root, "rev-list", "--count", "HEAD")) > back:
            git(self.root, "reset", "--quiet", "--hard", f"HEAD~{back}")
            self.names = [
                str(file.relative_to(self.root))
                for folder in ("_startups", "_authors")
                for file in (self.root / "content" / folder).rglob("[a-d]*")
                if file.stem in "abcd"
            ]
            self.work(seed, 1)

    @rule(days=st.sampled_from([1, 35]))
    def rebased(self, days: int) -> None:
        """The last commit is made again, on a later day."""
        self.day += timedelta(days)
        git(self.root, "commit", "--quiet", "--amend", "--no-edit", "--allow-empty", at=self.day.isoformat())

    @rule(ahead=st.sampled_from([0, 1, 40, 400, -1]))
    def run(self, ahead: int) -> None:
        """A run without options: the file is the history from nothing, or stays whole, and says what would move."""
        before = self.bytes()
        asked = self.asked(ahead)
        code, _, said = self.program("-o", str(self.file), "--as-of", asked)
        fresh = self.fresh(asked)
        if code == 0:
            assert self.document() | {"restatements": []} == fresh
            self.same_again(asked)
        else:
            assert code == 3
            assert "n'a pas été remplacé" in said
            assert self.bytes() == before
            assert closed_of(json.loads(before), fresh) != closed_of(json.loads(before), json.loads(before))

    @precondition(lambda self: self.file.exists())
    @rule(ahead=st.sampled_from([0, 1, 40, 400]), how=st.sampled_from(["--update", "--restate"]))
    def run_on(self, ahead: int, how: str) -> None:
        """With --update months that are over stay, and all after is as from nothing; with --restate all is."""
        before, asked = self.document(), self.asked(ahead)
        given = [how] if how == "--update" else [how, "le dépôt a été réécrit"]
        code, _, said = self.program("-o", str(self.file), "--as-of", asked, *given)
        assert code == 0, said
        after, fresh = self.document(), self.fresh(asked)
        if how == "--update" and asked < before["as_of"]:
            assert after == before
        elif how == "--restate":
            assert after | {"restatements": []} == fresh
        else:
            assert closed_of(before, after) == closed_of(before, before)
            assert open_of(before, after, asked) == open_of(before, fresh, asked)
            others = {key: value for key, value in fresh.items() if key not in ("indicators", "restatements")}
            assert after | others == after
        self.same_again(asked, *given)

    @precondition(lambda self: self.file.exists())
    @rule(depth=st.integers(1, 3))
    def shallow(self, depth: int) -> None:
        """A clone that does not go back gives the same from there on, and replaces no month that it can't see."""
        before, asked = self.bytes(), self.asked(0)
        self.program("-o", str(self.file), "--as-of", asked, root=self.clone(depth))
        seen = json.loads(self.program("-o", "-", "--as-of", asked, "--no-cache", root=self.clone(depth))[1])
        since, whole = seen["source"]["since"], self.fresh(asked)
        assert values_from(seen, since, asked) == values_from(whole, since, asked)
        old = json.loads(before)
        assert closed_of(old, self.document()) == closed_of(old, old)
        self.file.write_bytes(before)

    def clone(self, depth: int) -> Path:
        place = Path(tempfile.mkdtemp(dir=self.folder)) / "clone"
        git(self.folder, "clone", "--quiet", f"--depth={depth}", f"file://{self.root}", str(place))
        return place

    def asked(self, ahead: int) -> str:
        first = min(git(self.root, "log", "--format=%cs").split())
        return max((self.day + timedelta(ahead)).isoformat(), first)

    def same_again(self, asked: str, *given: str) -> None:
        content = self.bytes()
        assert self.program("-o", str(self.file), "--as-of", asked, *given)[0] == 0
        assert self.bytes() == content

    def fresh(self, asked: str) -> Any:
        return json.loads(self.program("-o", "-", "--as-of", asked, "--no-cache")[1]) | {"restatements": []}

    def bytes(self) -> bytes:
        return self.file.read_bytes() if self.file.exists() else b"null"

    def document(self) -> Any:
        return json.loads(self.bytes())

    def program(self, *arguments: str, root: Path | None = None) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main(["history", str(root or self.root), *arguments], today=date(2026, 8, 20))
        return code, out.getvalue(), err.getvalue()


def value_at(points: list[list[Any]], day: str) -> Any:
    """Return the figure that stood on a day; « ? » before the first one."""
    return next((point[1] for point in reversed(points) if point[0] <= day), "?")


def values(document: Any, days: list[str]) -> dict[tuple[str, str, str], Any]:
    """Return every figure as written then, on each of some days."""
    return {
        (name, year, day): value_at(points, day)
        for name, views in document["indicators"].items()
        for year, points in views[AS_WRITTEN].items()
        for day in days
        if value_at(points, day) != "?"
    }


def days_between(first: str, last: str) -> list[str]:
    start = date.fromisoformat(first)
    return [(start + timedelta(n)).isoformat() for n in range((date.fromisoformat(last) - start).days + 1)]


def closed_of(old: Any, document: Any) -> Any:
    """Return the figures of the months that were over when a file was written."""
    first_open = date.fromisoformat(f"{old['as_of'][:7]}-01")
    return values(document, days_between("2020-06-01", (first_open - timedelta(1)).isoformat()))


def open_of(old: Any, document: Any, until: str) -> Any:
    return values_from(document, f"{old['as_of'][:7]}-01", until)


def values_from(document: Any, since: str, until: str) -> Any:
    return values(document, days_between(since, until))


@pytest.mark.parametrize(
    ("machine", "examples", "steps"),
    [
        (LedgerMachine, 30, 20),
        (HistoryMachine, 3, 8),
        pytest.param(LedgerMachine, 500, 50, marks=pytest.mark.long),
        pytest.param(HistoryMachine, 60, 20, marks=pytest.mark.long),
    ],
)
def test_whatever_comes_in_whatever_order(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    """A short try is the same every time, a long one another each time."""
    derandomize = examples < 60
    chosen = settings(max_examples=examples, stateful_step_count=steps, derandomize=derandomize, deadline=None)
    run_state_machine_as_test(machine, settings=chosen)
