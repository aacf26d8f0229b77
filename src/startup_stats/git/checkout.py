"""PATH → a folder: a checkout as it is, or a repository or bundle fetched with git into a cache."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.errors import OutsideError, reason
from startup_stats.git.run import FETCH_SECONDS, run_git, without_credentials
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

# Patterns, not compiled ones: most runs need none of them.
_GITHUB_NAME = r"(?P<name>[\w.-]+/[\w.-]+?)(?:@(?P<ref>[\w./-]+))?"
_URL = r"(?P<url>(?:https?|ssh|git|file)://[^#\s]+|[\w.-]+@[\w.-]+:[^#\s]+)(?:#(?P<ref>[\w./-]+))?"
_FORGE_URL = r"(?:https?://|ssh://|git@)[^/:]+(?::\d+(?=/))?[/:](?P<name>.+?)(?:\.git)?/?"


class SourceInfo(NamedTuple):
    """Which content the figures are of, and its SWHID; None where the checkout does not say."""

    repository: str | None = None
    commit: str | None = None
    committed_at: str | None = None
    content: str | None = None


def open_checkout(asked: str, path: Path, cache: Path, folders: Iterable[str], *, with_history: bool = False) -> Path:
    """Return the folder that PATH stands for: itself, or where it was fetched to below `cache`.

    `asked` is what the user typed and `path` the same as a path; of a remote repository only `folders`
    are fetched, and of its history one commit unless the whole is asked for. Raises OutsideError when there
    is no such thing or git fails.
    """
    if path.is_dir():
        return path
    file, _, branch = asked.rpartition("#")
    bundle, ref = (path, "") if path.is_file() or not file else (Path(file), branch)
    if bundle.is_file():
        return _fetch(str(bundle.resolve()), _bundle_ref(bundle, ref), cache, folders, whole=True)
    remote = re.fullmatch(_URL, asked)
    if remote:
        return _fetch(remote["url"], remote["ref"] or "HEAD", cache, folders, whole=with_history)
    named = re.fullmatch(_GITHUB_NAME, asked)
    if named and not asked.startswith("."):
        url = f"https://github.com/{named['name']}"
        return _fetch(url, named["ref"] or "HEAD", cache, folders, whole=with_history)
    raise OutsideError(_NOTHING.fill(asked=without_credentials(asked)))


def _bundle_ref(bundle: Path, branch: str) -> str:
    """Return the branch of a bundle that was asked for, else what it is about: its HEAD, else its first branch."""
    listed = run_git(["bundle", "list-heads", str(bundle.resolve())], bundle.parent).splitlines()
    refs = [line.partition(" ")[2] for line in listed]
    wanted = [f"refs/heads/{branch}", f"refs/tags/{branch}", branch] if branch else ["HEAD", *refs]
    found = next((ref for ref in wanted if ref in refs), None)
    if found is None:
        names = ", ".join(ref.removeprefix("refs/heads/") for ref in refs)
        raise OutsideError(_NO_BRANCH.fill(bundle=bundle, branch=branch, branches=names or "-"))
    return found


def _fetch(url: str, ref: str, cache: Path, folders: Iterable[str], *, whole: bool = False) -> Path:
    """Fetch one commit, without its history nor other folders' files where the server can do that."""
    import hashlib

    # A clone that lacks its history, or files, never becomes one that has them.
    name = without_credentials(f"{url}#{ref}{'#whole' if whole else ''}")
    place = cache / hashlib.sha256(name.encode()).hexdigest()[:16]
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_NO_CACHE.fill(cache=cache, reason=reason(error))) from None
    if not (place / ".git").exists():
        run_git(["init", "--quiet"], place)
        run_git(["config", "remote.origin.url", without_credentials(url)], place)
    shallow = [] if whole else ["--depth=1", "--filter=blob:none"]
    fetch = ["-c", f"remote.content.url={url}", "-c", "remote.content.promisor=true"]
    run_git(
        [*fetch, "fetch", "--quiet", "--no-tags", *shallow, "--", "content", ref],
        place,
        seconds=FETCH_SECONDS,
    )
    patterns = [f"/{folder}/" for folder in folders] + ["/startup-stats.yml", "/.github/startup-stats.yml"]
    run_git(["sparse-checkout", "set", "--no-cone", "--", *patterns], place)
    # The checkout asks the server for the files it lacks, so it may take as long as the fetch.
    run_git([*fetch, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"], place, seconds=FETCH_SECONDS)
    return place


def describe(checkout: Path, folders: Iterable[str], commit: str = "HEAD") -> SourceInfo:
    """Return the repository and the last commit, up to one, that changed the folders; nothing where git knows none."""
    try:
        last = run_git(["log", "-1", "--format=%H %cI", "--end-of-options", commit, "--", *folders], checkout)
    except OutsideError:
        return SourceInfo()
    commit, _, committed_at = last.partition(" ")
    return SourceInfo(origin(checkout), commit, committed_at) if commit else SourceInfo()


def origin(checkout: Path) -> str | None:
    """Return « owner/name » of the remote, never its credentials."""
    with suppress(OutsideError):
        url = run_git(["remote", "get-url", "origin"], checkout)
        named = re.fullmatch(_FORGE_URL, without_credentials(url))
        return named["name"] if named else None
    return None


_NOTHING = Text(
    "« {asked} » n'est ni un dossier, ni un fichier bundle, ni un dépôt (propriétaire/nom[@ref] ou adresse git).",
    '"{asked}" is neither a folder, nor a bundle file, nor a repository (owner/name[@ref] or git URL).',
)
_NO_BRANCH = Text(
    "Le fichier bundle {bundle} n'a pas de branche « {branch} » ; il a : {branches}.",
    'The bundle file {bundle} has no branch "{branch}"; it has: {branches}.',
)
_NO_CACHE = Text(
    "Le dossier de cache « {cache} » ne peut pas être créé ({reason}) : donnez-en un autre par XDG_CACHE_HOME.",
    'The cache folder "{cache}" can\'t be made ({reason}): give another one by XDG_CACHE_HOME.',
)
