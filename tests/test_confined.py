"""Pages that no parser bears, looked at where they harm nobody."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from startup_stats.probing import confined
from startup_stats.probing.confined import Confined, main
from startup_stats.probing.sight import Sight, blind, look
from startup_stats.probing.web import MAX_BYTES, Page
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "https://produit.example/"
# What each page that is too much is given here: it has to be stopped, whenever that is.
SECONDS = 0.4
TEXT = "<p>" + "Un service public numérique, utile et simple. " * 8 + "</p>"
MENTION = "<footer><a href=/a>Accessibilité : non conforme</a></footer>"
SEEN = Sight(Answer("ok", "mention", "non conforme", {"link": f"{HOME}a"}), None)


def page(html: str) -> Page:
    return Page(HOME, 200, {"content-type": "text/html"}, html.encode()[:MAX_BYTES])


def filled(part: str, size: int = MAX_BYTES) -> Page:
    return page((part * (size // len(part) + 1))[:size])


# What a page repeats to keep a parser busy, and how much of it.
HOSTILE = {
    "nested bold and italic": filled("<b><i>", 82_000),
    "bold and italic across paragraphs": filled("<p><b><i>"),
    "fonts, each another": page("".join(f"<font color={n}>" for n in range(14_000))),
    "nested lists": filled("<ul><li>"),
    "list items": filled("<li>"),
    "nested boxes": filled("<div>"),
    "nested tables": filled("<table><tr><td>"),
    "links across boxes": filled("<a href=x><div>"),
    "forms and buttons": filled("<button><p>"),
    "shadows in shadows": filled("<x-a><template shadowrootmode=open>"),
    "attributes": page("<p " + " ".join(f"a{n}=1" for n in range(30_000))),
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Confined]:
    with Confined(processes=1) as running:
        running.look(HOME, page(TEXT))  # it has started
        yield running


def seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_long_or_much(hostile: Page) -> None:
    before = seconds_of_children()
    with Confined(processes=1, seconds=SECONDS) as running:
        assert running.look(HOME, hostile).mention.state == "unknown"
    assert seconds_of_children() - before < SECONDS + 1, "of a processor: one second to start"


def test_a_page_is_given_a_second_and_a_half(workers: Confined) -> None:
    before = seconds_of_children()
    workers.look(HOME, HOSTILE["nested lists"])
    assert 1 < seconds_of_children() - before < 2.5


def test_after_a_page_that_was_too_much_the_next_is_seen() -> None:
    with Confined(processes=1, seconds=SECONDS) as running:
        for hostile in ("nested boxes", "nested lists"):
            assert running.look(HOME, HOSTILE[hostile]).mention.state == "unknown"
            assert running.look(HOME, page(TEXT + MENTION)) == SEEN


def test_memory_is_bounded() -> None:
    """The system gives a process 150 MB more than it has; the hungriest of those pages took five gigabytes."""
    with Confined(processes=1) as running:
        running.look(HOME, page(TEXT))
        process = running._free.queue[0]  # noqa: SLF001
        assert process is not None
        limits = Path(f"/proc/{process._process.pid}/limits").read_text()  # noqa: SLF001
        size = int(Path(f"/proc/{process._process.pid}/statm").read_text().split()[0]) * resource.getpagesize()  # noqa: SLF001
        assert running.look(HOME, HOSTILE["bold and italic across paragraphs"]).mention.state == "unknown"
    bound = next(int(line.split()[3]) for line in limits.splitlines() if line.startswith("Max address space"))
    assert 0 < bound - size <= 150 * 2**20


def test_it_sees_what_is_seen_here(workers: Confined) -> None:
    for html in (TEXT, TEXT + MENTION, "", "<h1>Page introuvable</h1>", "<p>é\u2028&nbsp;"):
        assert workers.look(HOME, page(html)) == look(HOME, page(html))


def test_a_process_that_dies_is_replaced() -> None:
    with Confined(processes=1) as running:
        assert running.look(HOME, page(TEXT + MENTION)) == SEEN
        process = running._free.get()  # noqa: SLF001 - the one at hand
        assert process is not None
        os.kill(process._process.pid, signal.SIGKILL)  # noqa: SLF001
        process._process.wait()  # noqa: SLF001
        running._free.put(process)  # noqa: SLF001
        assert running.look(HOME, page(TEXT + MENTION)) == blind("too-complex")
        assert running.look(HOME, page(TEXT + MENTION)) == SEEN


def test_a_process_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_PATIENCE", 0.0)
    with Confined(processes=1) as running:
        assert running.look(HOME, page(TEXT)) == blind("too-complex")


def test_it_is_the_processor_s_time_that_counts() -> None:
    """However long a page is kept waiting by what else a machine does."""
    with Confined(processes=1, seconds=0.3) as running:
        running.look(HOME, page(TEXT))
        process = running._free.queue[0]  # noqa: SLF001
        assert process is not None
        os.kill(process._process.pid, signal.SIGSTOP)  # noqa: SLF001
        threading.Timer(1.0, os.kill, (process._process.pid, signal.SIGCONT)).start()  # noqa: SLF001
        assert running.look(HOME, page(TEXT + MENTION)) == SEEN
        assert running.look(HOME, HOSTILE["nested boxes"]) == blind("too-complex")


def test_a_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "s3cr3t")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/python/lib")
    with Confined(processes=1) as running:
        running.look(HOME, page(TEXT))
        process = running._free.queue[0]  # noqa: SLF001
        assert process is not None
        around = Path(f"/proc/{process._process.pid}/environ").read_bytes()  # noqa: SLF001
    assert b"LD_LIBRARY_PATH=/opt/python/lib" in around
    assert b"s3cr3t" not in around


def test_many_threads_share_few_processes() -> None:
    seen: list[Sight] = []
    with Confined(processes=2) as running:
        threads = [
            threading.Thread(target=lambda: seen.append(running.look(HOME, page(TEXT + MENTION)))) for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [SEEN] * 16


def test_a_process_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with Confined() as running:
        assert running.look(HOME, page(TEXT)) == blind("too-complex")


def test_a_program_that_ends_ends_its_processes() -> None:
    with Confined(processes=1) as running:
        running.look(HOME, page(TEXT))
        process = running._free.queue[0]  # noqa: SLF001
        assert process is not None
    assert process._process.returncode is not None  # noqa: SLF001
    assert running.look(HOME, page(TEXT)) == blind("too-complex"), "who comes too late sees nothing"


def orders(*pages: Page) -> io.BytesIO:
    source = io.BytesIO()
    for each in pages:
        head = {"asked": HOME, "url": each.url, "headers": dict(each.headers), "complete": True, "size": len(each.body)}
        source.write(json.dumps(head).encode() + b"\n" + each.body)
    source.seek(0)
    return source


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bounds on its memory that this process would be given."""
    given: list[int] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, bounds: given.append(bounds[0]))
    return given


def test_what_a_process_does(limits: list[int]) -> None:
    output = io.BytesIO()
    main(1.5, 200, orders(page(TEXT + MENTION), page("")), output)
    ready, first, second = map(json.loads, output.getvalue().splitlines())
    assert ready == "ready"
    assert first == {"mention": ["ok", "mention", "non conforme", {"link": f"{HOME}a"}], "doubt": None, "last": False}
    assert second == {"mention": ["unknown", "no-text", None, {}], "doubt": "soft-200", "last": False}
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    assert limits == [pytest.approx(own + 200 * 2**20, abs=20 * 2**20)]


@pytest.mark.usefixtures("limits")
def test_a_process_that_has_grown_is_the_last_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter((0, 0, 101 * 2**20))
    monkeypatch.setattr(confined, "_size", lambda: next(sizes))
    output = io.BytesIO()
    main(1.5, 200, orders(page(TEXT), page(TEXT)), output)
    assert [json.loads(line)["last"] for line in output.getvalue().splitlines()[1:]] == [True]


def test_one_that_was_the_last_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Confined(processes=1, megabytes=150) as running:
        first = running.look(HOME, page(TEXT))
        process = running._free.queue[0]  # noqa: SLF001
        assert process is not None
        told: dict[str, object] = {"mention": ["broken", "no-mention", None, {}], "doubt": None, "last": True}
        monkeypatch.setattr(process, "_answer", lambda: told)
        assert running.look(HOME, page(TEXT)) == first
        assert running._free.queue[0] is None  # noqa: SLF001
        monkeypatch.undo()
        assert running.look(HOME, page(TEXT)) == first


@pytest.mark.usefixtures("limits")
def test_a_system_that_tells_nothing_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", absent)
    output = io.BytesIO()
    main(1.5, 200, orders(page(TEXT)), output)
    assert len(output.getvalue().splitlines()) == 2
