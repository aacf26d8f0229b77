"""`probe` in a process of its own, which says what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def start(folder: Path, **order: Any) -> subprocess.Popen[str]:
    file = folder / f"order-{order.get('shard', [0])[0]}.json"
    file.write_text(json.dumps({"day": "2026-08-20"} | order))
    command = [sys.executable, "-m", "tests.web.run_probe", str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT)


def finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    told, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    result: dict[str, Any] = json.loads(told)
    return result


def run(folder: Path, **order: Any) -> dict[str, Any]:
    return finished(start(folder, **order))
