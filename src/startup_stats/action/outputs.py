"""What a step leaves behind for the workflow: its outputs and its part of the job's summary."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING

from startup_stats.files import append

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.action.inputs import Inputs
    from startup_stats.findings import Finding


def leave(inputs: Inputs, outputs: Mapping[str, str], summary: str) -> None:
    """Write outputs and a part of the summary to the files that the runner names, if it does."""
    if inputs.output_file is not None:
        append(inputs.output_file, "".join(_output(name, value) for name, value in outputs.items()))
    if inputs.summary_file is not None:
        append(inputs.summary_file, summary)


def counts(findings: Sequence[Finding]) -> dict[str, str]:
    """Return the outputs that count findings."""
    counted = Counter(finding.severity.value for finding in findings)
    return {"errors": str(counted["error"]), "warnings": str(counted["warning"])}


def truth(*, value: bool) -> str:
    """Return an output that is true or false."""
    return str(value).lower()


def _output(name: str, value: str) -> str:
    """Write an output so that no value can end early and forge the next one."""
    mark = secrets.token_hex(16)
    return f"{name}<<{mark}\n{value}\n{mark}\n"
