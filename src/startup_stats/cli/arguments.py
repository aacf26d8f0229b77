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


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Find the language asked for before the command line is understood, so that its faults can be told in it."""
    joined = [argument.partition("=")[::2] for argument in arguments if "=" in argument]
    asked = dict([*pairwise(arguments), *joined]).get("--language")
    languages: tuple[Language, ...] = ("fr", "en")
    return next((language for language in languages if language == asked), None)
