"""What `check --fix` says, and `--diff` shows."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from startup_stats.language import Text
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.commands.fix import Mended
    from startup_stats.language import Language


def fixes_diff(mended: Mended) -> str:
    """Show what would change, line by line; what nobody sees is shown as « � » or a space."""
    lines = [line for path, (before, after) in mended.texts.items() for line in _diff(plain(path), before, after)]
    return "".join(f"{plain(line.removesuffix(chr(10)))}\n" for line in lines)


def _diff(path: str, before: str, after: str) -> Iterable[str]:
    return unified_diff(before.split("\n"), after.split("\n"), f"a/{path}", f"b/{path}", n=1, lineterm="")


def fixes_text(mended: Mended, language: Language) -> str:
    """Say which files were mended."""
    said = _MENDED if mended.texts else _NOTHING
    return plain(said.fill(count=len(mended.texts), paths=", ".join(mended.texts)).said(language)) + "\n"


_MENDED = Text("Fiches corrigées : {count} ({paths}).", "Records mended: {count} ({paths}).")
_NOTHING = Text(
    "Rien ne peut être corrigé sans l'auteur de la fiche.", "Nothing can be mended without the record's author."
)
