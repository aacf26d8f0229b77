"""A command run again and again, each time with a fault at another write: `python -m tests.faults`, an order on stdin.

One process imports the program, and forks for each try: a copy of the folder, the command in it, and at the n-th thing
that it does to a file there (opens it to write, makes sure of it, renames, removes, makes a folder) the fault: it is
killed, or the operating system says no. Prints what became of each try; the last one met no fault.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from startup_stats import cli

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")
_MOST = 1_000
_MET = "[fault]\n"


def main(order: dict[str, Any]) -> None:
    """Carry out an order: `folder`, `arguments` to be run in it, and the `fault`: « kill » or a name of errno."""
    for nth in range(1, _MOST):
        place = Path(order["folder"] + ".tried")
        shutil.copytree(order["folder"], place, symlinks=True)
        tried = _try(place, order, nth)
        again = _try(place, order, 0) if tried["code"] < 0 else None
        sys.stdout.write(f"{json.dumps({**tried, 'again': again})}\n")
        sys.stdout.flush()
        shutil.rmtree(place)
        if not tried["met"]:
            return
    raise RuntimeError(_MOST)  # no try came to its end


def _try(place: Path, order: dict[str, Any], nth: int) -> dict[str, Any]:
    """Run the command in a process of its own; at its n-th write the fault, at none with 0."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a handle
        code = _tried(place, order["arguments"], order["fault"], nth)
        sys.stderr.flush()
        os._exit(code)
    os.close(write)
    with open(read, encoding="utf-8") as said:  # noqa: PTH123 - a handle has no path
        told = said.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    met = code < 0 or _MET in told
    return {"code": code, "said": told.replace(_MET, ""), "met": met, "files": files_of(place)}


def files_of(folder: Path) -> dict[str, str]:
    """Return a digest of every file of a folder, by its path there; git's own are none."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def _tried(place: Path, arguments: list[str], fault: str, nth: int) -> int:
    os.chdir(place)
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    left = nth

    def count(path: object) -> None:
        nonlocal left
        is_path = isinstance(path, (str, bytes, os.PathLike))  # a handle is a pipe's
        if not is_path or not os.path.abspath(os.fsdecode(path)).startswith(f"{place}/"):  # type: ignore[arg-type]  # noqa: PTH100
            return
        left -= 1
        if left == 0:
            if fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(2, _MET.encode())
            raise OSError(getattr(errno, fault), os.strerror(getattr(errno, fault)))

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and isinstance(given[2], int) and given[2] & _WRITING):
            count(given[0])

    sure = os.fsync
    os.fsync = lambda handle: (count(place / "fsync"), sure(handle))[1]  # type: ignore[assignment, func-returns-value]
    sys.addaudithook(watch)
    return cli.main(arguments, today=date(2026, 8, 20))


if __name__ == "__main__":
    main(json.load(sys.stdin))
