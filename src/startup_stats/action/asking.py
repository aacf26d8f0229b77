"""The probe as a program of its own: an order in, the ledger brought up to date, and what kept it from that out.

`python -m startup_stats.action.asking`, which action/probe.py starts: whatever ends this process ends no other.
"""

from __future__ import annotations

import json
import pickle
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from startup_stats import exits
from startup_stats.commands.probe import Outside, ProbeOptions, probe
from startup_stats.commands.site import open_folder
from startup_stats.errors import StartupStatsError
from startup_stats.language import Text
from startup_stats.reports.probe import probe_report
from startup_stats.reports.progress import lines

if TYPE_CHECKING:
    from startup_stats.action.inputs import Inputs

# 600 products asked took 90 MB, and 340 MB as the system counts them here, with what 32 threads set aside.
MEGABYTES = 2048


def main(order: BinaryIO, output: BinaryIO) -> None:
    """Carry out the order, the step's Inputs, and tell as JSON what kept it from its end: a Text, or null."""
    sys.stdout = sys.stderr  # what a library prints is no answer
    inputs: Inputs = pickle.load(order)  # noqa: S301 - from the step that started this process, by its own pipe
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop)
    _bound_memory()
    failure = _failure(inputs)
    output.write(json.dumps(None if failure is None else asdict(failure)).encode())


def _failure(inputs: Inputs) -> Text | None:
    try:
        return _ask(inputs)
    except StartupStatsError as error:
        return error.message
    except KeyboardInterrupt:
        return _STOPPED
    except MemoryError:
        return _NO_MEMORY
    except Exception as error:  # noqa: BLE001 - whatever becomes of the probe, the files have their figures
        return _DIED.fill(kind=type(error).__name__)


def _ask(inputs: Inputs) -> Text | None:
    site = open_folder(inputs.path, inputs.overrides)
    language = site.config.language
    # A workflow's log is lines, even where its runner has a terminal; the bar's library is not installed there.
    progress = lines(sys.stderr, language, time.monotonic)
    probed = probe(site, ProbeOptions(inputs.day), Outside(inputs.token, inputs.api), progress)
    exits.talk(probe_report(probed, language))
    return _STOPPED if probed.visited.interrupted else None


def _stop(*_: object) -> NoReturn:
    """Stop asking; what comes after the first signal (a terminal's and the step's own) must not stop the writing."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _bound_memory() -> None:
    """Let this process have so much memory, and be the first that a system without any ends: the step has figures."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 2**20, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


_STOPPED = Text(
    "Le relevé en ligne a été interrompu ; ce qu'il avait déjà vu est gardé.",
    "The round online was interrupted; what it had seen by then is kept.",
)
_NO_MEMORY = Text(
    "Le relevé en ligne s'est arrêté faute de mémoire ; signalez-le s'il recommence, avec le journal du job.",
    "The round online ran out of memory; please report it if it does so again, with the job's log.",
)
_DIED = Text(
    "Le relevé en ligne s'est arrêté sur un défaut de cet outil ({kind}) ; signalez-le, avec le journal du job.",
    "The round online stopped at a fault of this tool ({kind}); please report it, with the job's log.",
)

if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
