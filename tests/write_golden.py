"""Write tests/golden/ again, after looking at what changed: `.venv/bin/python -m tests.write_golden`."""

from __future__ import annotations

from pathlib import Path

from tests.test_document import GOLDEN, example_json

if __name__ == "__main__":
    tests = Path(__file__).parent
    (tests / GOLDEN).write_text(example_json(tests.parent / "examples" / "site"), encoding="utf-8")
