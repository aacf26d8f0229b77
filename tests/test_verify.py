"""`verify`: a published stats.json computed again from what it names."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import __version__, cli
from startup_stats.document.claim import MAX_BYTES
from startup_stats.git import fitting
from startup_stats.git.objects import first_parents
from tests.conftest import REAL_CONFIG
from tests.repositories import SITE, commit, git, history
from tests.sites import PRODUCT, TODAY
from tests.test_history_command import without
from tests.test_known_at import product

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Said = tuple[int, str, str]

pytestmark = pytest.mark.usefixtures("apart")
STATS, LEDGER = "_data/stats.json", "_data/stats_evidence.json"
CONFIG = "language: fr\nlicence: {name: L, url: 'https://l.example'}\n"
EVIDENCE = '{"products": {}, "schema_version": 1}'
EQUAL = (0, True)


@pytest.fixture(autouse=True)
def outside_of_this_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Program:
    """The program, and what it says."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        code = cli.main([str(argument) for argument in arguments], today=TODAY)
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def is_equal(self, *arguments: object) -> tuple[int, bool]:
        """Verify, say nothing on standard error, and say whether the answer is that of equal files."""
        code, out, err = self("verify", *arguments)
        assert err == ""
        return code, out.startswith("Égal : ") and "Différent" not in out


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(capsys)


def publish(root: Path, program: Program, *options: str) -> Path:
    """Build a site's file and commit it, later than its content."""
    assert program("build", root, "-q", *options)[0] == 0
    commit(root, "2026-08-21", {})
    return root / STATS


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {**SITE, "startup-stats.yml": CONFIG, LEDGER: EVIDENCE, "_data/x.json": "{}"}
    return history(tmp_path / "site", [("2026-08-19", files)])


@pytest.fixture
def file(site: Path, program: Program) -> Path:
    return publish(site, program)


def edited(file: Path, **changes: Any) -> None:
    """Write other values at some keys, of `source` where they begin so."""
    document = json.loads(file.read_text())
    for key, value in changes.items():
        place, name = (document["source"], key[7:]) if key.startswith("source_") else (document, key)
        place[name] = value
    file.write_text(json.dumps(document))


def test_a_published_file_is_what_its_content_gives(file: Path, program: Program) -> None:
    before = git(file.parent, "status", "--porcelain", "--ignored")
    named = git(file.parent, "rev-parse", "HEAD~")[:12]
    assert program("verify", file) == (
        0, f"Égal : « {file} » est, à l'octet près, ce que donnent les fiches du commit {named}, au 20 août 2026.\n", ""
    )  # fmt: skip
    assert git(file.parent, "status", "--porcelain", "--ignored") == before


# how the site is configured, and built
WAYS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "by the defaults": (None, ()),
    "in English": (None, ("--language", "en")),
    "by the other method": (None, ("--method", "site")),
    "of another day": (None, ("--as-of", "2024-02-01")),
    "of another day's content": (None, ("--known-at", "2026-08-20", "-o", "{stats}")),
    "by a method of its own": ("methods: {end: site}\n", ()),
    "in folders that are configured": ("paths: {products: content/_startups, members: content/_authors/}\n", ()),
}


@pytest.mark.parametrize(("config", "options"), WAYS.values(), ids=WAYS)
def test_however_it_was_built(config: str | None, options: tuple[str, ...], tmp_path: Path, program: Program) -> None:
    files = {**SITE, "_data/x.json": "{}", **({} if config is None else {".github/startup-stats.yml": config})}
    root = history(tmp_path / "site", [("2026-08-19", files)])
    file = publish(root, program, *(option.format(stats=root / STATS) for option in options))
    assert program("verify", file)[0] == 0


def test_where_it_is_looked_for(
    file: Path, site: Path, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(site, "bundle", "create", "--quiet", str(tmp_path / "site.bundle"), "HEAD")
    elsewhere = tmp_path / "downloaded.json"
    elsewhere.write_bytes(file.read_bytes())
    monkeypatch.chdir(site / "content")
    commit(site, "2026-08-22", {"public/stats.json": file.read_bytes(), LEDGER: None})
    for arguments in (
        ["../_data/stats.json"],
        ["../public/stats.json"],
        [elsewhere, "--site", site],
        [elsewhere, "--site", tmp_path / "site.bundle"],
        [elsewhere, "--site", f"file://{site}"],
        [f"HEAD:{STATS}", "--site", site],
        [f"HEAD:{STATS}", "--site", f"file://{site}"],
        [f"{git(site, 'rev-parse', 'HEAD~')}:{STATS}", "--site", ".."],
    ):
        assert program.is_equal(*arguments) == EQUAL, arguments
    monkeypatch.chdir(site)
    assert program.is_equal(f"main:{STATS}") == EQUAL


def test_what_came_after_does_not_matter(file: Path, site: Path, program: Program) -> None:
    """The configuration and the ledger are those that were read, wherever in history they are."""
    published = file.read_bytes()
    commit(site, "2026-08-22", {"startup-stats.yml": "language: en\n", LEDGER: '{"schema_version": 1,"products":{}}'})
    publish(site, program)
    commit(site, "2026-08-23", {"startup-stats.yml": None, ".github/startup-stats.yml": CONFIG, LEDGER: None})
    commit(site, "2026-08-24", {"content/_startups/b.md": PRODUCT})
    assert program("verify", file)[0] == 0
    file.write_bytes(published)
    assert program.is_equal(file) == EQUAL
    commit(site, "2026-08-25", {".github/startup-stats.yml": None})
    assert program.is_equal(file) == EQUAL


def test_the_history_is_the_one_that_was_read(site: Path, tmp_path: Path, program: Program) -> None:
    """It tells first figures and revisions; later ones, or none, tell others."""
    past = site / "_data/stats_history.json"
    assert program("history", site, "-q")[0] == 0
    file = publish(site, program)
    assert '"first":' in file.read_text()
    kept = tmp_path / "kept.json"
    kept.write_bytes(past.read_bytes())
    assert program.is_equal(file) == EQUAL
    for content in (b"{}", None):
        commit(site, "2026-08-22", {"_data/stats_history.json": content})
        assert program.is_equal(file) == EQUAL
    assert program.is_equal(file, "--history", kept) == EQUAL
    edited(file, source_history=None)
    assert "$.indicators.agent.years[" in program("verify", file)[1]


def test_what_nobody_committed_yet_is_at_hand(site: Path, program: Program) -> None:
    (site / "startup-stats.yml").write_text("language: en\n")
    (site / LEDGER).write_text('{"schema_version": 1, "products": {}}')
    program("build", site, "-q")
    assert program("verify", site / STATS)[0] == 0


def test_a_file_that_git_does_not_have_can_be_given(site: Path, tmp_path: Path, program: Program) -> None:
    config, ledger = tmp_path / "c.yml", tmp_path / "l.json"
    config.write_text("first_year: 2015\n")
    ledger.write_text('{"schema_version": 1,  "products": {}}')
    file = publish(site, program, "--config", str(config), "--ledger", str(ledger))
    assert program.is_equal(file, "--config", config, "--ledger", ledger) == EQUAL
    for given, key in ((("--config", config), "ledger"), (("--ledger", ledger), "configuration")):
        code, out, err = program("verify", file, *given)
        assert (code, out, err.startswith(f"$.source.{key} : ")) == (3, "", True)


def test_a_shallow_checkout_names_the_commit_that_it_has(site: Path, tmp_path: Path, program: Program) -> None:
    """As a workflow does: it is no commit of the content, and holds it all the same."""
    commit(site, "2026-08-21", {"README.md": "x"})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{site}", "clone")
    program("build", tmp_path / "clone", "-q")
    assert json.loads((tmp_path / "clone" / STATS).read_text())["source"]["commit"] == git(site, "rev-parse", "HEAD")
    assert program.is_equal(tmp_path / "clone" / STATS) == EQUAL
    assert program.is_equal(tmp_path / "clone" / STATS, "--site", site) == EQUAL


# a part of the file → what stands in its place, the exit code and what is said
def replaced(old: str, new: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        text = file.read_text()
        assert text.count(old) >= 1
        file.write_text(text.replace(old, new, 1))

    return change


def with_values(**changes: Any) -> Callable[[Path], None]:
    return lambda file: edited(file, **changes)


CHANGED: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "a figure": (
        replaced('"phase":"construction","since"', '"phase":"acceleration","since"'),
        ("$.products[0].phase", 'fichier : "acceleration"', 'recalculé : "construction"', "C'est la seule."),
    ),
    "several": (
        with_values(as_of="2026-08-19", language="en"),
        ("First difference: $.accessibility.alternative\n", "  computed again: ", "Others follow."),
    ),
    "a word": (
        replaced('"title":"Marché voisin"', '"title":"Marché voisine"'),
        ("$.products[0].title", '  dans le fichier : "Marché voisine"', '  recalculé : "Marché voisin"', "la seule."),
    ),
    "something is gone": (replaced('"complete":true,', ""), (".complete\n  dans le fichier : rien",)),
    "something is there that was not": (
        with_values(extra=[1]),
        ("$.extra", "  dans le fichier : une liste (1 élément)", "  recalculé : rien"),
    ),
    "the same, written otherwise": (
        replaced('"as_of": "2026', '"as_of":  "2026'),
        ("dit la même chose, écrite autrement ; à partir de la ligne",),
    ),
    "a key twice": (
        replaced('"as_of": "2026-08-20"', '"as_of": "2020-01-01","as_of": "2026-08-20"'),
        ("écrite autrement",),
    ),
    "the name of the content": (with_values(source_content=None), ("$.source.content", "dans le fichier : null")),
    "the time of the commit": (with_values(source_committed_at="2020-01-01T00:00:00Z"), ("$.source.committed_at",)),
    "the day": (with_values(as_of="2026-08-19"), ("$.",)),
    "the version of the definitions": (with_values(definitions_version=1), ("$.definitions_version", "fichier : 1")),
    "the program": (with_values(generator="somebody"), ("$.generator", '"somebody"')),
}


@pytest.mark.parametrize(("change", "told"), CHANGED.values(), ids=CHANGED)
def test_where_a_file_is_not_what_its_content_gives(
    change: Callable[[Path], None], told: tuple[str, ...], file: Path, program: Program
) -> None:
    change(file)
    code, out, err = program("verify", file)
    assert (code, err) == (1, "")
    assert [words for words in told if words not in out] == []


def test_the_answer_as_json(file: Path, program: Program) -> None:
    told = json.loads(program("verify", file, "--format", "json")[1])
    named = git(file.parent, "rev-parse", "HEAD~")
    equal = {
        "file": str(file), "commit": named, "as_of": "2026-08-20", "equal": True, "difference": None, "others": False,
        "line": None, "since": None,
        "generator": f"startup-stats {__version__}", "computed_by": f"startup-stats {__version__}",
    }  # fmt: skip
    assert told == equal
    edited(file, extra={})
    code, out, _ = program("verify", file, "--format", "json")
    assert (code, json.loads(out)) == (
        1, {**equal, "equal": False, "difference": {"path": "$.extra", "published": "an object (0 keys)"}}
    )  # fmt: skip


# what the file says at a place → what the answer says of it, as text and as JSON
VALUES: dict[str, tuple[str, str, Any]] = {
    "a text that no file can hold": (r'"\ud800"', '"\ufffd"', "\ufffd"),
    "a text that moves the cursor": (r'"\u009b2J"', '"\ufffd2J"', "\ufffd2J"),
    "a number beyond all": ("1e999", "Infinity", "Infinity"),
    "a fraction": ("1.50", "1.5", "1.5"),
    "a flag": ("true", "true", True),
    "null": ("null", "null", None),
    "a number": ("12", "12", 12),
    "what is deep": ("[" * 400 + "]" * 400, "une liste (1 élément)", "a list (1 item)"),
}


@pytest.mark.parametrize(("value", "text", "told"), VALUES.values(), ids=VALUES)
def test_values_of_other_people_are_told_without_harm(
    value: str, text: str, told: Any, file: Path, program: Program
) -> None:
    replaced('"as_of": ', f'"aa": {value}, "as_of": ')(file)
    assert f"$.aa\n  dans le fichier : {text}\n" in program("verify", file)[1]
    assert json.loads(program("verify", file, "--format", "json")[1])["difference"] == {
        "path": "$.aa",
        "published": told,
    }


def test_english_is_spoken_of_a_file_in_english(site: Path, program: Program) -> None:
    file = publish(site, program, "--language", "en")
    assert program("verify", file)[1].startswith("Equal: ")
    assert program("verify", file, "--language", "fr")[1].startswith("Égal : ")


def test_another_version_is_told_with_what_it_means(file: Path, program: Program) -> None:
    text = file.read_text()
    file.write_text(text.replace(f"startup-stats {__version__}", "startup-stats 0.0.9"))
    code, out, _ = program("verify", file, "--language", "en")
    assert code == 0
    assert out.splitlines()[1:] == [
        f"The file says that startup-stats 0.0.9 wrote it; it was computed again by startup-stats {__version__}.",
        "Both versions give the same figures and the same words: that number alone could not be verified.",
    ]
    replaced('"definitions_version": 2', '"definitions_version": 1')(file)
    code, out, _ = program("verify", file, "--language", "en")
    assert (code, "First difference: $.definitions_version" in out) == (1, True)
    assert out.endswith("install startup-stats 0.0.9 to conclude.\n")
    told = json.loads(program("verify", file, "--format", "json")[1])
    assert (told["generator"], told["computed_by"]) == ("startup-stats 0.0.9", f"startup-stats {__version__}")


def test_the_repository_is_compared_where_it_is_known(file: Path, site: Path, program: Program) -> None:
    replaced('"repository": null', '"repository": "corail/site"')(file)
    assert program.is_equal(file) == EQUAL
    git(site, "remote", "add", "origin", "https://forge.example/marees/site.git")
    code, out, _ = program("verify", file)
    assert (code, "$.source.repository" in out, "C'est la seule." in out) == (1, True, True)


# what stands in the place of the file → a part of what is said
NO_FILES: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "n'est pas du JSON"),
    "no JSON": ("{", "n'est pas du JSON"),
    "no text": (b"\xff\xfe{", "n'est pas du JSON"),
    "no number": ('{"a": NaN}', "n'est pas du JSON"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "n'est pas du JSON"),
    "a number of ten thousand digits": ('{"a": ' + "9" * 10_000 + "}", "n'est pas du JSON"),
    "what is deep": ("[" * 200_000, "n'est pas du JSON"),
    "what is large": (b" " * (MAX_BYTES + 1), "est trop gros pour un stats.json (plus de 32 Mio)"),
    "a list": ("[]", "n'a pas la forme d'un stats.json"),
    "a word": ('"source"', "n'a pas la forme d'un stats.json"),
    "no source": ("{}", "n'a pas la forme d'un stats.json"),
    "a source of another shape": ('{"source": []}', "n'a pas la forme d'un stats.json"),
}


@pytest.mark.parametrize(("content", "told"), NO_FILES.values(), ids=NO_FILES)
def test_a_file_that_is_none(content: str | bytes, told: str, site: Path, program: Program) -> None:
    (site / STATS).write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = program("verify", site / STATS)
    assert (code, out, told in err, err.count("\n")) == (2, "", True, 1)


COMMIT = "0" * 40
# values of a file's keys → the exit code, a part of what is said
ODD: dict[str, tuple[Mapping[str, Any], int, str]] = {
    "no commit": ({"source_commit": None}, 2, "ne nomme pas de commit"),
    "an option for a commit": ({"source_commit": "--output=x"}, 2, "n'a pas la forme"),
    "a name for a commit": ({"source_commit": "main"}, 2, "n'a pas la forme"),
    "a short commit": ({"source_commit": "abcdef0"}, 2, "n'a pas la forme"),
    "a number for a commit": ({"source_commit": 1}, 2, "n'a pas la forme"),
    "a commit and more": ({"source_commit": f"{COMMIT}\n"}, 2, "n'a pas la forme"),
    "a commit of another repository": ({"source_commit": COMMIT}, 3, "n'a pas le commit 000000000000"),
    "no day": ({"as_of": "2026-02-30"}, 2, "n'a pas la forme"),
    "a day before all series": ({"as_of": "1999-01-01"}, 2, "$.as_of : le 1er janvier 1999 précède"),
    "another language": ({"language": "de"}, 2, "n'a pas la forme"),
    "a language that is a list": ({"language": []}, 2, "n'a pas la forme"),
    "a digest that is none": ({"source_ledger": "../x"}, 2, "n'a pas la forme"),
    "another digest of the configuration": ({"source_configuration": "0" * 64}, 3, "$.source.configuration : "),
    "another digest of the ledger": ({"source_ledger": "0" * 64}, 3, "$.source.ledger : "),
    "a history that nobody has": ({"source_history": "0" * 64}, 3, "$.source.history : "),
    "another method": ({"indicators": {"end": {"method": "x"}}}, 2, "n'a pas la forme"),
    "indicators of another shape": ({"indicators": {"end": []}}, 2, "n'a pas la forme"),
    "a generator that is no text": ({"generator": 1}, 2, "n'a pas la forme"),
}


@pytest.mark.parametrize(("changes", "expected", "told"), ODD.values(), ids=ODD)
def test_what_can_t_be_computed_again(
    changes: Mapping[str, Any], expected: int, told: str, file: Path, program: Program
) -> None:
    edited(file, **changes)
    code, out, err = program("verify", file)
    assert (code, out, told in err, err.count("\n")) == (expected, "", True, 1), err


def test_objects_that_are_no_commit(file: Path, site: Path, program: Program) -> None:
    for name in ("HEAD^{tree}", f"HEAD:{STATS}"):
        edited(file, source_commit=git(site, "rev-parse", name))
        assert program("verify", file)[0] == 3


def test_an_earlier_version_with_fewer_indicators_is_compared(file: Path, program: Program) -> None:
    indicators = json.loads(file.read_text())["indicators"]
    del indicators["fast"]
    edited(file, indicators=indicators)
    code, out, _ = program("verify", file)
    assert (code, "Première différence : $.indicators.fast\n" in out) == (1, True)


# arguments → exit code, a part of what is said
MISUSED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no such file": (("nowhere.json",), 2, "n'est ni un fichier, ni « REF:chemin »"),
    "an address": (("https://corail.example/stats.json",), 2, "se télécharge d'abord"),
    "a folder": (("content",), 2, "ne peut pas être lu (c'est un dossier)"),
    "no such commit": ((f"v9:{STATS}",), 2, "git ne connaît pas « v9 »"),
    "an option for a commit": (("--", f"--output=x:{STATS}"), 2, "git ne connaît pas « --output=x »"),
    "nothing before the colon": ((f":{STATS}",), 2, "n'est ni un fichier"),
    "nothing after the colon": (("HEAD:",), 2, "n'est ni un fichier"),
    "no such file in a commit": (("HEAD:_data/none.json",), 2, "« HEAD » n'a pas de fichier « _data/none.json »"),
    "a folder in a commit": (("HEAD:content",), 2, "n'a pas de fichier « content »"),
    "no such site": ((STATS, "--site", "nowhere"), 3, "n'est ni un dossier"),
    "a site without git": ((STATS, "--site", "plain"), 3, "n'a pas le commit"),
    "another configuration": ((STATS, "--config", "content/_startups/voisin.md"), 2, "$.source.configuration : "),
    "another ledger": ((STATS, "--ledger", "_data/x.json"), 2, "$.source.ledger : _data/x.json n'est pas le fichier"),
    "a history where there was none": ((STATS, "--history", STATS), 2, "$.source.history est null : ces chiffres ont"),
    "no such ledger": ((STATS, "--ledger", "none"), 2, "none ne peut pas être lu (il n'existe pas)"),
}


@pytest.mark.parametrize(("arguments", "expected", "told"), MISUSED.values(), ids=MISUSED)
@pytest.mark.usefixtures("file")
def test_what_can_t_be_asked(
    arguments: tuple[str, ...],
    expected: int,
    told: str,
    site: Path,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(site)
    (site / "plain").symlink_to(tmp_path)
    code, out, err = program("verify", *arguments)
    assert (code, out, told in err, err.count("\n")) == (expected, "", True, 1), err


def test_a_file_outside_of_any_site(file: Path, tmp_path: Path, program: Program) -> None:
    (tmp_path / "alone.json").write_bytes(file.read_bytes())
    code, _, err = program("verify", tmp_path / "alone.json")
    assert (code, "n'est pas dans un checkout git : dites par --site" in err) == (2, True)


def test_a_pipe_is_read_as_a_file(file: Path, site: Path, program: Program) -> None:
    with subprocess.Popen(["cat", file], stdout=subprocess.PIPE) as cat:
        assert cat.stdout
        assert program.is_equal(f"/dev/fd/{cat.stdout.fileno()}", "--site", site) == EQUAL
    assert program("verify", "/dev/zero", "--site", site)[0] == 2


def test_the_repository_to_ask_is_named(file: Path, program: Program) -> None:
    edited(file, source_commit=COMMIT, source_repository="corail/\x1b[2Jsite")
    assert "le dépôt dont il vient (corail/ [2Jsite)" in program("verify", file)[2]


def test_files_of_the_content_that_git_lacks(file: Path, site: Path, program: Program) -> None:
    without(site, "HEAD:content/_startups/voisin.md")
    code, out, err = program("verify", file)
    assert (code, out, "n'a pas un des fichiers du contenu" in err) == (3, "", True)


def test_a_history_that_is_too_short(file: Path, site: Path, tmp_path: Path, program: Program) -> None:
    commit(site, "2026-08-24", {"content/_startups/b.md": product(("construction", "2020-01-01"))})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{site}", "clone")
    code, _, err = program("verify", file, "--site", tmp_path / "clone")
    assert (code, "Son historique est incomplet" in err) == (3, True)


def test_a_configuration_that_is_valid_no_more_is_told(file: Path, site: Path, program: Program) -> None:
    commit(site, "2026-08-22", {"startup-stats.yml": "first_yeer: 2015\n"})
    edited(file, source_configuration=subprocess.run(
        ["sha256sum", site / "startup-stats.yml"], check=True, capture_output=True, text=True
    ).stdout.split()[0])  # fmt: skip
    code, out, err = program("verify", file)
    assert (code, out, "first_yeer" in err) == (2, "", True)


def test_versions_are_looked_for_so_far(
    file: Path, site: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        commit(site, f"2026-08-2{number + 2}", {LEDGER: EVIDENCE + " " * number})
    (site / STATS).unlink()
    publish(site, program)
    (site / LEDGER).unlink()
    assert program.is_equal(file) == EQUAL
    monkeypatch.setattr(fitting, "MOST_VERSIONS", 1)
    assert program("verify", file)[0] == 3


@pytest.mark.unmeasured
def test_every_changed_byte_is_found(file: Path, program: Program) -> None:
    """Somewhere in the file; but for the number of the program's version, of which the answer speaks."""
    content = file.read_bytes()
    rng, version = random.Random(5), content.index(b"startup-stats ") + len("startup-stats ")  # noqa: S311 - no secret
    for place in rng.sample(range(len(content)), 60):
        changed = bytearray(content)
        changed[place] ^= 1
        file.write_bytes(changed)
        code, out, err = program("verify", file)
        if not version <= place < version + len(__version__):
            assert code in (1, 2, 3), place
            assert "Différent : " in out or err, place


@pytest.mark.unmeasured
@pytest.mark.parametrize("commits", [1, pytest.param(20, marks=pytest.mark.long)])
def test_files_of_the_real_content(commits: int, real_history: Path, tmp_path: Path, program: Program) -> None:
    """Of commits of the first site's ten years: each built on a checkout, and verified from another clone."""
    clone, place = tmp_path / "clone", tmp_path / "checkout"
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", real_history, clone], check=True)
    known = first_parents(real_history)
    git(real_history, "worktree", "add", "--quiet", "--detach", str(place), known[0].id)
    (place / "_data").mkdir()
    picked = sorted(random.Random(commits).sample(range(len(known) // 2), commits))  # noqa: S311 - no secret
    for number in picked:
        git(place, "checkout", "--quiet", "--force", known[number].id)
        day = datetime.fromtimestamp(known[number].time, UTC).date().isoformat()
        built = ("build", place, "-q", "--config", REAL_CONFIG, "--as-of", day, "--accept", "--language", "fr")
        assert program(*built)[0] == 0
        stats = place / STATS
        assert json.loads(stats.read_text())["source"]["content"] is not None
        assert program.is_equal(stats, "--site", clone, "--config", REAL_CONFIG) == EQUAL, known[number].id
        stats.unlink()
