"""What comes after an answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from startup_stats.probing.steps import Done, Later, Redirect, Step, next_step, retry_after
from startup_stats.probing.web import Failure, Page

NOW = datetime(2026, 8, 20, 12, 0, 0, tzinfo=UTC)
URL = "https://a.example/x"


def page(status: int, **headers: str) -> Page:
    return Page(URL, status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


# outcome, how often it was asked → the step.
STEPS: dict[str, tuple[Page | Failure, int, Step | str]] = {
    "a page": (page(200), 1, "done"),
    "no page": (page(404), 1, "done"),
    "forbidden": (page(403), 1, "done"),
    "a redirect": (page(301, location="/y"), 1, Redirect("https://a.example/y")),
    "to another host": (page(308, location=" http://b.example "), 1, Redirect("http://b.example")),
    "without a place": (page(302), 1, "done"),
    "to itself": (page(302, location=URL), 1, Done(Failure("redirect-loop"))),
    "to no address": (page(302, location="http://[x"), 1, Done(Failure("bad-address"))),
    "not modified": (page(304, location="/y"), 1, "done"),
    "overloaded": (page(503), 1, Later(1.0, whole_host=False)),
    "still overloaded": (page(500), 2, Later(2.0, whole_host=False)),
    "overloaded for good": (page(503), 3, "done"),
    "too many requests": (page(429, retry_after="7"), 1, Later(7.0, whole_host=True)),
    "until a date": (page(503, retry_after="Thu, 20 Aug 2026 12:00:30 GMT"), 1, Later(30.0, whole_host=True)),
    "until a date gone by": (page(503, retry_after="Thu, 20 Aug 2026 11:00:00 GMT"), 2, Later(0.0, whole_host=True)),
    "for too long": (page(429, retry_after="3600"), 1, "done"),
    "for ever": (page(429, retry_after="9" * 400), 1, "done"),
    "for a part of a second": (page(429, retry_after="1.5"), 1, Later(1.5, whole_host=True)),
    "before now": (page(429, retry_after="-3"), 1, Later(1.0, whole_host=False)),
    "until the calendar's end, further west": (
        page(503, retry_after="Fri, 31 Dec 9999 23:59:59 -0500"),
        1,
        Later(1.0, whole_host=False),
    ),
    "until a day that is none": (
        page(503, retry_after="Fri, 31 Feb 2026 10:00:00 GMT"),
        1,
        Later(1.0, whole_host=False),
    ),
    "until a year long gone": (
        page(503, retry_after="Mon, 01 Jan 0000 00:00:00 GMT"),
        1,
        Later(0.0, whole_host=True),
    ),
    "in other digits": (page(429, retry_after="٣"), 1, Later(1.0, whole_host=False)),
    "for no number": (page(429, retry_after="nan"), 1, Later(1.0, whole_host=False)),
    "for infinity": (page(429, retry_after="inf"), 1, Later(1.0, whole_host=False)),
    "until nobody knows when": (page(429, retry_after="bientôt"), 1, Later(1.0, whole_host=False)),
    "cut": (Failure("reset"), 1, Later(1.0, whole_host=False)),
    "cut again": (Failure("refused"), 2, Later(2.0, whole_host=False)),
    "cut for good": (Failure("reset"), 3, "done"),
    "timed out": (Failure("timeout"), 1, Later(1.0, whole_host=False)),
    "timed out again": (Failure("timeout"), 2, "done"),
    "no such name": (Failure("name-not-found"), 1, "done"),
    "no TLS": (Failure("tls"), 1, "done"),
}


@pytest.mark.parametrize(("outcome", "attempts", "expected"), STEPS.values(), ids=STEPS)
def test_steps(outcome: Page | Failure, attempts: int, expected: Step | str) -> None:
    assert next_step(outcome, (URL,), attempts, NOW) == (Done(outcome) if expected == "done" else expected)


def test_five_redirects_are_followed_and_no_more() -> None:
    hops = [f"https://a.example/{number}" for number in range(6)]
    assert next_step(page(302, location="/y"), hops[:5], 1, NOW) == Redirect("https://a.example/y")
    assert next_step(page(302, location="/y"), hops, 1, NOW) == Done(Failure("too-many-redirects"))
    assert next_step(page(302, location="/0"), hops, 1, NOW) == Done(Failure("redirect-loop"))


@example("0\x1f")
@example("Fri, 31 Dec 9999 23:59:59 -9999")
@given(st.text())
def test_any_retry_after_is_read(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0
