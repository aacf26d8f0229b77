"""What `make setup` brings: found, or the test that needs it fails with what to do."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests.conftest import PROJECT


def program(*names: str) -> str:
    """Return the first of these programs that is in the virtual environment or on the PATH."""
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    assert found, f"{' or '.join(names)} is missing: make setup"
    return found


def npm(place: str) -> Path:
    """Return a file or a folder of an npm package."""
    found = PROJECT / "node_modules" / place
    assert found.exists(), f"node_modules/{place} is missing: make setup"
    return found
