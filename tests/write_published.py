"""Write docs/beta.gouv.fr/published.json again, then `make docs`: `.venv/bin/python -m tests.write_published`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import REAL_DATA
from tests.published import PUBLISHED, published_json, write_past

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        past = Path(folder, "stats_history.json")
        write_past(str(REAL_DATA / "content-history.bundle"), past)
        PUBLISHED.write_text(published_json(past), encoding="utf-8")
