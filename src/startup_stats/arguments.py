"""Command line arguments before click understands them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.language import Language


def spread(arguments: Sequence[str]) -> list[str]:
    """Let `--files a b c` take all that follow, as pre-commit gives them: click takes one value an option.

    And let `probe merge` be one command's name.
    """
    if list(arguments[:2]) == ["probe", "merge"]:
        return ["probe merge", *arguments[2:]]
    given: list[str] = []
    of_files = False
    for argument in arguments:
        of_files = argument == "--files" or (of_files and not argument.startswith("-"))
        given += ["--files", argument] if of_files and argument != "--files" else [argument] * (not of_files)
    return given


def language_of(arguments: Sequence[str]) -> Language:
    """Find the language before the command line is understood, so that its faults can be told in it."""
    return "en" if "--language=en" in arguments or _pair(arguments, "--language") == "en" else "fr"


def _pair(arguments: Sequence[str], option: str) -> str | None:
    return dict(pairwise(arguments)).get(option)
