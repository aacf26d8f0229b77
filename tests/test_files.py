from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from startup_stats.errors import OutsideError, UsageError
from startup_stats.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_written_changed_and_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    assert write_if_changed(file, "é\n")
    written = file.stat()
    assert not write_if_changed(file, "é\n")
    assert file.stat().st_ino == written.st_ino
    assert write_if_changed(file, "à\n")
    assert file.read_bytes() == "à\n".encode()
    assert os.listdir(tmp_path) == ["f.json"]


def test_permissions_are_those_of_a_plain_file_or_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    write_if_changed(file, "a")
    (tmp_path / "plain").write_text("a")
    assert _mode(file) == _mode(tmp_path / "plain")
    file.chmod(0o640)
    write_if_changed(file, "b")
    assert _mode(file) == 0o640


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        write_if_changed(tmp_path / "nowhere" / "f.json", "a")
    assert "n'existe pas" in raised.value.message.fr
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_the_file_s_place(tmp_path: Path) -> None:
    (tmp_path / "f.json").mkdir()
    with pytest.raises(OutsideError) as raised:
        write_if_changed(tmp_path / "f.json", "a")
    assert "c'est un dossier" in raised.value.message.fr
    assert os.listdir(tmp_path) == ["f.json"]


# A disk that fills up, as a limit on the size of files: the write itself fails half way.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from startup_stats.errors import StartupStatsError
from startup_stats.files import write_if_changed
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_if_changed(Path(sys.argv[1]), "new" * 1000)
except StartupStatsError as error:
    print(error.exit_code, error.message.fr)
"""


def test_a_disk_that_fills_up_leaves_the_old_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("old")
    # Not measured: coverage would not find room for its own file either.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, file], capture_output=True, text=True, check=True, env=alone
    )
    assert done.stdout.startswith("3 ")
    assert "la taille permise est dépassée" in done.stdout
    assert "l'ancien fichier est resté entier" in done.stdout
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["f.json"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read-only", "closed"])
def test_a_folder_that_can_t_be_written_to(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    folder.chmod(mode)
    with unprivileged(), pytest.raises(OutsideError) as raised:
        write_if_changed(folder / "f.json", "a")
    assert "l'accès est refusé" in raised.value.message.fr
    assert os.listdir(folder) == [] or mode == 0o000


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be nobody for a while when run as root, whom no permission stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
