"""How far a long command is: a bar on a terminal, now and then a line elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from startup_stats.language import Language

# Enough for a log to show that the job lives.
SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def shown(
    stream: TextIO, language: Language, clock: Callable[[], float], *, quiet: bool
) -> Iterator[Callable[[int, int, int], None]]:
    """Show a run on a stream; the function yielded takes the answers there are, of how many, the unknown among them."""
    if quiet:
        yield lambda *_: None
    elif stream.isatty():
        yield from _bar(stream, language)
    else:
        yield lines(stream, language, clock)


def _bar(stream: TextIO, language: Language) -> Iterator[Callable[[int, int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        task = progress.add_task(_ASKING.said(language), total=None)

        def told(answers: int, questions: int, unknown: int) -> None:
            described = _ASKING_SOME.fill(count=unknown) if unknown else _ASKING
            progress.update(task, completed=answers, total=questions, description=described.said(language))

        yield told


def lines(stream: TextIO, language: Language, clock: Callable[[], float]) -> Callable[[int, int, int], None]:
    """Return what shows a run on a stream by a line now and then, as `shown` does where there is no terminal."""
    last = clock()

    def told(answers: int, questions: int, unknown: int) -> None:
        nonlocal last
        if clock() - last >= SECONDS_BETWEEN_LINES:
            last = clock()
            stream.write(_SO_FAR.fill(answers=answers, questions=questions, unknown=unknown).said(language) + "\n")
            stream.flush()

    return told


_ASKING = Text("Vérification en ligne", "Asking the web")
_ASKING_SOME = Text("Vérification en ligne ({count} sans réponse utile)", "Asking the web ({count} say nothing)")
_SO_FAR = Text(
    "{answers} réponses sur {questions}, dont {unknown} ne disent rien.",
    "{answers} answers of {questions}, {unknown} of which say nothing.",
)
