"""What a release is refused for, and what it is made of."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING

import pytest

from tools import bom, release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CHANGELOG = """\
# Changelog

Words before. [A link](docs/x.md)

## [Unreleased]

## [0.2.0] - 2026-09-01

### Added

- Much, see [here](docs/a.md), [there](https://a.example) and [above](#added).

## [0.1.0] - 2026-08-20

- All.
"""
WHEEL, SDIST = "startup_stats-0.2.0-py3-none-any.whl", "startup_stats-0.2.0.tar.gz"
METADATA = b"Metadata-Version: 2.4\nName: startup-stats\nVersion: 0.2.0\n"
MODULE = {"startup_stats/__init__.py": b'__version__ = "0.2.0"\n', "startup_stats/example/a.md": b"---\n---\n"}


def wheel(files: Mapping[str, bytes], record: Mapping[str, bytes] | None = None, metadata: bytes = METADATA) -> bytes:
    """Return a wheel of these files, whose RECORD is of them or of others."""
    info = "startup_stats-0.2.0.dist-info"
    held = {**files, f"{info}/METADATA": metadata}
    told = {**held, **(record or {})}
    rows = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in told.items()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in {**held, f"{info}/RECORD": "\n".join([*rows, f"{info}/RECORD,,"]).encode()}.items():
            archive.writestr(name, content)
    return made.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def sdist(*others: tuple[str, bytes | None], metadata: bytes = METADATA) -> bytes:
    """Return a source distribution with other members beside its own; without content it is a link to another file."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in (("startup_stats-0.2.0/PKG-INFO", metadata), *others):
            member = tarfile.TarInfo(name)
            member.size = len(content or b"")
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(member, io.BytesIO(content or b""))
    return made.getvalue()


GOOD = {WHEEL: wheel(MODULE), SDIST: sdist()}


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[..., str]:
    """Return what a folder of packages is refused for; by default its sums are of what it holds."""

    def judge(packages: Mapping[str, bytes], tag: str = "v0.2.0", sums: str = "", changelog: str = CHANGELOG) -> str:
        for name, content in packages.items():
            (tmp_path / name).write_bytes(content)
        try:
            release.check(tag, tmp_path, sums or release.sums(tmp_path), changelog)
        except release.RefusedError as refused:
            return str(refused)
        return ""

    return judge


def test_what_is_as_it_should_be_is_no_fault(refusal: Callable[..., str]) -> None:
    assert not refusal(GOOD)


PACKAGES: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "another version": (
        {"startup_stats-0.1.0-py3-none-any.whl": GOOD[WHEEL], SDIST: GOOD[SDIST]},
        [
            f"{WHEEL}: it is missing.",
            "startup_stats-0.1.0-py3-none-any.whl: it is no package of this release, take it away.",
        ],
    ),
    "a file left over": ({**GOOD, "notes.txt": b""}, ["notes.txt: it is no package of this release, take it away."]),
    "no source": ({WHEEL: GOOD[WHEEL]}, [f"{SDIST}: it is missing."]),
    "nothing": ({}, [f"{WHEEL}: it is missing.", f"{SDIST}: it is missing."]),
    "a byte changed, RECORD as it was": (
        {**GOOD, WHEEL: wheel({**MODULE, "startup_stats/__init__.py": b'__version__ = "0.2.1"\n'}, record=MODULE)},
        [f"{WHEEL}: startup_stats/__init__.py is not what its RECORD says."],
    ),
    "a file that RECORD does not name": (
        {**GOOD, WHEEL: wheel(MODULE).replace(b"startup_stats/example/a.md,", b"startup_stats/example/b.md,")},
        [f"{WHEEL}: it can't be read"],
    ),
    "a file of RECORD that is not there": (
        {**GOOD, WHEEL: wheel(MODULE, record={"startup_stats/gone.py": b""})},
        [f"{WHEEL}: startup_stats/gone.py is in its RECORD alone."],
    ),
    "tests in the wheel": (
        {**GOOD, WHEEL: wheel({**MODULE, "tests/test_a.py": b""})},
        [f"{WHEEL}: tests/test_a.py does not belong in it."],
    ),
    "another package's metadata": (
        {**GOOD, WHEEL: wheel(MODULE, metadata=METADATA.replace(b"startup-stats", b"startup-stat"))},
        [f"{WHEEL}: it says that it is startup-stat 0.2.0, not startup-stats 0.2.0."],
    ),
    "another version within": (
        {**GOOD, SDIST: sdist(metadata=METADATA.replace(b"0.2.0", b"0.1.9"))},
        [f"{SDIST}: it says that it is startup-stats 0.1.9, not startup-stats 0.2.0."],
    ),
    "a source that writes elsewhere": (
        {**GOOD, SDIST: sdist(("../x", b""))},
        [f"{SDIST}: ../x does not belong in it."],
    ),
    "a link in the source": (
        {**GOOD, SDIST: sdist(("startup_stats-0.2.0/x", None))},
        [f"{SDIST}: it can't be read"],
    ),
    "no archive": ({WHEEL: b"PK", SDIST: b"\x1f\x8b"}, [f"{WHEEL}: it can't be read", f"{SDIST}: it can't be read"]),
    "cut short": (
        {WHEEL: GOOD[WHEEL][:-30], SDIST: GOOD[SDIST][:-30]},
        [f"{WHEEL}: it can't be read", f"{SDIST}: it can't be read"],
    ),
    "no metadata": (
        {**GOOD, WHEEL: wheel(MODULE).replace(b"METADATA", b"METADATE")},
        [f"{WHEEL}: it can't be read"],
    ),
}


@pytest.mark.parametrize(("packages", "told"), PACKAGES.values(), ids=PACKAGES)
def test_packages_that_are_refused(refusal: Callable[..., str], packages: dict[str, bytes], told: list[str]) -> None:
    lines = refusal(packages).splitlines()
    assert len(lines) == len(told), lines
    for line, start in zip(lines, told, strict=True):
        assert line.startswith(start)


def test_every_single_byte_counts(refusal: Callable[..., str], tmp_path: Path) -> None:
    """Wherever a byte of a package is another than it was when it was judged, its sum says so."""
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    sums = release.sums(tmp_path)
    for place in range(0, len(GOOD[WHEEL]), 97):
        changed = GOOD[WHEEL][:place] + bytes([GOOD[WHEEL][place] ^ 1]) + GOOD[WHEEL][place + 1 :]
        assert f"{WHEEL}: its sha256 is {hashlib.sha256(changed).hexdigest()}, the sums say" in refusal(
            {WHEEL: changed}, sums=sums
        )


SUMS = {
    "nothing": ("\n", [SDIST, WHEEL]),
    "one more": ("{sums}" + "0" * 64 + "  other.whl\n", ["other.whl: its sha256 is none, the sums say 000"]),
    "one less": ("{first}", [f"{max(WHEEL, SDIST)}: its sha256 is "]),
}


@pytest.mark.parametrize(("text", "told"), SUMS.values(), ids=SUMS)
def test_sums_that_are_refused(refusal: Callable[..., str], tmp_path: Path, text: str, told: list[str]) -> None:
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    sums = release.sums(tmp_path)
    lines = refusal({}, sums=text.format(sums=sums, first=sums.splitlines()[0])).splitlines()
    assert len(lines) == len(told)
    assert all(start in "\n".join(lines) for start in told)


@pytest.mark.parametrize(
    "tag", ["0.2.0", "v0.2", "v0.2.0rc1", "v0.2.0 ", "v00.2.0", "v0.2.0.1", "w0.2.0", "v", "v0.2.0\n"]
)
def test_a_tag_is_v_and_three_numbers(refusal: Callable[..., str], tag: str) -> None:
    assert refusal(GOOD, tag=tag) == f"{tag}: a release's tag is « v » and three numbers, as v0.1.0."


def test_the_tag_of_another_version(refusal: Callable[..., str]) -> None:
    said = refusal(GOOD, tag="v0.1.0")
    assert "startup_stats-0.1.0.tar.gz: it is missing." in said
    assert f"{SDIST}: it is no package of this release" in said


DAY, ENTRIES = "## [0.2.0] - 2026-09-01", CHANGELOG.partition("2026-09-01\n")[2].partition("## [0.1.0]")[0]
CHANGELOGS = {
    "no section": (DAY, "## [0.3.0] - 2026-09-01", "0 sections « ## [0.2.0] - yyyy-mm-dd », write one."),
    "two sections": ("[0.1.0]", "[0.2.0]", "2 sections « ## [0.2.0]"),
    "no day yet": (DAY, "## [0.2.0] - Unreleased", "[0.2.0]: « Unreleased » is no day yet"),
    "no day at all": (DAY, "## [0.2.0]", "[0.2.0]: « None » is no day yet"),
    "a day that is none": (DAY, "## [0.2.0] - 2026-02-30", "« 2026-02-30 » is no day yet"),
    "a day in another form": (DAY, "## [0.2.0] - 20260901", "« 20260901 » is no day yet"),
    "no entry": (ENTRIES, "\n", "[0.2.0]: the section is empty"),
    "entries of no version": ("## [Unreleased]\n", "## [Unreleased]\n\n- More.\n", "[Unreleased] holds entries"),
}


@pytest.mark.parametrize(("old", "new", "told"), CHANGELOGS.values(), ids=CHANGELOGS)
def test_changelogs_that_are_refused(refusal: Callable[..., str], old: str, new: str, told: str) -> None:
    assert CHANGELOG.count(old) == 1
    changelog = CHANGELOG.replace(old, new)
    with pytest.raises(release.RefusedError, match=r"^CHANGELOG\.md") as refused:
        release.notes(changelog, "0.2.0")
    assert told in str(refused.value)
    assert refusal(GOOD, changelog=changelog) == str(refused.value)


def test_the_section_is_the_release_s_text_and_its_links_hold() -> None:
    files = "https://github.com/startup-stats/startup-stats/blob/v0.2.0/"
    assert release.notes(CHANGELOG, "0.2.0") == (
        f"### Added\n\n- Much, see [here]({files}docs/a.md), [there](https://a.example) and [above](#added).\n"
    )
    assert release.notes(CHANGELOG, "0.1.0") == "- All.\n"


def test_the_program_says_every_fault_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    for name, content in GOOD.items():
        (dist / name).write_bytes(content)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    monkeypatch.setattr(release, "CHANGELOG", tmp_path / "CHANGELOG.md")
    assert release.main(["sums", str(dist)]) == 0
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(capsys.readouterr().out)
    assert release.main(["check", "v0.2.0", str(dist), str(sums)]) == 0
    assert release.main(["notes", "0.1.0"]) == 0
    assert capsys.readouterr() == ("- All.\n", "")
    (dist / WHEEL).unlink()
    assert release.main(["check", "v0.2.0", str(dist), str(sums)]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert [line.split(":")[0] for line in said.err.splitlines()] == [WHEEL, WHEEL]


def metadata(name: str, *needs: str, **more: str) -> Message:
    made = Message()
    for key, value in [("Name", name), ("Version", "1.0"), *(("Requires-Dist", need) for need in needs), *more.items()]:
        made[key.replace("_", "-")] = value
    return made


INSTALLED = {
    "startup-stats": metadata(
        "startup-stats", "A_b[fast]>=1", "never; sys_platform == 'win32'", License_Expression="MIT"
    ),
    "a-b": metadata(
        "a.b", "c; extra == 'fast'", "d; extra == 'slow'", Classifier="License :: OSI Approved :: BSD License"
    ),
    "c": metadata("C", "a-b"),
    "d": metadata("d"),
    "pip": metadata("pip"),
}
HERE = {"sys_platform": "linux", "python_version": "3.11"}
AT = datetime(2026, 9, 1, tzinfo=UTC)


def test_the_bill_names_what_the_program_needs_and_nothing_else() -> None:
    made = bom.bom(INSTALLED, HERE, AT)
    assert made["metadata"]["timestamp"] == "2026-09-01T00:00:00+00:00"
    assert made["metadata"]["component"]["licenses"] == [{"expression": "MIT"}]
    assert [each["purl"] for each in made["components"]] == ["pkg:pypi/a-b@1.0", "pkg:pypi/c@1.0"]
    assert made["components"][0]["licenses"] == [{"license": {"name": "BSD License"}}]
    assert "licenses" not in made["components"][1]
    assert {each["ref"]: each["dependsOn"] for each in made["dependencies"]} == {
        "pkg:pypi/startup-stats@1.0": ["pkg:pypi/a-b@1.0"],
        "pkg:pypi/a-b@1.0": ["pkg:pypi/c@1.0"],
        "pkg:pypi/c@1.0": ["pkg:pypi/a-b@1.0"],
    }
    assert made == bom.bom(INSTALLED, HERE, AT)


def test_a_bill_of_what_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it is read from a folder of packages."""
    for name in ("startup-stats", "a-b"):
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(str(INSTALLED[name]), encoding="utf-8")
    assert bom.main([str(tmp_path), "0"]) == 1
    assert capsys.readouterr() == ("", "c is needed, and is not installed.\n")
    assert set(bom.installed(tmp_path)) == {"a-b", "startup-stats"}
