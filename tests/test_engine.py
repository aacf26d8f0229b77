"""Many visits at once, on a web of our own."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from startup_stats.probing.engine import Engine, Pace, Visit
from startup_stats.probing.schedule import Schedule, Trip
from startup_stats.probing.web import Failure, Limits, Page, Web
from startup_stats.standards.ledger import Answer
from tests.sites import pace
from tests.web import Reply, Served, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.standards.ledger import Key

LIMITS = Limits(max_bytes=10_000, connect=1.0, read=1.0, total=2.0)
PAGES = {
    "a.example/": Reply(body="a"),
    "a.example/again": Reply(503, then=Reply(body="enfin")),
    "a.example/to-b": Reply(302, headers={"Location": "//b.example:{port}/"}),
    "b.example/": Reply(body="b"),
    "a.example/to-file": Reply(302, headers={"Location": "file:///etc/passwd"}),
    "a.example/loop": Reply(302, headers={"Location": "/pool"}),
    "a.example/pool": Reply(302, headers={"Location": "/loop"}),
    **{f"a.example/r{n}": Reply(302, headers={"Location": f"/r{n + 1}"}) for n in range(9)},
    **{f"busy.example/{n}": Reply(body="x", delay=0.05) for n in range(12)},
    "pausing.example/0": Reply(429, headers={"Retry-After": "1"}, then=Reply(body="x")),
    "pausing.example/1": Reply(body="x", delay=0.2),
    "stuck.example/": Reply(way="hang"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served(PAGES) as web:
        yield web


def told(outcome: Page | Failure) -> Answer:
    if isinstance(outcome, Failure):
        return Answer("unknown", outcome.reason)
    return Answer("ok", f"{outcome.status} {outcome.body.decode()}")


def run(visits: Mapping[Key, Visit], given: Pace | None = None) -> tuple[dict[Key, Answer], Mapping[str, int], float]:
    web = Web("x", resolve=resolve, allow_private=True, limits=LIMITS)
    engine = Engine(web, given or pace(budget=20, jitter=0), allow_private=True)
    started = time.monotonic()
    answers = dict(engine.run(visits))
    took = time.monotonic() - started
    web.close()
    return answers, engine.requests, took


def visit(
    served: Served, place: str, judge: Callable[[Page | Failure], Answer | Visit] = told, scheme: str = "http"
) -> Visit:
    return Visit(served.url(place, scheme), judge)


RESULTS = {
    "a page": ("a.example/", "200 a"),
    "a page that comes the second time": ("a.example/again", "200 enfin"),
    "a redirect to another scheme": ("a.example/to-file", "bad-address"),
    "a loop": ("a.example/loop", "redirect-loop"),
    "too many redirects": ("a.example/r0", "too-many-redirects"),
    "just enough redirects": ("a.example/r4", "404 "),
    "no such name": ("www.missing/", "name-not-found"),
}


def test_results(served: Served) -> None:
    visits = {(name, ""): visit(served, place) for name, (place, _) in RESULTS.items()}
    answers, _, _ = run(visits)
    assert {name: answers[name, ""].reason for name in RESULTS} == {
        name: wanted for name, (_, wanted) in RESULTS.items()
    }


def test_bad_addresses_are_answered_without_a_request() -> None:
    answers, requests, _ = run({("p", ""): Visit("ftp://a.example/", told)})
    assert answers == {("p", ""): Answer("unknown", "bad-address")}
    assert not requests


def test_a_page_that_several_ask_for_is_asked_for_once(served: Served) -> None:
    answers, requests, _ = run({(str(n), ""): visit(served, "a.example/") for n in range(5)})
    assert list(answers.values()) == [Answer("ok", "200 a")] * 5
    assert list(requests.values()) == [1]


def test_a_visit_may_lead_to_another(served: Served) -> None:
    def further(_: Page | Failure) -> Visit:
        return visit(served, "b.example/")

    answers, requests, _ = run({("p", ""): visit(served, "a.example/", further)})
    assert answers == {("p", ""): Answer("ok", "200 b")}
    assert len(requests) == 2


def test_a_judge_that_fails_costs_its_own_answer_alone(served: Served) -> None:
    def failing(_: Page | Failure) -> Answer:
        raise RuntimeError

    visits = {("p", ""): visit(served, "a.example/", failing), ("q", ""): visit(served, "a.example/")}
    answers, _, _ = run(visits)
    assert answers == {("p", ""): Answer("unknown", "internal"), ("q", ""): Answer("ok", "200 a")}


class Faulty:
    """Fails as nobody foresaw, at every other host."""

    def get(self, url: str) -> Page | Failure:
        if "bad" in url:
            raise RuntimeError
        return Page(url, 200, {}, b"a")


def test_no_fault_ends_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """More faults than workers: what they are, and what comes after, is answered all the same, and at once."""
    names = [f"{kind}{n}" for n in range(16) for kind in ("bad", "good")]
    visits = {(name, ""): Visit(f"http://{name}.example/", told) for name in names}
    started = time.monotonic()
    answers = dict(Engine(Faulty(), pace(budget=20, jitter=0)).run(visits))
    assert {key: answer.reason for key, answer in answers.items()} == {
        key: "internal" if "bad" in key[0] else "200 a" for key in visits
    }
    monkeypatch.setattr("startup_stats.probing.engine.check_url", lambda *_, **__: 1 / 0)
    answers = dict(Engine(Faulty(), pace(budget=20, jitter=0)).run(visits))
    assert {answer.reason for answer in answers.values()} == {"internal"}
    assert time.monotonic() - started < 5


def test_hosts_that_ask_for_odd_pauses_cost_no_time() -> None:
    """Sixteen of them, more than workers: a pause that can't be read is none."""
    odd = ("Fri, 31 Dec 9999 23:59:59 -0500", "-1", "1e9", "nan", "9" * 999, "\u0663", "0.0", "31/12/2026")
    replies = [Reply(429, headers={"Retry-After": pause}, then=Reply(body="x")) for pause in odd * 2]
    pages = {f"h{n}.example/": reply for n, reply in enumerate(replies)}
    with Served(pages) as web:
        visits = {(str(n), ""): visit(web, f"h{n}.example/") for n in range(16)}
        answers, _, took = run(visits)
    reasons = Counter(answer.reason for answer in answers.values())
    assert reasons == {"200 x": 14, "429 ": 2}  # who asks for years is left alone until the next run
    assert took < 5


def test_a_host_is_asked_two_things_at_once_at_most(served: Served) -> None:
    answers, _, took = run({(str(n), ""): visit(served, f"busy.example/{n}") for n in range(12)})
    assert len(answers) == 12
    assert served.seen()["most"]["busy.example"] == 2
    assert took >= 12 * 0.05 / 2


def test_a_host_that_asks_to_be_left_alone_is(served: Served) -> None:
    visits = {(str(n), ""): visit(served, f"pausing.example/{n}") for n in range(2)}
    answers, requests, took = run(visits, pace(overall=1, per_host=1, budget=9, jitter=0))
    assert {answer.reason for answer in answers.values()} == {"200 x"}
    assert list(requests.values()) == [3]
    assert took >= 1.2


def test_what_is_left_when_the_time_is_up_is_unknown(served: Served) -> None:
    visits = {(str(n), ""): visit(served, "stuck.example/") for n in range(3)} | {
        ("a", ""): visit(served, "a.example/")
    }
    answers, _, took = run(visits, pace(budget=0.5, jitter=0))
    assert answers == {("a", ""): Answer("ok", "200 a")} | {(str(n), ""): Answer("unknown", "budget") for n in range(3)}
    assert took < 1.0


def test_a_caller_that_stops_asking_stops_the_run(served: Served) -> None:
    web = Web("x", resolve=resolve, allow_private=True, limits=LIMITS)
    engine = Engine(web, pace(jitter=0.01), allow_private=True, random=lambda: 1.0)
    visits = {(str(n), ""): visit(served, f"busy.example/{n}") for n in range(12)}
    answers = engine.run(visits)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 3
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sum(engine.requests.values()) < 12
    web.close()


def test_a_host_offered_before_it_asked_for_a_pause_waits() -> None:
    now = [0.0]
    schedule = Schedule(2, lambda: now[0], lambda: 0.0)
    for number in range(3):
        schedule.add("a", Trip(f"/{number}", f"/{number}"))
    first = schedule.take()
    assert first is not None
    schedule.again("a", first[1], 5.0, whole_host=True)
    now[0] = 4.9
    waiting = threading.Thread(target=lambda: taken.append(schedule.take()), daemon=True)
    taken: list[object] = []
    waiting.start()
    waiting.join(0.1)
    assert not taken
    now[0] = 5.0
    waiting.join(3)
    assert taken
    assert schedule.requests == {"a": 2}
    schedule.stop()
    assert schedule.take() is None
