"""The probing part of the Action's step, in a process of its own: whatever becomes of it, figures are built."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.errors import reason
from startup_stats.language import Text

if TYPE_CHECKING:
    from startup_stats.action.inputs import Inputs
    from startup_stats.commands.site import Site
    from startup_stats.language import Language

# Beside what the configuration lets a probe ask for: to start, to read the content and to write the ledger.
MARGIN = 120.0
# How long a probe that is stopped may take to write what it knows; a runner gives a cancelled step ten seconds.
_PATIENCE = 8.0


def probe_step(inputs: Inputs, site: Site) -> Text | None:
    """Ask the web and write the ledger; return what kept it from that, since what the content says holds all the same.

    Raises KeyboardInterrupt when the workflow is cancelled; the ledger then holds what is known.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failure = _asked_apart(inputs, site.config.probing.budget + MARGIN)
    if failure is not None:
        exits.talk(f"{failure.said(site.config.language)}\n{_HELD.said(site.config.language)}\n")
    return failure


def probe_summary(failure: Text | None, language: Language) -> str:
    """Say in the job summary that the web could not be asked."""
    from startup_stats.writers.markdown import escape

    if failure is None:
        return ""
    return f"\n### {_FAILED.said(language)}\n\n{escape(failure.said(language))} {_HELD.said(language)}\n"


def _asked_apart(inputs: Inputs, seconds: float) -> Text | None:
    """Have another process ask, which says so where this one does; return why it did not come to its end.

    The token goes to it by its standard input, which no other program can read.
    """
    program = [sys.executable, "-P", "-m", "startup_stats.action.asking"]
    try:
        child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - this program
    except OSError as error:
        return _NOT_STARTED.fill(reason=reason(error))
    with child:
        try:
            told, _ = child.communicate(pickle.dumps(inputs), timeout=seconds)
        except subprocess.TimeoutExpired:
            return _TOO_LONG.fill(seconds=round(seconds))
        except KeyboardInterrupt:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(_PATIENCE)
            raise
        finally:
            child.kill()
    return _end(told, child.returncode)


def _end(told: bytes, code: int) -> Text | None:
    """Return what a process told of its end, or how it ended without a word."""
    with suppress(ValueError, TypeError):
        said = json.loads(told)
        return None if said is None else Text(**said)
    if code == -signal.SIGKILL:
        return _KILLED.fill(signal=-code)
    return _SIGNALLED.fill(signal=-code) if code < 0 else _LEFT.fill(code=code)


_NOT_STARTED = Text(
    "Le relevé en ligne n'a pas pu commencer ({reason}).", "The round online could not start ({reason})."
)
_TOO_LONG = Text(
    "Le relevé en ligne n'était pas fini après {seconds} secondes : il a été arrêté. Signalez-le, avec le journal.",
    "The round online was not over after {seconds} seconds: it was stopped. Please report it, with the job's log.",
)
_KILLED = Text(
    "Le relevé en ligne a été arrêté par le signal {signal} (mémoire ?).",
    "The round online was stopped by signal {signal} (memory?).",
)
_SIGNALLED = Text(
    "Le relevé en ligne a été arrêté par le signal {signal} ; signalez-le s'il recommence, avec le journal du job.",
    "The round online was stopped by signal {signal}; please report it if it does so again, with the job's log.",
)
_LEFT = Text(
    "Le relevé en ligne s'est arrêté sans dire pourquoi (code {code}) ; signalez-le, avec le journal du job.",
    "The round online ended without saying why (code {code}); please report it, with the job's log.",
)
_FAILED = Text("Les vérifications en ligne n'ont pas abouti", "Online verifications did not succeed")
_HELD = Text(
    "Les fiches sont lues et publiées quand même ; ce qui n'a pas été observé reste comme au dernier relevé.",
    "The content is read and published all the same; what was not observed stays as it was at the last round.",
)
