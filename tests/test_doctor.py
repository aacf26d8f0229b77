"""`doctor`: a site that lacks nothing, then the same with one thing planted, each named with its cure."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from startup_stats import cli
from startup_stats.adoption.linters import LINTERS
from startup_stats.adoption.obstacles import OBSTACLES
from startup_stats.git.run import run_git
from startup_stats.kit import kit_files
from tests.ready import CHECK, INCLUDES, READY, STATS, TODAY, change, doctor, ready
from tests.repositories import commit, git
from tests.sites import PRODUCT, write_site
from tests.test_files import unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")

DAY = TODAY.isoformat()
BIOME_1 = '{"$schema": "https://biomejs.dev/schemas/1.8.3/schema.json", "files": {"ignore": [%s]}}\n'
USE = "startup-stats/startup-stats@v0"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready(tmp_path_factory.mktemp("ready") / "site")


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "un site à nous")


def put(path: str, content: str | bytes) -> Callable[[Path], object]:
    """Plant a file, committed."""
    return lambda site: commit(site, DAY, {path: content})


def edit(path: str, old: str, new: str) -> Callable[[Path], object]:
    """Plant something else in a file, committed."""
    return lambda site: change(site, path, old, new)


def shallow(site: Path) -> None:
    """Cut the history off, as a clone of one commit does."""
    commit(site, DAY, {})
    origin = site.rename(site.with_name("origin"))
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{origin}", site], check=True, capture_output=True)


def without_git(site: Path) -> str:
    shutil.rmtree(site / ".git")
    return ""


def linked_data(site: Path) -> None:
    shutil.rmtree(site / "_data")
    (site / "_data").symlink_to(site.parent)


def file_for_data(site: Path) -> None:
    shutil.rmtree(site / "_data")
    (site / "_data").write_text("")


def many_products(site: Path) -> None:
    commit(site, DAY, {f"content/_startups/p{n}.md": "---\ntitle: [\n---\n" for n in range(7)})


def other_includes(site: Path) -> None:
    for file in (site / "_includes/stats").iterdir():
        file.write_text("ancien")


# What is planted → the obstacle, and what its words hold in French.
PLANTED = {
    "an unreadable product": (
        put("content/_startups/b.md", "---\ntitle: [\n---\n"), "unreadable-content", "content/_startups/b.md",
    ),
    "an unreadable member, whom nobody is told": (
        put("content/_authors/jean.mer.md", "---\nrole: [\n---\n"), "unreadable-content", "1 fiche de membre.",
    ),
    "many unreadable products": (many_products, "unreadable-content", "p4.md, 2 autres."),
    "no content": (lambda site: shutil.rmtree(site / "content/_startups"), "unreadable-content", "content/_startups"),
    "no git": (without_git, "no-branch", "git init"),
    "a detached commit": (lambda site: git(site, "checkout", "--quiet", "--detach"), "no-branch", "git switch main"),
    "no permissions": (edit(STATS, "      contents: write", "      contents: read"), "permissions", "contents: write"),
    "permissions of the repository's settings": (
        put(STATS, f"on: push\njobs:\n  a:\n    steps:\n      - uses: {USE}\n        with: {{publish: commit}}\n"),
        "permissions", "contents: write",
    ),
    "read-all": (
        put(STATS, "on: push\npermissions: read-all\njobs:\n  a:\n    steps:\n"
            f"      - uses: {USE}\n        with: {{publish: commit}}\n"),
        "permissions", "contents: write",
    ),
    "a pull request without its permission": (
        edit(STATS, "publish: commit", "publish: pull-request"), "permissions", "ajoutez : pull-requests: write",
    ),
    "an issue without its permission": (
        edit(STATS, "publish: commit", "tracking-issue: true"), "permissions", "ajoutez : issues: write",
    ),
    "a comment without its permission": (
        edit(CHECK, "mode: check", "mode: check\n          comment: always"), "permissions", "pull-requests: write",
    ),
    "no _data": (lambda site: shutil.rmtree(site / "_data"), "no-data-folder", "mkdir _data"),
    "a linked _data": (linked_data, "no-data-folder", "lien symbolique"),
    "a file for _data": (file_for_data, "no-data-folder", "vrai dossier"),
    "a configuration's other suffix": (
        put("startup-stats.yaml", "language: fr\n"), "unread-configuration", "« startup-stats.yaml »",
    ),
    "a configuration elsewhere": (
        put("_data/startup_stats.yml", "language: fr\n"), "unread-configuration", "« _data/startup_stats.yml »",
    ),
    "both configurations": (
        lambda site: commit(site, DAY, {"startup-stats.yml": "", ".github/startup-stats.yml": ""}),
        "unread-configuration", "« .github/startup-stats.yml »",
    ),
    "a configuration among the workflows": (
        put(".github/workflows/startup-stats.yml", "language: fr\n"), "unread-configuration",
        "« .github/workflows/startup-stats.yml »",
    ),
    "a branch": (edit(STATS, "startup-stats@v0", "startup-stats@main"), "no-version", "@main"),
    "a branch's name that begins as a version": (
        edit(CHECK, "startup-stats@v0", "startup-stats@v0/next"), "no-version", "@v0/next",
    ),
    "no version at all": (edit(STATS, "startup-stats@v0", "startup-stats"), "no-version", "par rien"),
    "no include": (put("_config.yml", "title: Corail\n"), "page-passed-over", "_config.yml : include: [_pages]"),
    "another include": (
        put("_config.yml", "include: [_redirects]\n"), "page-passed-over", "include: [_redirects, _pages]",
    ),
    "settings that can't be read": (put("_config.yml", "include: [\n"), "page-passed-over", "include: [_pages]"),
    "an old script": (edit("assets/additional/js/stats.js", "startup-stats", "startup-stats 0.0"), "other-kit", "stats.js"),
    "a template that is gone": (
        lambda site: (site / "_includes/stats/day.html").unlink(), "other-kit", "_includes/stats/day.html",
    ),
    "many old templates": (other_includes, "other-kit", f"et {INCLUDES - 5} autres"),
    "Biome 1": (put("biome.json", BIOME_1 % ""), "linter", 'biome.json (files.ignore) : "assets/additional/js/stats.js"'),
    "Biome 1, half told": (
        put("biome.json", BIOME_1 % '"assets/*"'), "linter", '(files.ignore) : "_data/stats*.json"',
    ),
    "Biome 2": (put("biome.json", "{}\n"), "linter", 'biome.json (files.includes) : "!assets/additional/js/stats.js"'),
    "ESLint": (put("eslint.config.mjs", "export default [];\n"), "linter", "eslint.config.mjs (ignores)"),
    "Stylelint": (put(".stylelintrc.json", "{}\n"), "linter", "assets/additional/style/stats.css"),
    "Prettier, where it is run": (
        lambda site: commit(site, DAY, {".prettierrc": "{}\n", "package.json": '{"scripts": {"l": "prettier . --check"}}'}),
        "linter", ".prettierignore",
    ),
    "Prettier, in a workflow": (
        lambda site: commit(site, DAY, {"prettier.config.js": "", ".github/workflows/ci.yml": "jobs: {a: npx prettier -c .}\n"}),
        "linter", "_data/stats*.json",
    ),
    "a shallow clone": (shallow, "shallow-clone", "git fetch --unshallow"),
    "a history in a shallow checkout": (
        edit(STATS, "publish: commit", "history: true\n          publish: commit"), "shallow-clone", "fetch-depth: 0",
    ),
    "a check without its base": (edit(CHECK, "fetch-depth: 2", "fetch-depth: 1"), "shallow-clone", "fetch-depth: 2"),
    "a check without a checkout": (
        put(CHECK, f"on: push\njobs:\n  a:\n    steps:\n      - uses: {USE}\n        with: {{mode: check}}\n"),
        "shallow-clone", "fetch-depth: 2",
    ),
    "an uncommitted ledger": (
        lambda site: (site / "_data/stats_evidence.json").write_text("{}"), "ledger-without-history", "git add -f",
    ),
}  # fmt: skip


def test_a_site_that_lacks_nothing(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    before = sorted(site.rglob("*"))
    assert doctor(capsys, site) == (0, [])
    assert cli.main(["doctor", str(site)], today=TODAY) == 0
    assert capsys.readouterr().out == "Aucun obstacle : le site est prêt.\n"
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize(("plant", "name", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_obstacle_is_named_with_its_cure(
    plant: Callable[[Path], object], name: str, words: str, capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    plant(site)
    code, obstacles = doctor(capsys, site)
    assert (code, [each["id"] for each in obstacles]) == (1, [name])
    assert words in " ".join(obstacles[0].values())
    assert "jean.mer" not in str(obstacles)
    code, in_english = doctor(capsys, site, "--language", "en")
    assert [each["id"] for each in in_english] == [name]
    for key in ("wrong", "why"):
        assert in_english[0][key] != obstacles[0][key]


def test_a_schedule_is_off_after_sixty_days(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert doctor(capsys, site, today=TODAY + timedelta(days=60)) == (0, [])
    code, obstacles = doctor(capsys, site, today=TODAY + timedelta(days=61))
    assert (code, [each["id"] for each in obstacles]) == (1, ["schedule-off"])
    assert "20 août 2026" in obstacles[0]["wrong"]
    assert "gh workflow enable stats.yml" in obstacles[0]["cure"]
    (site / STATS).unlink()
    assert doctor(capsys, site, today=TODAY + timedelta(days=61)) == (0, [])


def test_every_obstacle_has_a_site_that_has_it() -> None:
    assert {each.id for each in OBSTACLES} == {name for _, name, _ in PLANTED.values()} | {"schedule-off"}


def test_of_the_kit_a_linter_meets_only_what_it_is_told_of() -> None:
    """A template that is called as a table, a script or a style is judged as one, and is none before Jekyll has made it."""
    told = {name for linter in LINTERS for name in linter.judged}
    ends = tuple({PurePosixPath(name).suffix for name in told})
    assert {path for path in kit_files() if path.endswith(ends)} == {name for name in told if name in kit_files()}


# What is left alone: it looks like an obstacle, and is none.
LEFT_ALONE = {
    "the page's own text": edit("_pages/stats.md", "title: Statistiques", "title: Nos chiffres"),
    "Windows' line ends": lambda site: (site / "_layouts/startup-stats.html").write_bytes(
        (site / "_layouts/startup-stats.html").read_bytes().replace(b"\n", b"\r\n")
    ),
    "a version's whole number": edit(STATS, "startup-stats@v0", "startup-stats@v0.1.0"),
    "a commit": edit(STATS, "startup-stats@v0", f"startup-stats@{'0a' * 20}"),
    "a token of one's own": edit(
        STATS, "publish: commit", "publish: pull-request\n          token: ${{ secrets.A }}"
    ),
    "a dry run": edit(STATS, "publish: commit", "publish: pull-request\n          dry-run: true"),
    "an expression": edit(STATS, "publish: commit", "publish: ${{ vars.HOW }}"),
    "write-all": put(STATS, "on: push\njobs:\n  a:\n    permissions: write-all\n    steps:\n"
                     f"      - uses: {USE}\n        with: {{publish: pull-request}}\n"),
    "a collection of pages": put("_config.yml", "collections: {pages: {output: true}}\n"),
    "collections in a list": put("_config.yml", "collections: [pages]\n"),
    "one include": put("_config.yml", "include: _pages\n"),
    "a page elsewhere": lambda site: commit(site, DAY, {"_config.yml": "", "_pages/stats.md": None, "stats.md": "---\n---\n"}),
    "a page that says where it is": lambda site: commit(
        site, DAY, {"_config.yml": "", "_pages/stats.md": None, "chiffres.html": "---\npermalink: /stats/\n---\n"}
    ),
    "a configuration": put("startup-stats.yml", "language: fr\n"),
    "a configuration that a workflow names": lambda site: commit(
        site, DAY, {
            "config/startup-stats.yml": "language: fr\n",
            STATS: str(READY[STATS]).replace("publish: commit", "publish: commit\n          config: ./config/startup-stats.yml"),
        },
    ),
    "another site's configuration": lambda site: commit(
        site, DAY, {
            "autre/startup-stats.yml": "language: fr\n",
            ".github/workflows/autre.yml": str(READY[STATS]).replace("publish: commit", "path: autre"),
        },
    ),
    "a workflow of our name": put(".github/workflows/startup-stats.yml", "on: push\njobs: {}\n"),
    "what Jekyll made": put("_site/startup-stats.yml", "language: fr\n"),
    "Biome 1, told": put("biome.json", BIOME_1 % '"assets/additional/js/stats.js", "./_data/stats*.json"'),
    "Biome 2, told": put("biome.json", '{"files": {"includes": ["**", "!**/assets", "!_data"]}}\n'),
    "ESLint, told": lambda site: commit(site, DAY, {".eslintrc.json": "{}", ".eslintignore": "# ours\n\n/assets/\n"}),
    "Prettier that nobody runs": put(".prettierrc", "{}\n"),
    "a style of the site's own, without the kit": lambda site: commit(
        site, DAY, {path: None for path in READY if path.startswith(("_includes", "_layouts"))}
        | {"assets/additional/js/stats.js": "/* ours */", "assets/additional/style/stats.css": "p {}"},
    ),
    "a whole history": edit(STATS, "          persist-credentials: false", "          fetch-depth: 0"),
    "a committed ledger": put("_data/stats_evidence.json", "{}"),
    "another repository's action": put(".github/workflows/a.yml", "on: push\njobs:\n  a:\n    steps:\n      - uses: a/b@main\n"),
    "no workflow": lambda site: shutil.rmtree(site / ".github"),
    "a commit made after all days": lambda site: subprocess.run(
        ["git", "-C", site, "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "--allow-empty", "-m", "x"],
        check=True, env={**os.environ, "GIT_COMMITTER_DATE": "@9999999999999 +0000"},
    ),
    "a site with no commit yet": lambda site: without_git(site) or git(site, "init", "--quiet"),
}  # fmt: skip


@pytest.mark.parametrize("plant", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_no_obstacle(plant: Callable[[Path], object], capsys: pytest.CaptureFixture[str], site: Path) -> None:
    plant(site)
    assert doctor(capsys, site) == (0, [])


def test_a_history_that_is_fetched_whole(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    change(site, STATS, "          persist-credentials: false", "          fetch-depth: ${{ vars.DEPTH }}")
    change(site, STATS, "publish: commit", "history: true\n          publish: commit")
    assert doctor(capsys, site) == (0, [])
    change(site, STATS, "${{ vars.DEPTH }}", "0")
    assert doctor(capsys, site) == (0, [])
    change(site, STATS, "fetch-depth: 0", "fetch-depth: 50")
    assert doctor(capsys, site)[0] == 1


# A workflow as anybody could have written it: nothing of it stops anything.
HOSTILE = {
    "binary": b"\x00\xff\xfe\x80",
    "a bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)),
    "too large": b"#" * (1024 * 1024 + 1),
    "deep": "a: " + "[" * 5000,
    "a list": "- a\n",
}  # fmt: skip
ODD = {
    "no jobs": "on: push\njobs: 3\n",
    "odd steps": "on: [push]\njobs: {a: 1, b: {steps: 2}, c: {steps: [x, 3, {uses: 4}]}}\n",
    "odd inputs": f"on: push\njobs: {{a: {{permissions: 3, steps: [{{uses: {USE}, with: 3}}]}}}}\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_workflow_that_can_t_be_read_is_told(
    content: str | bytes, capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    commit(site, DAY, {".github/workflows/z.yaml": content})
    assert doctor(capsys, site) == (0, [])
    assert cli.main(["doctor", str(site)], today=TODAY) == 0
    assert "« .github/workflows/z.yaml » ne se lit pas" in capsys.readouterr().out


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_a_workflow_of_another_shape_is_no_obstacle(
    content: str, capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    commit(site, DAY, {".github/workflows/z.yaml": content})
    assert doctor(capsys, site) == (0, [])


def test_several_stand_in_order_with_cures_that_cure(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    """The worst first; what is told to be done, done, leaves nothing."""
    shutil.rmtree(site / "_data")
    commit(
        site,
        DAY,
        {
            "_config.yml": "title: Corail\n",
            "biome.json": BIOME_1 % "",
            STATS: str(READY[STATS]).replace("@v0", "@main"),
        },
    )
    code, obstacles = doctor(capsys, site)
    assert code == 1
    assert [each["id"] for each in obstacles] == ["no-data-folder", "no-version", "page-passed-over", "linter"]
    assert cli.main(["doctor", str(site)], today=TODAY) == 1
    said = capsys.readouterr().out
    assert said.startswith("4 obstacles :\n1. Le site n'a pas de dossier _data.\n   C'est là")
    subprocess.run(["bash", "-ec", obstacles[0]["cure"]], cwd=site, check=True)
    change(site, STATS, "startup-stats/startup-stats@main", obstacles[1]["cure"].rpartition(" ")[2])
    commit(site, DAY, {
        "_config.yml": obstacles[2]["cure"].partition(" : ")[2],
        "biome.json": BIOME_1 % obstacles[3]["cure"].partition(" : ")[2],
    })  # fmt: skip
    assert doctor(capsys, site) == (0, [])


def test_a_site_below_the_top_of_its_repository(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    """Its workflows stand at the top, and so may its linter and a configuration that nothing reads."""
    (site / "le site").mkdir()
    for name in ("content", "_config.yml", "_data", "_includes", "_layouts", "_pages", "assets"):
        (site / name).rename(site / "le site" / name)
    for workflow, last in ((STATS, "publish: commit"), (CHECK, "mode: check")):
        change(site, workflow, last, f"{last}\n          path: le site")
    commit(site, DAY, {
        "biome.json": BIOME_1 % '"le site/assets/**"', "le site/.eslintrc": "{}", "startup-stats.yml": "language: fr\n",
        "autre/startup-stats.yml": "language: fr\n",
    })  # fmt: skip
    code, obstacles = doctor(capsys, site / "le site")
    assert (code, [each["id"] for each in obstacles]) == (1, ["unread-configuration", "linter", "linter"])
    assert "« startup-stats.yml »" in obstacles[0]["wrong"]
    assert "« le site/.github/startup-stats.yml »" in obstacles[0]["cure"]
    assert obstacles[1]["cure"].endswith('"le site/_data/stats*.json"')


def test_a_folder_that_can_t_be_read(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", site / "_config.yml"):
        assert cli.main(["doctor", str(path)], today=TODAY) == 3
        assert "n'est pas un dossier qui se lit" in capsys.readouterr().err


def test_what_the_disk_does_not_show(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A folder that is closed, and a pipe and a large file where a page or a setting could be: nothing waits."""
    site = write_site(tmp_path / "site")
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    (site / "_pages").mkdir()
    os.mkfifo(site / "_pages/a.md")
    os.mkfifo(site / "_config.yml")
    (site / "biome.json").write_bytes(b" " * (1024 * 1024 + 1))
    (site / "loin.html").symlink_to("/dev/zero")
    assert [each["id"] for each in doctor(capsys, site)[1]] == ["no-branch", "no-data-folder", "page-passed-over"]
    (site / ".github/workflows").mkdir(parents=True)
    (site / ".github").chmod(0o000)
    with unprivileged():
        assert cli.main(["doctor", str(site)], today=TODAY) == 3
        assert "accès est refusé" in capsys.readouterr().err
        assert cli.main(["init", str(site)], today=TODAY) == 3
        assert "accès est refusé" in capsys.readouterr().err
    (site / ".github").chmod(0o755)
    site.chmod(0o000)
    with unprivileged():
        assert cli.main(["doctor", str(site)], today=TODAY) == 3
        assert "n'est pas un dossier qui se lit" in capsys.readouterr().err
    site.chmod(0o755)


def test_usage_and_a_configuration_with_faults(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert cli.main(["doctor", "--nothing"], today=TODAY) == 2
    (site / "startup-stats.yml").write_text("langage: fr\n")
    assert cli.main(["doctor", str(site)], today=TODAY) == 2
    assert "startup-stats.yml" in capsys.readouterr().err


def test_git_that_fails_is_no_missing_repository(
    capsys: pytest.CaptureFixture[str], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(site))
    assert cli.main(["doctor", str(site)], today=TODAY) == 3
    assert "git n'est pas installé" in capsys.readouterr().err


def test_names_that_no_terminal_should_see(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    """A file's name can hold anything: it is told on one line, and commands nobody."""
    place = site / ".github/workflows" / "a\x1b[31m\n::error::b.yml"
    place.write_bytes(b"\xff")
    (site / "startup-stats.yaml").symlink_to("nowhere")
    assert cli.main(["doctor", str(site)], today=TODAY) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith("::")]
    assert "« startup-stats.yaml »" in said


def test_the_real_site_has_a_page_s_folder_to_name(capsys: pytest.CaptureFixture[str], real_site: Path) -> None:
    code, obstacles = doctor(capsys, real_site, today=date(2026, 8, 20))
    assert (code, [each["id"] for each in obstacles]) == (1, ["no-branch", "no-data-folder", "page-passed-over"])
    assert json.dumps(obstacles)


def test_the_fixture_is_one_that_git_knows(site: Path) -> None:
    assert run_git(["status", "--porcelain"], site) == ""
    assert (site / "content/_startups/voisin.md").read_text() == PRODUCT
