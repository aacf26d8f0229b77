"""git, run with a bound on its time, without a prompt, and without a secret in what it says."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from startup_stats.errors import OutsideError
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

# Fetching the whole real content takes under 10 s; a local question takes milliseconds.
FETCH_SECONDS = 300
_ASK_SECONDS = 20

# A bare repository committed inside the content has a configuration of its own, which can name programs to run.
_GIT = ("git", "-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false")

# What git sets for a hook: with them it would look at the repository of the commit that is being made, whatever the
# folder, and in a linked worktree take the folder itself for the worktree's root. The folder alone decides.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_IMPLICIT_WORK_TREE")

# ext:: and other helpers of git would run a command named by the URL. Into a pipe git writes commit by commit unless it
# is told not to, and each is waited for: 15,000 take 0.145 s at once, in place of 0.172.
_SET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_FLUSH": "0",
    "LC_ALL": "C",
}

# How git begins the line that says why it stopped; hints, and what a server or ssh says, stand around it.
_WHY = ("fatal: ", "error: ")
_CREDENTIALS = r"(?<=://)[^/@\s]+@"


class NoRepositoryError(OutsideError):
    """The folder is in no git repository."""


def without_credentials(text: str) -> str:
    """Remove user names, passwords and tokens from the URLs in a text."""
    return re.sub(_CREDENTIALS, "", text)


def run_git(
    arguments: Sequence[str], folder: Path, *, seconds: int = _ASK_SECONDS, more: Mapping[str, str] | None = None
) -> str:
    """Run git in a folder and return the text it printed; raises OutsideError with why git stopped."""
    return ask_git(arguments, folder, seconds=seconds, more=more).decode(errors="replace").strip()


def ask_git(
    arguments: Sequence[str],
    folder: Path,
    *,
    seconds: int = _ASK_SECONDS,
    more: Mapping[str, str] | None = None,
    told: bytes = b"",
) -> bytes:
    """Run git in a folder, with `more` in its environment, and return the bytes it printed: file names are bytes.

    `told` is what it reads. It has ended whatever happens.
    """
    environment = _environment() | (dict(more) if more else {})
    return _printed(arguments, folder, seconds, input=told, env=environment)


def _printed(arguments: Sequence[str], folder: Path, seconds: int, **more: Any) -> bytes:
    import subprocess

    command = [*_GIT, "-C", str(folder), *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    try:
        # A list, no shell; callers put « -- » before what users typed.
        done: subprocess.CompletedProcess[bytes] = subprocess.run(command, check=True, timeout=seconds, **streams)  # noqa: S603
    except FileNotFoundError:
        raise OutsideError(_NO_GIT) from None
    except subprocess.TimeoutExpired:
        raise OutsideError(_TOO_LONG.fill(seconds=seconds)) from None
    except subprocess.CalledProcessError as error:
        raise _failure(error.stderr, folder) from None
    return done.stdout


@contextmanager
def begin_git(arguments: Sequence[str], folder: Path, *, seconds: int = _ASK_SECONDS) -> Iterator[Callable[[], bytes]]:
    """Run git in a folder while other work is done: what is given waits for what it prints, and raises, as ask_git."""
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - as above
            [*_GIT, "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
    except FileNotFoundError:
        yield _without_git
        return

    def printed() -> bytes:
        try:
            out, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise OutsideError(_TOO_LONG.fill(seconds=seconds)) from None
        if process.returncode:
            raise _failure(errors, folder)
        return out

    with process:  # which waits for its end
        try:
            yield printed
        finally:
            process.kill()


def _without_git() -> bytes:
    raise OutsideError(_NO_GIT)


def ask_git_together(arguments: Sequence[str], folder: Path, told: Sequence[bytes], *, seconds: int) -> list[bytes]:
    """Run git once for each of what it is told, side by side; else as ask_git. All have ended when it returns."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max(1, len(told))) as pool:
        return list(pool.map(lambda each: _through_a_file(arguments, folder, each, seconds), told))


def _through_a_file(arguments: Sequence[str], folder: Path, told: bytes, seconds: int) -> bytes:
    """Ask git, which prints after each line that it is told: through a pipe each would be waited for and read alone."""
    from tempfile import TemporaryFile

    with TemporaryFile() as printed:
        _printed(arguments, folder, seconds, input=told, stdout=printed, env=_environment())
        printed.seek(0)
        return printed.read()


def _failure(printed: bytes, folder: Path) -> OutsideError:
    """Return the error that tells why git stopped, in its own words."""
    said = without_credentials(printed.decode(errors="replace")).strip()
    lines = said.split("\n")
    why = next((line for line in reversed(lines) if line.startswith(_WHY)), lines[-1]).rstrip(".") or "?"
    if "dubious ownership" in said:
        return OutsideError(_OF_SOMEBODY_ELSE.fill(folder=folder.resolve()))
    # At the top of another disk git says on a line of its own that it looked no further.
    failure = NoRepositoryError if "not a git repository" in said else OutsideError
    return failure(_FAILED.fill(reason=why))


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return inherited | _SET


_OF_SOMEBODY_ELSE = Text(
    "git refuse de lire « {folder} », qui appartient à un autre utilisateur (« dubious ownership »). Si vous faites "
    'confiance à ce dossier : git config --global --add safe.directory "{folder}"',
    'git refuses to read "{folder}", which belongs to another user ("dubious ownership"). If you trust this folder: '
    'git config --global --add safe.directory "{folder}"',
)
_NO_GIT = Text(
    "git n'est pas installé : installez-le, ou donnez un dossier.",
    "git is not installed: install it, or give a folder.",
)
_TOO_LONG = Text(
    "git n'a pas répondu en {seconds} secondes. Vérifiez le réseau et réessayez.",
    "git did not answer within {seconds} seconds. Check the network and try again.",
)
_FAILED = Text(
    "git a échoué : {reason}. Vérifiez l'adresse, vos droits et le réseau.",
    "git failed: {reason}. Check the address, your rights and the network.",
)
