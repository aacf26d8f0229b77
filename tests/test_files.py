from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from startup_stats.errors import OutsideError, UsageError
from startup_stats.files import append, looking, make_folder, parsed_json, read_json, require_place, write_if_changed

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


def test_no_file_can_be_written_in_the_place_of_a_folder(tmp_path: Path) -> None:
    require_place(None)
    require_place(tmp_path / "f.json")
    with pytest.raises(UsageError):
        require_place(tmp_path / "nowhere" / "f.json")
    with pytest.raises(OutsideError) as raised:
        require_place(tmp_path)
    assert "c'est un dossier" in raised.value.message.fr


# A disk that fills up, as a limit on the size of files: the write itself fails half way.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from startup_stats.errors import StartupStatsError
from startup_stats.files import append, make_folder, parsed_json, read_json, write_if_changed
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_if_changed(Path(sys.argv[1]), "new" * 1000)
except StartupStatsError as error:
    print(error.exit_code, error.message.fr)
"""


def test_a_disk_that_fills_up_leaves_the_old_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text("old")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, file], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("3 ")
    assert "la taille permise est dépassée" in done.stdout
    assert "l'ancien fichier est resté entier" in done.stdout
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["f.json"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_what_could_not_be_made_sure_of_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(errno.EIO, "")

    file = tmp_path / "f.json"
    file.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutsideError):
        write_if_changed(file, "new")
    assert (file.read_text(), os.listdir(tmp_path)) == ("old", ["f.json"])


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


def test_a_folder_that_can_t_be_looked_into(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with unprivileged(), pytest.raises(OutsideError) as raised, looking():
        list((tmp_path / "closed").iterdir())
    assert str(tmp_path / "closed") in raised.value.message.fr


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with open(reader, "rb") as received:  # noqa: PTH123 - a handle has no path
        assert write_if_changed(tmp_path / "pipe", "é\n")
        assert received.read() == "é\n".encode()
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutsideError) as raised:
        write_if_changed(tmp_path / "pipe", "a")
    assert "personne ne lit ce tube" in raised.value.message.fr


def test_a_folder_is_no_place_to_write(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as raised:
        write_if_changed(tmp_path, "a")
    assert "c'est un dossier" in raised.value.message.fr


@pytest.mark.parametrize(("text", "value"), [('{"a": 1}', {"a": 1}), ("{", None), ("[" * 100_000, None)])
def test_json_or_nothing(tmp_path: Path, text: str, value: object) -> None:
    (tmp_path / "f.json").write_text(text)
    assert read_json(tmp_path / "f.json") == value
    assert read_json(tmp_path / "none.json") is None
    assert parsed_json(None) is None


def test_a_text_at_the_end(tmp_path: Path) -> None:
    append(tmp_path / "f", "é")
    append(tmp_path / "f", "à")
    assert (tmp_path / "f").read_text(encoding="utf-8") == "éà"
    with pytest.raises(OutsideError):
        append(tmp_path / "nowhere" / "f", "a")


def test_a_folder_is_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError) as raised:
        make_folder(tmp_path / "file")
    assert "ce nom est déjà celui d'autre chose" in raised.value.message.fr
