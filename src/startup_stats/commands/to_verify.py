"""A published stats.json, and the folder whose git has what it was computed from."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.site import every_folder
from startup_stats.config.settings import Config
from startup_stats.document.claim import MAX_BYTES
from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.git.checkout import open_checkout
from startup_stats.git.objects import is_shallow, regular_file
from startup_stats.git.run import run_git
from startup_stats.language import Text
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from startup_stats.document.claim import Claim


class Published(NamedTuple):
    """The bytes of a published file, the folder of its site, where it lies, and the commit it was read from, if any."""

    content: bytes
    folder: Path
    path: Path
    commit: str | None = None

    def lies_in(self, folder: str) -> bool:
        """Say whether the file lies in a folder of its site."""
        return self.path.is_relative_to((self.folder / folder).resolve())


def open_published(file: str, site: str | None, cache: Path) -> Published:
    """Read a file, or « REF:path » in a site, and open the site it is to be computed again in.

    Without a site it is the checkout that the file lies in; a repository or a bundle is fetched whole below `cache`.
    Raises UsageError where there is no such file, OutsideError where there is no such site.
    """
    path = Path(file)
    folder = None if site is None else open_checkout(site, Path(site), cache, every_folder(Config()), with_history=True)
    if os.path.lexists(path):
        return Published(_bytes(path), folder or _site_of(path), path.resolve())
    ref, colon, inside = file.partition(":")
    if "://" in file or not (ref and colon and inside):
        raise UsageError(_NO_FILE.fill(file=file))
    return _at(ref, inside, folder or Path())


def _at(ref: str, inside: str, folder: Path) -> Published:
    try:
        commit = run_git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"], folder)
    except OutsideError:
        raise UsageError(_NO_REF.fill(ref=ref, folder=folder)) from None
    content = regular_file(folder, commit, inside)
    if content is None:
        raise UsageError(_NOT_IN_REF.fill(ref=ref, path=inside))
    return Published(content, folder, (folder / inside).resolve(), commit)


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, of a device or a pipe too, and never more than one too many."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(_UNREADABLE.fill(path=path, reason=reason(error))) from None


def _site_of(path: Path) -> Path:
    """Return the folder of the site that a file lies in: the one with its _data, else the checkout."""
    above = path.absolute().parents
    site = next((folder.parent for folder in above if folder.name == "_data"), None)
    try:
        return site or Path(run_git(["rev-parse", "--show-toplevel"], above[0]))
    except OutsideError:
        raise UsageError(_NO_SITE.fill(path=path)) from None


def require_commit(folder: Path, claim: Claim) -> None:
    """Raise OutsideError where the git of a folder lacks the commit of a published file, and say what to do."""
    try:
        kind = run_git(["cat-file", "-t", claim.commit], folder)
    except OutsideError:
        kind = ""
    if kind == "commit":
        return
    raise OutsideError(_NO_COMMIT.fill(commit=claim.commit[:12], folder=folder, advice=_advice(folder, claim)))


def _advice(folder: Path, claim: Claim) -> Text:
    with suppress(OutsideError):
        if is_shallow(folder):
            return _SHALLOW
    return _UNNAMED if claim.repository is None else _ELSEWHERE.fill(repository=plain(claim.repository))


_NO_FILE = Text(
    "« {file} » n'est ni un fichier, ni « REF:chemin » (par exemple HEAD:_data/stats.json). Un fichier en ligne se "
    "télécharge d'abord.",
    '"{file}" is neither a file nor "REF:path" (HEAD:_data/stats.json, for example). A file on the web is to be '
    "downloaded first.",
)
_NO_REF = Text(
    "git ne connaît pas « {ref} » dans « {folder} » : donnez une branche, une étiquette ou un commit, et le dépôt par "
    "--site.",
    'git does not know "{ref}" in "{folder}": give a branch, a tag or a commit, and the repository by --site.',
)
_NOT_IN_REF = Text(
    "« {ref} » n'a pas de fichier « {path} » : donnez son chemin depuis le dossier du site.",
    '"{ref}" has no file "{path}": give its path from the site\'s folder.',
)
_UNREADABLE = Text("{path} ne peut pas être lu ({reason}).", "{path} can't be read ({reason}).")
_NO_SITE = Text(
    "« {path} » n'est pas dans un checkout git : dites par --site où sont les fiches (dossier, propriétaire/nom).",
    '"{path}" is in no git checkout: say by --site where the content is (a folder, or owner/name).',
)
_NO_COMMIT = Text(
    "« {folder} » n'a pas le commit {commit} dont ces chiffres sont tirés. {advice}",
    '"{folder}" lacks the commit {commit} that these figures were computed from. {advice}',
)
_SHALLOW = Text(
    "Son historique est incomplet : récupérez-le en entier (« git fetch --unshallow »).",
    'Its history is not whole: fetch all of it ("git fetch --unshallow").',
)
_UNNAMED = Text(
    "Donnez par --site le dépôt dont il vient, et récupérez ses commits (« git fetch »).",
    'Give the repository it comes from by --site, and fetch its commits ("git fetch").',
)
_ELSEWHERE = Text(
    "Donnez par --site le dépôt dont il vient ({repository}), et récupérez ses commits (« git fetch »).",
    'Give the repository it comes from by --site ({repository}), and fetch its commits ("git fetch").',
)
