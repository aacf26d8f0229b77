"""The newest commit of a branch, beside the checkout: fetched from where the checkout came from, as a folder."""

from __future__ import annotations

import base64
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from startup_stats.errors import OutsideError
from startup_stats.git.run import FETCH_SECONDS, run_git
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """Where a folder lies in a git checkout: the checkout's root, the folder's path in it, the commit it is at."""

    root: Path
    prefix: Path
    head: str
    token: str | None = field(default=None, repr=False)


def find_place(folder: Path, token: str | None) -> Place:
    """Say where a folder lies in its checkout; raises OutsideError where there is no checkout or no commit."""
    try:
        root, head = run_git(["rev-parse", "--show-toplevel", "HEAD"], folder).splitlines()
    except OutsideError:
        raise OutsideError(_NO_CHECKOUT.fill(folder=folder)) from None
    return Place(Path(root), folder.resolve().relative_to(Path(root).resolve()), head, token)


@contextmanager
def worktree(place: Place, branch: str, commit: str) -> Iterator[Path]:
    """Fetch a commit of a branch from the checkout's origin and give it as a folder, gone at the end of the block.

    The checkout's own files are left alone. Raises OutsideError when git can't fetch it.
    """
    signed = _signed(place)
    fetch = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "origin", f"refs/heads/{branch}"]
    run_git(fetch, place.root, seconds=FETCH_SECONDS, more=signed)
    with tempfile.TemporaryDirectory(prefix="startup-stats-") as temporary:
        folder = Path(temporary) / "tip"
        add = ["worktree", "add", "--quiet", "--detach", "--", str(folder), commit]
        run_git(add, place.root, seconds=FETCH_SECONDS, more=signed)
        try:
            yield folder
        finally:
            with suppress(OutsideError):
                run_git(["worktree", "remove", "--force", "--", str(folder)], place.root)


def _signed(place: Place) -> Mapping[str, str]:
    """Return the environment by which git signs its requests to origin, and to no other host.

    Not an argument, which every program of the machine can read. The empty value drops a header that the checkout's
    own configuration may hold: GitHub refuses two.
    """
    url = urlsplit(run_git(["remote", "get-url", "origin"], place.root))
    if not place.token or url.scheme not in ("http", "https"):
        return {}
    key = f"http.{url.scheme}://{url.hostname}{f':{url.port}' if url.port else ''}/.extraheader"
    secret = base64.b64encode(f"x-access-token:{place.token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": key,
        "GIT_CONFIG_VALUE_0": "",
        "GIT_CONFIG_KEY_1": key,
        "GIT_CONFIG_VALUE_1": f"Authorization: basic {secret}",
    }


_NO_CHECKOUT = Text(
    "« {folder} » n'est pas dans un checkout git : rien ne peut en être publié. Dans un workflow, placez "
    "actions/checkout avant cette étape.",
    '"{folder}" is in no git checkout: nothing of it can be published. In a workflow, put actions/checkout before this '
    "step.",
)
