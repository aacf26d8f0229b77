"""main(environment) -> exit code: all inputs read and judged, then the commands that they ask for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.action.inputs import asked_language, read_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from startup_stats.action.inputs import Inputs, Task


def main(environment: Mapping[str, str], *, today: date) -> int:
    """Run as a step of a workflow and return its exit code."""
    voice = exits.Voice(asked_language(environment))
    return exits.guarded(lambda: _run(environment, today, voice), voice)


def _run(environment: Mapping[str, str], today: date, voice: exits.Voice) -> int:
    inputs = read_inputs(environment, today)
    return _STEPS[inputs.mode](inputs, voice)


# What one mode needs, the other need not import: a pull request's check publishes nothing.
def _update(inputs: Inputs, voice: exits.Voice) -> int:
    from startup_stats.action.update import update_step
    from startup_stats.commands.site import open_folder

    site = open_folder(inputs.path, inputs.overrides)
    voice.configured = site.config.language
    return update_step(inputs, site)


def _check(inputs: Inputs, voice: exits.Voice) -> int:
    from startup_stats.action.check import check_step
    from startup_stats.commands.proposal import open_proposal

    proposal = open_proposal(inputs.path, inputs.overrides, inputs.base_branch)
    voice.configured = proposal.site.config.language
    return check_step(inputs, proposal)


_STEPS: Mapping[Task, Callable[[Inputs, exits.Voice], int]] = MappingProxyType({"update": _update, "check": _check})
