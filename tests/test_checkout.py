"""PATH as a repository, with real git and repositories of our own on the disk."""

from __future__ import annotations

import os
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from startup_stats.errors import OutsideError
from startup_stats.git import run as git
from startup_stats.git.checkout import SourceInfo, describe, open_checkout
from startup_stats.git.standing import find_standing
from tests.sites import FOLDERS, read, write_site

FOLDER_NAMES = tuple(FOLDERS.values())


FILES: dict[str, str | bytes] = {"big/picture.bin": b"x" * 1000, "startup-stats.yml": "language: en"}


@pytest.fixture(autouse=True)
def git_of_the_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No configuration of this machine's user, and a known author."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ana@corail.example")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-08-20T08:00:00+02:00")


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    made = write_site(tmp_path / "repository", **FILES)
    run(made, "init", "--quiet", "--initial-branch=main")
    run(made, "config", "uploadpack.allowFilter", "true")
    run(made, "add", ".")
    run(made, "commit", "--quiet", "-m", "content")
    run(made, "tag", "first")
    (made / "content/_startups/second.md").write_text("---\ntitle: Second\n---\n")
    run(made, "add", ".")
    run(made, "commit", "--quiet", "-m", "second")
    return made


def test_a_branch_of_a_bundle(repository: Path, tmp_path: Path) -> None:
    """Its HEAD where none is asked for; of one that it has not, what it has is told."""
    run(repository, "branch", "other", "first")
    bundle = tmp_path / "site.bundle"
    run(repository, "bundle", "create", "--quiet", str(bundle), "main", "other", "first")
    for asked, ids in (("", ["second", "voisin"]), ("#other", ["voisin"]), ("#first", ["voisin"])):
        path = f"{bundle}{asked}"
        place = open_checkout(path, Path(path), tmp_path / "cache", FOLDER_NAMES)
        assert [product.id for product in read(place).products] == ids
    with pytest.raises(OutsideError, match='has no branch "nowhere"; it has: main, other'):
        open_checkout(f"{bundle}#nowhere", Path(f"{bundle}#nowhere"), tmp_path / "cache", FOLDER_NAMES)


def test_a_folder_is_itself(tmp_path: Path) -> None:
    assert open_checkout(".", tmp_path, tmp_path / "cache", FOLDER_NAMES) == tmp_path


def test_a_url_is_fetched_shallow_and_sparse(repository: Path, tmp_path: Path) -> None:
    url = f"file://{repository}"
    place = open_checkout(url, Path(url), tmp_path / "cache", FOLDER_NAMES)
    assert [product.id for product in read(place).products] == ["second", "voisin"]
    assert run(place, "rev-list", "--count", "HEAD") == "1"
    assert (place / "startup-stats.yml").exists()
    assert not (place / "big").exists()
    picture = run(repository, "rev-parse", "HEAD:big/picture.bin")
    present = run(place, "cat-file", "--batch-all-objects", "--batch-check")
    assert picture not in present


def test_fetched_again_it_is_up_to_date(repository: Path, tmp_path: Path) -> None:
    url = f"file://{repository}"
    first = open_checkout(url, Path(url), tmp_path / "cache", FOLDER_NAMES)
    run(repository, "rm", "--quiet", "content/_startups/second.md")
    run(repository, "commit", "--quiet", "-m", "gone")
    again = open_checkout(url, Path(url), tmp_path / "cache", FOLDER_NAMES)
    assert first == again
    assert [product.id for product in read(again).products] == ["voisin"]


def test_a_ref(repository: Path, tmp_path: Path) -> None:
    url = f"file://{repository}#first"
    place = open_checkout(url, Path(url), tmp_path / "cache", FOLDER_NAMES)
    assert [product.id for product in read(place).products] == ["voisin"]


def test_other_folders_can_be_asked_for(repository: Path, tmp_path: Path) -> None:
    url = f"file://{repository}"
    place = open_checkout(url, Path(url), tmp_path / "cache", ["big"])
    assert (place / "big" / "picture.bin").read_bytes() == b"x" * 1000
    assert not (place / "content").exists()


@pytest.mark.parametrize("refs", [["main"], ["HEAD", "main"]], ids=["a branch", "a branch and HEAD"])
def test_a_bundle(repository: Path, tmp_path: Path, refs: list[str]) -> None:
    bundle = tmp_path / "content.bundle"
    run(repository, "bundle", "create", "--quiet", str(bundle), *refs)
    place = open_checkout(str(bundle), bundle, tmp_path / "cache", FOLDER_NAMES)
    assert [product.id for product in read(place).products] == ["second", "voisin"]


def test_owner_and_name_are_github(monkeypatch: pytest.MonkeyPatch, repository: Path, tmp_path: Path) -> None:
    forge = tmp_path / "forge" / "owner"
    forge.mkdir(parents=True)
    (forge / "name").symlink_to(repository)
    config = tmp_path / "gitconfig"
    config.write_text(f'[url "file://{tmp_path}/forge/"]\n\tinsteadOf = https://github.com/\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    place = open_checkout("owner/name@first", Path("owner/name@first"), tmp_path / "cache", FOLDER_NAMES)
    assert [product.id for product in read(place).products] == ["voisin"]
    assert describe(place, FOLDER_NAMES).commit == run(repository, "rev-parse", "first")


# what was asked → words of the message
REFUSED = {
    "nothing": ("nowhere", "n'est ni un dossier"),
    "a parent that is not there": ("../a", "n'est ni un dossier"),
    "another protocol": ("ext::sh -c touch% /tmp/x", "n'est ni un dossier"),
    "an option": ("--upload-pack=touch", "n'est ni un dossier"),
    "no such repository": ("file:///nowhere/at/all", "git a échoué"),
    "nobody there": ("http://127.0.0.1:9/x.git", "git a échoué"),
}


@pytest.mark.parametrize(("asked", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, asked: str, words: str) -> None:
    with pytest.raises(OutsideError) as raised:
        open_checkout(asked, tmp_path / asked, tmp_path / "cache", FOLDER_NAMES)
    assert words in raised.value.message.fr


def test_no_such_ref(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as raised:
        open_checkout(f"file://{repository}#gone", Path("?"), tmp_path / "cache", FOLDER_NAMES)
    assert "couldn't find remote ref gone" in raised.value.message.fr


def test_a_file_that_is_no_bundle(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html>")
    with pytest.raises(OutsideError):
        open_checkout(str(file), file, tmp_path / "cache", FOLDER_NAMES)


def test_no_secret_in_a_message(tmp_path: Path) -> None:
    secret = "s3cr3t-token"  # noqa: S105 - made up
    for asked in (f"http://user:{secret}@127.0.0.1:9/x.git", f"gopher://{secret}@x"):
        with pytest.raises(OutsideError) as raised:
            open_checkout(asked, Path("?"), tmp_path / "cache", FOLDER_NAMES)
        assert secret not in raised.value.message.fr + raised.value.message.en + repr(raised.value)
    for file in (tmp_path / "cache").rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes()


def test_a_cache_that_can_t_be_made(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OutsideError) as raised:
        open_checkout("file:///x", Path("?"), tmp_path / "cache", FOLDER_NAMES)
    assert "XDG_CACHE_HOME" in raised.value.message.fr


def test_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutsideError) as raised:
        git.run_git(["version"], tmp_path)
    assert "git n'est pas installé" in raised.value.message.fr


def test_git_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(OutsideError) as raised:
        git.run_git(["version"], tmp_path, seconds=1)
    assert "en 1 secondes" in raised.value.message.fr


# what git says when it fails → why it did, in the sentence; whether it says that there is no repository
WORDS = {
    "one line": ("fatal: bad object main", "fatal: bad object main", False),
    "advice after it": (
        "ssh: no host x\nfatal: Could not read from remote repository.\n\nPlease make sure\nit exists.",
        "fatal: Could not read from remote repository", False,
    ),
    "a hint before it": ("hint: x\nerror: pathspec 'x' did not match", "error: pathspec 'x' did not match", False),
    "two reasons": ("error: first\nfatal: then\n", "fatal: then", False),
    "no reason by name": ("warning: x\nout of memory\n", "out of memory", False),
    "nothing": ("", "?", False),
    "no repository": (
        "fatal: not a git repository (or any of the parent directories): .git",
        "fatal: not a git repository (or any of the parent directories): .git", True,
    ),
    "no repository on this disk": (
        "fatal: not a git repository (or any parent up to mount point /data)\nStopping at filesystem boundary (…).",
        "fatal: not a git repository (or any parent up to mount point /data)", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("printed", "why", "no_repository"), WORDS.values(), ids=WORDS)
def test_why_git_failed_is_told(
    printed: str,
    why: str,
    no_repository: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    failing = tmp_path / "git"
    (tmp_path / "said").write_text(printed)
    failing.write_text(f"#!/bin/sh\ncat {tmp_path}/said >&2\nexit 128\n")
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(OutsideError) as raised:
        git.run_git(["version"], tmp_path)
    assert raised.value.message.fr == f"git a échoué : {why}. Vérifiez l'adresse, vos droits et le réseau."
    assert isinstance(raised.value, git.NoRepositoryError) is no_repository
    with nullcontext() if no_repository else pytest.raises(OutsideError):
        assert find_standing(tmp_path) is None


def test_describe_a_checkout(repository: Path) -> None:
    content = run(repository, "rev-parse", "HEAD")
    (repository / "README").write_text("not content")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "-m", "not content")
    assert describe(repository, FOLDER_NAMES) == SourceInfo(None, content, "2026-08-20T08:00:00+02:00")


# URL of the remote → the repository that is named
REMOTES = {
    "https://github.com/owner/name": "owner/name",
    "https://github.com/owner/name.git": "owner/name",
    "https://x-access-token:s3cr3t@github.com/owner/name.git/": "owner/name",
    "git@gitlab.example:group/sub/name.git": "group/sub/name",
    "ssh://git@forge.example/owner/name.git": "owner/name",
    "/srv/local": None,
}


@pytest.mark.parametrize(("url", "name"), REMOTES.items())
def test_describe_names_the_repository(repository: Path, url: str, name: str | None) -> None:
    run(repository, "remote", "add", "origin", url)
    assert describe(repository, FOLDER_NAMES).repository == name


def test_describe_what_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert describe(tmp_path / "plain", FOLDER_NAMES) == SourceInfo()


def test_describe_a_repository_whose_content_was_never_committed(repository: Path) -> None:
    assert describe(repository, ["elsewhere"]) == SourceInfo()


def test_a_bare_repository_in_the_content_runs_nothing(tmp_path: Path) -> None:
    """Its configuration would name a program for git to run."""
    trap = tmp_path / "trap"
    run(tmp_path, "init", "--quiet", "--bare", "trap")
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    run(trap, "config", "core.fsmonitor", str(program))
    run(trap, "config", "gpg.program", str(program))
    run(trap, "config", "log.showSignature", "true")
    assert describe(trap, FOLDER_NAMES) == SourceInfo()
    with pytest.raises(OutsideError):
        git.run_git(["rev-parse", "--git-dir"], trap)
    assert not (tmp_path / "ran").exists()
