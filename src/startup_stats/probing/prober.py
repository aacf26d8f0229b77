"""Questions → answers: pages by the engine, GitHub by the hundred, Dashlord once for all, side by side."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.probing.dashlord import read_instances
from startup_stats.probing.forges import find_repository
from startup_stats.probing.github import ask_github
from startup_stats.probing.judging import visit_home, visit_page, visit_repository
from startup_stats.probing.sight import look
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from startup_stats.config.settings import Forge
    from startup_stats.probing.engine import Engine, Visit
    from startup_stats.probing.forges import Repository
    from startup_stats.probing.github import Send
    from startup_stats.probing.questions import Question
    from startup_stats.probing.sight import Look
    from startup_stats.probing.web import Web
    from startup_stats.standards.definition import Visit as VisitWord
    from startup_stats.standards.ledger import Key


@dataclass(frozen=True, slots=True)
class _Plan:
    """Questions by what answers them: pages to visit, GitHub's repositories, a Dashlord's list."""

    visits: dict[Key, Visit] = field(default_factory=dict)
    repositories: dict[Key, Repository] = field(default_factory=dict)
    listed: dict[Key, Question] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prober:
    """What answers questions. Without `github`, repositories are looked at as anyone does, page by page."""

    web: Web
    engine: Engine
    forges: Mapping[str, Forge] = field(default_factory=dict)
    instances: Sequence[Mapping[str, str]] = ()
    github: Send | None = None
    look: Look = look

    def run(self, questions: Sequence[Question], clock: Callable[[], float]) -> Generator[tuple[Key, Answer]]:
        """Yield the answer to each question as it comes, `budget` for what the time did not suffice for."""
        until = clock() + self.engine.budget
        plan = _Plan()
        for question in questions:
            VISITS[question.visit](self, plan, question)
        beside = _Beside()
        if plan.repositories and self.github is not None:
            send = self.github
            beside.start(list(plan.repositories), lambda: self._by_github(plan.repositories, send))
        if plan.listed:
            beside.start(list(plan.listed), lambda: self._by_dashlord(plan.listed))
        for answered in self.engine.run(plan.visits):
            yield answered
            yield from beside.ready()
        yield from beside.rest(until, clock)

    def take_page(self, plan: _Plan, question: Question) -> None:
        """Ask for a page, which is enough if it is one."""
        plan.visits[question.key] = visit_page(question.subject, self.look)

    def take_home(self, plan: _Plan, question: Question) -> None:
        """Ask for the product's own page, for the mention that it carries."""
        plan.visits[question.key] = visit_home(question.subject, self.look)

    def take_repository(self, plan: _Plan, question: Question) -> None:
        """Ask a forge: GitHub by the hundred where there is a token, others page by page."""
        repository = find_repository(question.subject, self.forges)
        if repository.forge == "github" and self.github is not None:
            plan.repositories[question.key] = repository
        else:
            plan.visits[question.key] = visit_repository(repository, self.look)

    def take_listing(self, plan: _Plan, question: Question) -> None:
        """Look for the product in the lists of the Dashlords."""
        plan.listed[question.key] = question

    def _by_github(self, repositories: Mapping[Key, Repository], send: Send) -> Iterator[tuple[Key, Answer]]:
        answers = ask_github(list(repositories.values()), send)
        yield from zip(repositories, (answer for _, answer in answers), strict=True)

    def _by_dashlord(self, questions: Mapping[Key, Question]) -> Iterator[tuple[Key, Answer]]:
        listing = read_instances(self.web, self.instances)
        for key, question in questions.items():
            yield key, listing.answer(question.product, question.subject)


# How each of the standards' visits is made.
VISITS: Mapping[VisitWord, Callable[[Prober, _Plan, Question], None]] = MappingProxyType(
    {
        "page": Prober.take_page,
        "home": Prober.take_home,
        "repository": Prober.take_repository,
        "listing": Prober.take_listing,
    }
)


class _Beside:
    """Work in threads of its own, whose answers are taken when they are there."""

    def __init__(self) -> None:
        self._came: queue.SimpleQueue[tuple[Key, Answer]] = queue.SimpleQueue()
        self._left: dict[Key, None] = {}

    def start(self, keys: Sequence[Key], work: Callable[[], Iterator[tuple[Key, Answer]]]) -> None:
        """Start work that answers for some keys."""
        self._left |= dict.fromkeys(keys)
        threading.Thread(target=self._do, args=(keys, work), daemon=True).start()

    def _do(self, keys: Sequence[Key], work: Callable[[], Iterator[tuple[Key, Answer]]]) -> None:
        answered = set()
        try:
            for key, answer in work():
                answered.add(key)
                self._came.put((key, answer))
        except Exception:  # noqa: BLE001 - what our own code can't read must not cost the other answers
            for key in keys:
                if key not in answered:
                    self._came.put((key, Answer("unknown", "internal")))

    def ready(self) -> Iterator[tuple[Key, Answer]]:
        """Yield what has come."""
        while not self._came.empty():
            yield self._taken(0.0)

    def rest(self, until: float, clock: Callable[[], float]) -> Iterator[tuple[Key, Answer]]:
        """Wait for what is left, no longer than allowed."""
        while self._left:
            try:
                yield self._taken(max(0.0, until - clock()))
            except queue.Empty:
                break
        for key in self._left:
            yield key, Answer("unknown", "budget")

    def _taken(self, seconds: float) -> tuple[Key, Answer]:
        key, answer = self._came.get(timeout=seconds)
        del self._left[key]
        return key, answer
