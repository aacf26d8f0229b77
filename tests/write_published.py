"""Write docs/beta.gouv.fr/published.json again, then `make docs`: `.venv/bin/python -m tests.write_published`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import REAL_DATA
from tests.published import PUBLISHED, published_json

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        text = published_json(REAL_DATA / "content-history.bundle", Path(folder))
    PUBLISHED.write_text(text, encoding="utf-8")
