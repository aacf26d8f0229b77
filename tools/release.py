"""What a release is judged by before anything of it is published; .github/workflows/release.yml runs it.

notes VERSION          the changelog's section, as the release's text
sums DIST              the sha256 of each package, as `sha256sum --check` reads them
check TAG DIST SUMS    whether the tag, the packages and the changelog agree, and no byte of a package is another
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import re
import sys
import tarfile
import zipfile
from datetime import date
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "startup-stats"
_MODULE = "startup_stats"
CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_AT_THE_TAG = "https://github.com/startup-stats/startup-stats/blob/v{version}/"
_HEADING = re.compile(r"(?m)^## \[([^\]]+)\](?: - (.*))?$")
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


class RefusedError(Exception):
    """What keeps a release from being one, a sentence a line."""


def notes(changelog: str, version: str) -> str:
    """Return the section of a version, its links leading to the files at its tag.

    Raises RefusedError where there is none, where it is empty or has no day, and where [Unreleased] holds entries.
    """
    _, *parts = _HEADING.split(changelog)
    sections = [(name, day, text.strip()) for name, day, text in zip(*[iter(parts)] * 3, strict=True)]
    found = [(day, text) for name, day, text in sections if name == version]
    if len(found) != 1:
        raise RefusedError(f"CHANGELOG.md: {len(found)} sections « ## [{version}] - yyyy-mm-dd », write one.")
    day, text = found[0]
    if not _is_day(day):
        raise RefusedError(f"CHANGELOG.md, [{version}]: « {day} » is no day yet, write the release's as yyyy-mm-dd.")
    if not text:
        raise RefusedError(f"CHANGELOG.md, [{version}]: the section is empty, say what is new.")
    if any(name == "Unreleased" and rest for name, _, rest in sections):
        raise RefusedError(f"CHANGELOG.md: [Unreleased] holds entries that this release has, move them to [{version}].")
    return re.sub(r"\]\((?!https?://|#)", f"]({_AT_THE_TAG.format(version=version)}", text) + "\n"


def _is_day(text: str | None) -> bool:
    try:
        return bool(text) and date.fromisoformat(str(text)).isoformat() == text
    except ValueError:
        return False


def sums(dist: Path) -> str:
    """Return a line « sha256, two spaces, name » for each file of a folder, by name."""
    files = sorted(dist.iterdir())
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def check(tag: str, dist: Path, told: str, changelog: str) -> None:
    """Raise RefusedError with every fault of a release: its tag, its changelog, the files of its folder, their sums."""
    version = tag.removeprefix("v")
    if not tag.startswith("v") or not _VERSION.fullmatch(version):
        raise RefusedError(f"{tag}: a release's tag is « v » and three numbers, as v0.1.0.")
    faults = [*_faults_of_names(dist, version), *_faults_of_sums(sums(dist), told)]
    for file in filter(Path.is_file, map(dist.joinpath, _packages(version))):
        try:
            faults += [f"{file.name}: {fault}" for fault in _faults_of_package(file, version)]
        except Exception as error:  # noqa: BLE001 - of a broken archive the readers say whatever comes
            faults.append(f"{file.name}: it can't be read ({error}).")
    try:
        notes(changelog, version)
    except RefusedError as fault:
        faults.append(str(fault))
    if faults:
        raise RefusedError("\n".join(faults))


def _packages(version: str) -> tuple[str, str]:
    return f"{_MODULE}-{version}-py3-none-any.whl", f"{_MODULE}-{version}.tar.gz"


def _faults_of_names(dist: Path, version: str) -> Iterator[str]:
    expected, found = set(_packages(version)), {file.name for file in dist.iterdir()}
    yield from (f"{name}: it is missing." for name in sorted(expected - found))
    yield from (f"{name}: it is no package of this release, take it away." for name in sorted(found - expected))


def _faults_of_sums(found: str, told: str) -> Iterator[str]:
    counted, expected = _by_name(found), _by_name(told)
    for name in sorted(counted.keys() | expected.keys()):
        if counted.get(name) != expected.get(name):
            yield f"{name}: its sha256 is {counted.get(name, 'none')}, the sums say {expected.get(name, 'none')}."


def _by_name(text: str) -> Mapping[str, str]:
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines() if line)}


def _faults_of_package(file: Path, version: str) -> Iterator[str]:
    folder = f"{_MODULE}-{version}"
    if file.suffix == ".whl":
        info = f"{folder}.dist-info"
        held, metadata = _wheel(file), f"{info}/METADATA"
        yield from _faults_of_record(held, f"{info}/RECORD")
        yield from _strangers(held, f"{_MODULE}/", f"{info}/")
    else:
        held, metadata = _sdist(file), f"{folder}/PKG-INFO"
        yield from _strangers(held, f"{folder}/")
    said = message_from_bytes(held[metadata])
    if (said["Name"], said["Version"]) != (NAME, version):
        yield f"it says that it is {said['Name']} {said['Version']}, not {NAME} {version}."


def _strangers(held: Mapping[str, bytes], *places: str) -> Iterator[str]:
    yield from (f"{name} does not belong in it." for name in held if not name.startswith(places))


def _wheel(file: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        if len(set(archive.namelist())) != len(archive.namelist()):
            raise ValueError("a name stands in it twice")
        return {name: archive.read(name) for name in archive.namelist()}


def _sdist(file: Path) -> Mapping[str, bytes]:
    with tarfile.open(file, "r:gz") as archive:
        read = {member.name: archive.extractfile(member) for member in archive if not member.isdir()}
        if None in read.values():
            raise ValueError("it holds more than files")
        return {name: stream.read() for name, stream in read.items() if stream}


def _faults_of_record(held: Mapping[str, bytes], record: str) -> Iterator[str]:
    """Tell which files of a wheel are not what its own list says of them."""
    rows = {name: digest for name, digest, _size in csv.reader(held[record].decode().splitlines())}
    for name in sorted(held.keys() | rows.keys()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(held.get(name, b"")).digest()).decode().rstrip("=")
        if name not in rows or name not in held:
            yield f"{name} is in {'its RECORD' if name in rows else 'the wheel'} alone."
        elif name != record and rows[name] != f"sha256={digest}":
            yield f"{name} is not what its RECORD says."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("notes").add_argument("version")
    verbs.add_parser("sums").add_argument("dist", type=Path)
    judged = verbs.add_parser("check")
    judged.add_argument("tag")
    judged.add_argument("dist", type=Path)
    judged.add_argument("sums", type=Path)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; 1, with what is wrong, where a release is refused."""
    given = _parser().parse_args(arguments)
    changelog = CHANGELOG.read_text(encoding="utf-8")
    try:
        match given.verb:
            case "notes":
                print(notes(changelog, given.version), end="")
            case "sums":
                print(sums(given.dist), end="")
            case "check":
                check(given.tag, given.dist, given.sums.read_text(encoding="utf-8"), changelog)
    except RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
