from __future__ import annotations

import os
import pickle
import threading
import time
from typing import TYPE_CHECKING, NoReturn

import pytest

from startup_stats.checks.parallel import CHUNKS, WORTH_A_PROCESS, in_two
from startup_stats.content.records import Record
from startup_stats.model import FastSupport, Incubator, Organisation
from tests.sites import member, product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.model import Product

MANY = range(WORTH_A_PROCESS)


@pytest.fixture(autouse=True)
def alone() -> None:
    """Wait for the threads of other tests (servers, a browser) to end: beside one of them nothing is forked."""
    deadline = time.monotonic() + 30
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.01)


def squares(items: Sequence[int]) -> list[tuple[int, int]]:
    time.sleep(0.001)  # time for the other process to take its share
    return [(item * item, os.getpid()) for item in items]


def test_many_items_are_done_by_two_processes_in_order() -> None:
    done = in_two(squares, MANY)
    assert [square for square, _ in done] == [item * item for item in MANY]
    assert len({process for _, process in done}) == (2 if (os.cpu_count() or 1) > 1 else 1)


def test_few_items_are_done_by_one() -> None:
    done = in_two(squares, MANY[:-1])
    assert {process for _, process in done} == {os.getpid()}


def test_beside_another_thread_nothing_is_forked() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert {process for _, process in in_two(squares, MANY)} == {os.getpid()}
    finally:
        release.set()
        thread.join()


def test_with_one_processor_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert {process for _, process in in_two(squares, MANY)} == {os.getpid()}


def test_what_the_other_process_could_not_do_is_done_here() -> None:
    here = os.getpid()

    def only_here(items: Sequence[int]) -> list[tuple[int, int]]:
        if os.getpid() != here:
            raise RuntimeError
        return squares(items)

    assert in_two(only_here, MANY) == [(item * item, here) for item in MANY]


def test_a_failure_here_is_raised() -> None:
    def fail(items: Sequence[int]) -> list[int]:
        raise ValueError(len(items))

    with pytest.raises(ValueError, match="15"):
        in_two(fail, MANY)


def test_what_only_the_other_process_could_do_is_not_done_twice() -> None:
    here = os.getpid()

    def slow_here(items: Sequence[int]) -> list[tuple[int, int]]:
        time.sleep(0.02 if os.getpid() == here else 0)
        return squares(items)

    done = in_two(slow_here, MANY)
    assert [square for square, _ in done] == [item * item for item in MANY]
    assert sum(process == here for _, process in done) < len(MANY) / 2, "the freer one does more"


def test_what_crosses_arrives_as_it_was() -> None:
    sent = (
        product([("construction", "2020-01-01")], [("end", None)], fast=FastSupport(9, 1.5)),
        member(("2020-01-01", None, "admin")),
        Incubator("i", "p", "t"),
        Organisation("o", "p", "n"),
        Record("product", "i", "p", {"a": [1]}, ()),
    )
    assert in_two(lambda items: [sent] * len(items), MANY) == [sent] * len(MANY)


def named(number: int) -> Product:
    return product([("construction", "2020-01-01")], product_id=str(number))


class Exited(Exception):  # noqa: N818 - what os._exit would do
    pass


def leave(status: int) -> NoReturn:
    raise Exited(status)


@pytest.mark.parametrize("fails", [False, True])
def test_the_other_process_sends_its_share_and_ends(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    """Played in this process: fork() answers 0, as it does in the child."""
    pipes: list[tuple[int, int]] = []
    make_pipe, close = os.pipe, os.close

    def pipe() -> tuple[int, int]:
        pipes.append(make_pipe())
        return pipes[-1]

    monkeypatch.setattr(os, "pipe", pipe)
    monkeypatch.setattr(os, "fork", lambda: 0)
    # Only the claims are closed, as they must be; the reading end, which a child closes, is this test's.
    monkeypatch.setattr(os, "close", lambda handle: close(handle) if len(pipes) == 1 else None)
    monkeypatch.setattr(os, "_exit", leave)

    def ends(items: Sequence[int]) -> list[Product]:
        return [named(1 // 0 if fails else items[0]), named(items[-1])]

    with pytest.raises(Exited) as exited:
        in_two(ends, MANY)
    assert exited.value.args == (1 if fails else 0,)
    with open(pipes[1][0], "rb") as received:  # noqa: PTH123 - a handle
        sent = received.read()
    close(pipes[0][0])
    expected = {number: [named(number), named(len(MANY) - CHUNKS + number)] for number in range(CHUNKS)}
    assert sent == b"" if fails else pickle.loads(sent) == expected  # noqa: S301
