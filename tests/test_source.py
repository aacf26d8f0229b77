from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from startup_stats.content.faults import Unreadable
from startup_stats.content.source import MAX_FILE_BYTES, FolderSource
from startup_stats.errors import OutsideError
from tests.sites import records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from startup_stats.content.records import Record


def _symlink(place: Path) -> None:
    place.symlink_to("/etc/passwd")


def _broken_symlink(place: Path) -> None:
    place.symlink_to("/nowhere")


def _folder(place: Path) -> None:
    place.mkdir()


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))


def _too_large(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)


def _read(root: Path) -> list[Record]:
    return records(FolderSource(root), "product", "c")


# What can lie in a collection's folder under a name that ends in .md → the rule it breaks.
TRAPS = {
    "symlink": (_symlink, "file-is-symlink"),
    "broken symlink": (_broken_symlink, "file-is-symlink"),
    "folder": (_folder, "not-a-file"),
    "pipe": (_pipe, "not-a-file"),
    "socket": (_socket, "file-unreadable"),
    "too large": (_too_large, "file-too-large"),
}


@pytest.mark.parametrize(("lay", "rule"), TRAPS.values(), ids=TRAPS)
def test_traps(tmp_path: Path, lay: Callable[[Path], None], rule: str) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "good.md").write_text("---\na: b\n---\n")
    lay(tmp_path / "c" / "trap.md")
    good, trap = _read(tmp_path)
    assert good.data == {"a": "b"}
    assert trap.data is None
    assert [finding.rule for finding in trap.findings] == [rule]


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    content = b"---\na: b\n---\n".ljust(MAX_FILE_BYTES, b"x")
    (tmp_path / "p.md").write_bytes(content)
    assert FolderSource(tmp_path).read("p.md") == content


def test_a_file_that_vanishes_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as raised:
        FolderSource(tmp_path).read("gone.md")
    assert raised.value.fault.at("gone.md").message.fr == "Le fichier ne peut pas être lu (il n'existe pas)."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xff.md", "\ufffd.md"),
        (b"a\nb.md", "a\ufffdb.md"),
        ("a\u202eb.md".encode(), "a\ufffdb.md"),
        (b"\x1b[31m.md", "\ufffd[31m.md"),
    ],
)
def test_names_that_no_message_could_hold(tmp_path: Path, name: bytes, shown: str) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / os.fsdecode(name)).write_text("---\na: b\n---\n")
    (record,) = _read(tmp_path)
    assert (record.data, record.path) == (None, f"c/{shown}")
    assert [finding.rule for finding in record.findings] == ["file-name-unreadable"]


def test_all_files_below_the_folder_are_listed(tmp_path: Path) -> None:
    (tmp_path / "c" / "deeper").mkdir(parents=True)
    for name in ("b.md", "a.é.md", "image.png", "note.MD", "deeper/d.md"):
        (tmp_path / "c" / name).write_text("---\na: b\n---\n")
    (tmp_path / "c" / "linked").symlink_to(tmp_path)
    (tmp_path / "c" / "folder.md").mkdir()
    listed = ["a.é.md", "b.md", "deeper/d.md", "folder.md", "image.png", "linked", "note.MD"]
    assert FolderSource(tmp_path).files("c") == listed


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as raised:
        FolderSource(tmp_path).files("content/_startups")
    assert "« content/_startups »" in raised.value.message.fr
    assert "il n'existe pas" in raised.value.message.fr


@pytest.mark.parametrize("link", ["content", "content/c"])
def test_a_collection_behind_a_link_is_not_read(tmp_path: Path, link: str) -> None:
    (tmp_path / "elsewhere" / "c").mkdir(parents=True)
    (tmp_path / "site" / link).parent.mkdir(parents=True)
    (tmp_path / "site" / link).symlink_to(tmp_path / "elsewhere" / ("c" if link.endswith("/c") else ""))
    with pytest.raises(OutsideError) as raised:
        FolderSource(tmp_path / "site").files("content/c")
    assert "lien symbolique" in raised.value.message.fr


def test_the_checkout_itself_may_be_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real" / "c").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert FolderSource(tmp_path / "link").files("c") == []


def test_exists_sees_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/nowhere")
    source = FolderSource(tmp_path)
    assert (source.exists("link"), source.exists("other")) == (True, False)
