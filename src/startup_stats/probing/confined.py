"""Looks at pages in processes of their own: whatever a page holds costs so many seconds and so much memory, no more.

A parser's time and memory depend on how deep a page nests and on what it leaves open, in ways that no reading of the
source foretells. So each page is parsed where that can be stopped; a process that was is replaced.
"""

from __future__ import annotations

import json
import mmap
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

from startup_stats.probing.sight import Sight, blind, look
from startup_stats.probing.web import Page
from startup_stats.standards.ledger import Answer

# What one page may take, of a processor and of memory.
SECONDS = 1.5
MEGABYTES = 150
# How long a process may take to start or to answer, on a machine that does much else.
_PATIENCE = 20.0
_MOST_PROCESSES = 4
TOO_COMPLEX = "too-complex"
_OF_PYTHON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_MEGABYTE = 2**20


class Confined:
    """Some processes that look at pages, one page at a time each; safe to use from many threads."""

    def __init__(self, processes: int | None = None, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._free: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        self._started: set[_Process] = set()
        self._lock = threading.Lock()
        self._is_over = False
        for _ in range(processes or min(_MOST_PROCESSES, os.cpu_count() or 1)):
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the processes; a thread that waits for one sees nothing more."""
        with self._lock:
            self._is_over = True
            for process in self._started:
                process.stop()
        while not self._free.empty():
            idle = self._free.get()
            if idle is not None:
                idle.end()
        self._free.put(None)  # who comes too late is not kept waiting

    def look(self, asked: str, page: Page) -> Sight:
        """Return what is seen of a page; nothing where it takes too much to look at."""
        process = self._free.get()
        try:
            process = process or self._start()
            return process.look(asked, page)
        except (OSError, EOFError, ValueError):
            if process is not None:
                process.end()
            return blind(TOO_COMPLEX)
        finally:
            self._free.put(None if process is None or process.is_over else process)

    def _start(self) -> _Process:
        with self._lock:
            if self._is_over:
                raise BrokenPipeError
            process = _Process(self._seconds, self._megabytes)
            self._started = {other for other in self._started if not other.is_over} | {process}
            return process


class _Process:
    """One process: it says when it is ready, is given a page and says what it sees, and so on until its input ends."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        # What this program imports is where it found it. Of its environment, which may hold a token, nothing goes on
        # but where a Python that is built so finds its own library.
        script = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main({seconds}, {megabytes})"
        self.is_over = False
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-I", "-S", "-c", script],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _OF_PYTHON if name in os.environ},
        )  # fmt: skip
        self._input, self._output = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)
        try:
            self._answer()
        except BaseException:
            self.end()
            raise

    def look(self, asked: str, page: Page) -> Sight:
        """Return what it sees; raises OSError, EOFError or ValueError when it ends, or takes longer."""
        order = {"asked": asked, "url": page.url, "headers": dict(page.headers), "complete": page.complete}
        head = json.dumps(order | {"size": len(page.body)}).encode()
        self._input.write(head + b"\n" + page.body)
        self._input.flush()
        told = self._answer()
        if told["last"]:
            self.end()
        state, reason, status, details = told["mention"]
        return Sight(Answer(state, reason, status, details), told["doubt"])

    def stop(self) -> None:
        """Kill the process; who waits for its answer is told so by its end."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Kill the process, and let go of it."""
        self.is_over = True
        self.stop()
        with suppress(OSError):
            self._input.close()
        self._output.close()

    def _answer(self) -> Any:
        """Return the next line that the process writes, as JSON; raises TimeoutError where it never comes."""
        until, line = time.monotonic() + _PATIENCE, b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError
                piece = os.read(self._output.fileno(), 65_536)
                if not piece:
                    raise EOFError
                line += piece
        return json.loads(line)


def main(seconds: float, megabytes: int, source: BinaryIO | None = None, output: BinaryIO | None = None) -> None:
    """Be such a process: look at the pages that come, until they end, or what is left behind has filled it by half.

    The system ends it at a page that takes so much of a processor; how busy the machine is does not matter.
    """
    source, output = source or sys.stdin.buffer, output or sys.stdout.buffer
    full = _size() + megabytes * _MEGABYTE // 2
    _confine(megabytes)
    _say(output, "ready")
    for head in iter(source.readline, b""):
        order = json.loads(head)
        body = source.read(order["size"])
        signal.setitimer(signal.ITIMER_PROF, seconds)
        sight = look(order["asked"], Page(order["url"], 200, order["headers"], body, order["complete"]))
        signal.setitimer(signal.ITIMER_PROF, 0)
        is_last = _size() > full
        _say(output, {"mention": astuple(sight.mention), "doubt": sight.doubt, "last": is_last})
        if is_last:
            return


def _say(output: BinaryIO, told: object) -> None:
    output.write(json.dumps(told).encode() + b"\n")
    output.flush()


def _confine(megabytes: int) -> None:
    """Let this process have so much more memory than it has, where the system can hold it to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        most = _size() + megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _size() -> int:
    """Return how many bytes of memory this process has; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * mmap.PAGESIZE
    except OSError:
        return 0
