"""main(environment) -> exit code: all inputs read and judged, then the commands that they ask for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.action.inputs import asked_language, read_inputs
from startup_stats.commands.site import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from startup_stats.action.inputs import Inputs, Task
    from startup_stats.commands.site import Site


def main(environment: Mapping[str, str], *, today: date) -> int:
    """Run as a step of a workflow and return its exit code."""
    voice = exits.Voice(asked_language(environment))
    return exits.guarded(lambda: _run(environment, today, voice), voice)


def _run(environment: Mapping[str, str], today: date, voice: exits.Voice) -> int:
    inputs = read_inputs(environment, today)
    site = open_folder(inputs.path, inputs.overrides)
    voice.configured = site.config.language
    return _STEPS[inputs.mode](inputs, site)


# What one mode needs, the other need not import: a pull request's check publishes nothing.
def _update(inputs: Inputs, site: Site) -> int:
    from startup_stats.action.update import update_step

    return update_step(inputs, site)


def _check(inputs: Inputs, site: Site) -> int:
    from startup_stats.action.check import check_step

    return check_step(inputs, site)


_STEPS: Mapping[Task, Callable[[Inputs, Site], int]] = MappingProxyType({"update": _update, "check": _check})
