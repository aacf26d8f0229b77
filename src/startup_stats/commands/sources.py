"""The files that a published stats.json names by their sha256: given, at hand, or found in git; none that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.figures import digest
from startup_stats.commands.history_file import HISTORY_FILE
from startup_stats.commands.site import STATS_FILE
from startup_stats.config.reading import FILES
from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.git.fitting import MOST_VERSIONS, fitting
from startup_stats.language import Text
from startup_stats.standards.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SourceFile(NamedTuple):
    """A kind of such files: its key in `source`, which is its option's name too, what it is called, where it lies."""

    key: str
    option: str
    words: Text
    places: tuple[str, ...]


CONFIGURATION = SourceFile("configuration", "--config", Text("la configuration", "the configuration"), FILES)
LEDGER = SourceFile(
    "ledger", "--ledger", Text("le registre", "the ledger"), (STATS_FILE.with_name(LEDGER_NAME).as_posix(),)
)
HISTORY = SourceFile("history", "--history", Text("l'historique", "the history"), (HISTORY_FILE.as_posix(),))


class Where(NamedTuple):
    """Where such files are looked for: a folder, a commit of its repository, and up to which commits after it."""

    folder: Path
    commit: str
    tips: tuple[str, ...]


def find(file: SourceFile, wanted: str | None, given: Path | None, where: Where) -> tuple[Path, bytes] | None:
    """Return the path and the bytes of the file that has this sha256; None where the document names none.

    Raises UsageError for a file that is given and is not that one, OutsideError where nobody has it.
    """
    if given is not None:
        return given, _given(file, wanted, given)
    if wanted is None:
        return None
    for place in file.places:
        path = where.folder / place
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        if content is not None and digest(content) == wanted:
            return path, content
    found = fitting(where.folder, where.commit, where.tips, file.places, wanted)
    if found is None:
        raise OutsideError(
            _NOWHERE.fill(
                words=file.words, key=file.key, digest=wanted[:12], option=file.option, count=MOST_VERSIONS,
                places=_listed(file.places), commit=where.commit[:12],
            )
        )  # fmt: skip
    return where.folder / file.places[0], found


def _given(file: SourceFile, wanted: str | None, given: Path) -> bytes:
    try:
        content = given.read_bytes()
    except OSError as error:
        raise UsageError(_UNREADABLE.fill(path=given, reason=reason(error))) from None
    if wanted is None:
        raise UsageError(_NEEDLESS.fill(words=file.words, key=file.key, option=file.option))
    if digest(content) != wanted:
        is_digest = str(digest(content))[:12]
        raise UsageError(_OTHER.fill(path=given, key=file.key, wanted=wanted[:12], found=is_digest))
    return content


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places)


_NOWHERE = Text(
    "$.source.{key} : {words} d'empreinte {digest}… n'est ni dans le dossier, ni dans le commit {commit}, ni dans ceux "
    "d'après qui ont touché {places} ({count} au plus). Donnez le fichier par {option}, ou récupérez l'historique "
    "entier (« git fetch --unshallow »). Si le fichier publié a été modifié à cet endroit, il n'est pas vérifiable.",
    "$.source.{key}: {words} with the sha256 {digest}… is neither in the folder, nor in commit {commit}, nor in those "
    "after it that touched {places} ({count} at the most). Give the file by {option}, or fetch the whole history "
    '("git fetch --unshallow"). If the published file was changed at that place, it can\'t be verified.',
)
_UNREADABLE = Text("{path} ne peut pas être lu ({reason}).", "{path} can't be read ({reason}).")
_NEEDLESS = Text(
    "$.source.{key} est null : ces chiffres ont été calculés sans {words}. Relancez sans {option}.",
    "$.source.{key} is null: these figures were computed without {words}. Run again without {option}.",
)
_OTHER = Text(
    "$.source.{key} : {path} n'est pas le fichier dont ces chiffres sont tirés. Empreinte attendue : {wanted}… ; la "
    "sienne : {found}…",
    "$.source.{key}: {path} is not the file that these figures were computed from. sha256 expected: {wanted}…; its "
    "own: {found}…",
)
