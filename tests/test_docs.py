"""Documents are what the code says."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from startup_stats import __version__
from startup_stats.cli.program import COMMANDS
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
assert spec
assert spec.loader
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)

README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/fr/prise-en-main.md", "docs/fr/publier.md"])
def test_the_version_that_is_told_is_this_one(name: str) -> None:
    told = re.findall(r"(?:rev: |@)v(\d+\.\d+\.\d+)(?=`|\n)", (PROJECT / name).read_text(encoding="utf-8"))
    assert told == [__version__]


MADE = {**generate.schemas(), **generate.kit(), **generate.pages()}


@pytest.mark.parametrize("path", MADE, ids=lambda path: str(path.relative_to(PROJECT)))
def test_what_is_made_is_up_to_date(path: Path) -> None:
    """The ids in the schemas, and the reference pages."""
    assert path.read_text(encoding="utf-8") == MADE[path], "run: make docs"


@pytest.mark.parametrize("kind", ["inputs", "outputs"])
def test_readme_names_every_input_and_output(kind: str) -> None:
    metadata = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
    for name in metadata[kind]:
        assert f"| `{name}` |" in README


def test_readme_names_every_command_and_the_test_command() -> None:
    for name in COMMANDS:
        assert f"startup-stats {name}" in README
    assert "make test" in README
    assert "make demo" in README


LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(
    "page", [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")], ids=lambda page: str(page.relative_to(PROJECT))
)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
