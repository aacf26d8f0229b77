"""Reading thousands of files on two cores; a few are read faster by one."""

from __future__ import annotations

import os
import threading
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar

from startup_stats.model import Event, FastSupport, Member, Mission, Phase, Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

# A second process and taking over its results cost about 40 ms, as much as reading 500 files.
WORTH_A_PROCESS = 1_500
# Small enough that neither process waits long for the other's last one; each is claimed by one byte.
CHUNKS = 100


def in_two(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]) -> list[Result]:
    """Return work(items), one result an item, in order; many items are shared with a forked process.

    Only where forking is safe and of use: on POSIX, from a single thread, with two processors. Results
    must pickle. It is os.fork() and pipes because importing multiprocessing alone takes longer than half
    of what the second process saves. Both take chunks from one pipe until it is empty, so that the one
    with the freer processor does more. What the other process could not do is done again here.
    """
    alone = threading.active_count() > 1 or not hasattr(os, "fork") or (os.cpu_count() or 1) == 1
    if alone or len(items) < WORTH_A_PROCESS:
        return work(items)
    import pickle  # noqa: F401 - before the fork: else each process loads it, one after the other

    chunks = [items[number::CHUNKS] for number in range(CHUNKS)]
    claims = _claims()
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        _send(work, chunks, claims, writer)
    os.close(writer)
    with open(reader, "rb") as received:  # noqa: PTH123 - a handle has no path
        done = {number: work(chunks[number]) for number in _claimed(claims)}
        sent = received.read()
    os.close(claims)
    _, status = os.waitpid(process, 0)
    done |= _received(sent) if status == 0 else {}
    done |= {number: work(chunks[number]) for number in range(CHUNKS) if number not in done}
    return [done[index % CHUNKS][index // CHUNKS] for index in range(len(items))]


def _claims() -> int:
    """Return a pipe that holds a byte for each chunk: whoever reads the byte does the chunk."""
    reader, writer = os.pipe()
    os.write(writer, bytes(range(CHUNKS)))
    os.close(writer)
    return reader


def _claimed(claims: int) -> Iterator[int]:
    while claim := os.read(claims, 1):
        yield claim[0]


def _send(
    work: Callable[[Sequence[Item]], list[Result]], chunks: Sequence[Sequence[Item]], claims: int, writer: int
) -> NoReturn:
    status = 1
    try:
        with open(writer, "wb") as file:
            done = {number: work(chunks[number]) for number in _claimed(claims)}
            _dump(done, file)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's may be flushed or cleaned up twice


def _dump(done: dict[int, list[Result]], file: IO[bytes]) -> None:
    import pickle

    pickler = pickle.Pickler(file, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = dict.fromkeys(_MANY, _reduced)
    pickler.dump(done)


# What is sent by the thousand. Asked how it is made, a named tuple takes 1.7 times as long as with this.
_MANY = (Product, Phase, Event, FastSupport, Member, Mission)


def _reduced(value: Any) -> tuple[type, tuple[object, ...]]:
    """Return the class and the values of its fields, in their order."""
    return type(value), tuple(value)


def _received(sent: bytes) -> dict[int, list[Result]]:
    import pickle

    results: dict[int, list[Result]] = pickle.loads(sent)  # noqa: S301 - from our own process, through our own pipe
    return results
