"""All files in one commit, through GitHub's git data API: no author, so that GitHub signs it for a bot's token."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from startup_stats.publishing.refusals import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from github.Repository import Repository

    from startup_stats.publishing.client import Client

_CONFLICT, _UNPROCESSABLE = 409, 422
# How GitHub says that the branch is no longer where it was: not a fast forward, or « is at … but expected … ».
_OVERTAKEN = re.compile(r"fast forward|but expected", re.IGNORECASE)


def tip(client: Client, branch: str) -> str | None:
    """Return the commit that a branch is at; None where there is no such branch."""

    def question(repository: Repository) -> str | None:
        from github import UnknownObjectException

        try:
            return repository.get_git_ref(f"heads/{branch}").object.sha
        except UnknownObjectException:
            return None

    return client.ask(question)


def held(client: Client, commit: str, paths: Iterable[str]) -> dict[str, bytes | str | None]:
    """Return the files that a commit holds: bytes; of one above 1 MiB its blob's id; None for one that is not there."""
    return {path: _held(client, commit, path) for path in paths}


def _held(client: Client, commit: str, path: str) -> bytes | str | None:
    def question(repository: Repository) -> bytes | str | None:
        from github import UnknownObjectException

        try:
            found = repository.get_contents(path, ref=commit)
        except UnknownObjectException:
            return None
        if isinstance(found, list):
            return None  # a folder, which a file takes the place of
        return found.decoded_content if found.encoding == "base64" else found.sha

    return client.ask(question)


def is_held(content: bytes, there: bytes | str | None) -> bool:
    """Say whether GitHub holds exactly these bytes."""
    return there in (content, blob_id(content))


def blob_id(content: bytes) -> str:
    """Return the id that git gives to a file's bytes."""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def commit(client: Client, files: Mapping[str, bytes], base: str, above: Sequence[str], message: str) -> str:
    """Make a commit of a base's files with these set in, on top of others; return its id. No branch is moved.

    The files are texts and go along with the tree: a publication is three writes, a tree, a commit and a reference.
    """

    def question(repository: Repository) -> str:
        from github import InputGitTreeElement

        elements = [
            InputGitTreeElement(path, "100644", "blob", content=content.decode())
            for path, content in sorted(files.items())
        ]
        commits = {each: repository.get_git_commit(each) for each in {base, *above}}
        tree = repository.create_git_tree(elements, commits[base].tree)
        return repository.create_git_commit(message, tree, [commits[parent] for parent in above]).sha

    return client.ask(question, of_own=True)


def move(client: Client, branch: str, to: str) -> bool:
    """Move a branch forward to a commit; False when somebody moved it meanwhile, and it stays where they put it."""

    def question(repository: Repository) -> bool:
        from github import GithubException

        reference = repository.get_git_ref(f"heads/{branch}")
        if reference.object.sha == to:  # asked for above all because it completes the reference's address
            return True
        try:
            reference.edit(to, force=False)
        except GithubException as error:
            if error.status in (_CONFLICT, _UNPROCESSABLE) and _OVERTAKEN.search(message_of(error)):
                return False
            raise
        return True

    return client.ask(question, of_own=True)


def create(client: Client, branch: str, at: str) -> bool:
    """Make a branch at a commit; False when somebody made it meanwhile, elsewhere."""

    def question(repository: Repository) -> bool:
        from github import GithubException

        try:
            repository.create_git_ref(f"refs/heads/{branch}", at)
        except GithubException as error:
            if error.status == _UNPROCESSABLE and "already exists" in message_of(error):
                return repository.get_git_ref(f"heads/{branch}").object.sha == at
            raise
        return True

    return client.ask(question, of_own=True)


def parents(client: Client, of: str) -> list[str]:
    """Return the ids of a commit's parents."""
    return client.ask(lambda repository: [each.sha for each in repository.get_git_commit(of).parents])


def delete(client: Client, branch: str) -> None:
    """Delete a branch, where there is one."""

    def question(repository: Repository) -> None:
        from github import UnknownObjectException

        reference = repository.get_git_ref(f"heads/{branch}")
        with suppress(UnknownObjectException):
            reference.object  # noqa: B018 - asked for: it completes the reference's address
            reference.delete()

    client.ask(question)
