"""`init`: what a site needs is written where nothing is, nothing over what is there, and what is left is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from startup_stats import cli
from startup_stats.config.reading import parse_config
from startup_stats.config.settings import Config
from startup_stats.kit import kit_files, workflow_files
from startup_stats.schema.validators import address
from startup_stats.vocabulary import VOCABULARY
from tests.conftest import PROJECT
from tests.forge import make_repository, served
from tests.needed import program
from tests.ready import CHECK, INCLUDES, STATS, TODAY, doctor
from tests.repositories import commit, git, history, repository
from tests.sites import INCUBATOR, MEMBER, PRODUCT, write_site
from tests.workflows import Runner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")

CONFIG = ".github/startup-stats.yml"
WRITTEN = {"_data/.gitkeep", CONFIG, STATS, CHECK, *kit_files()}
FIRST_LINE = f"# yaml-language-server: $schema={address('config')}"


def init(capsys: pytest.CaptureFixture[str], site: Path, *options: str, code: int = 0) -> str:
    """Run it; what it said, on either stream."""
    assert cli.main(["init", str(site), *options], today=TODAY) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def files(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file but git's own, with its bytes and when it was written."""
    return {
        place.relative_to(root).as_posix(): (place.read_bytes(), place.stat().st_mtime_ns)
        for place in root.rglob("*")
        if place.is_file() and ".git" not in place.relative_to(root).parts
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a repository, with a folder's name that needs quotes everywhere."""
    return history(tmp_path / "Été à l'État", [(TODAY.isoformat(), {
        "content/_startups/voisin.md": PRODUCT, "content/_authors/ana.corail.md": MEMBER,
        "content/_incubators/dinum.md": INCUBATOR, "_config.yml": "include: [_pages]\n",
    })])  # fmt: skip


def test_from_nothing_to_a_site_that_lacks_nothing(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    before = files(site)
    said = init(capsys, site)
    after = files(site)
    assert after.keys() - before.keys() == WRITTEN
    assert {path: after[path] for path in before} == before
    assert f"Écrit :\n  _data/.gitkeep\n  _includes/stats/ ({INCLUDES} fichiers)\n" in said
    assert "\nAucun obstacle.\n\nReste à faire :\n" in said
    assert "Si la branche « main » est protégée : « publish: pull-request »" in said
    assert doctor(capsys, site) == (0, [])
    for name, text in workflow_files().items():
        assert (site / ".github/workflows" / name).read_text() == text
    for path, text in kit_files().items():
        assert (site / path).read_text(encoding="utf-8") == text
    assert cli.main(["build", str(site), "--quiet"], today=TODAY) == 0
    assert (site / "_data/stats.json").exists()


def test_the_same_again_writes_nothing(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    init(capsys, site)
    before = files(site)
    for options in ([], ["--force"], ["--dry-run", "--force"]):
        said = init(capsys, site, *options)
        assert files(site) == before
        assert "Rien à écrire." in said
        assert f"Le site a déjà {CONFIG}" in said
        assert "Écrit" not in said


def test_a_dry_run_writes_nothing_and_says_all(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    """What it says of the site afterwards is what is said once it is so."""
    commit(
        site, "2026-01-01", {"_config.yml": "title: Corail\n", "biome.json": "{}\n", ".github/workflows/a.yml": "- 1\n"}
    )
    before = files(site)
    foretold = init(capsys, site, "--dry-run")
    assert files(site) == before
    assert not (site / "_data").exists()
    said = init(capsys, site)
    assert "1. _config.yml ne nomme pas le dossier _pages." in said
    assert "gh workflow enable stats.yml" in said
    assert foretold.replace("Serait écrit", "Écrit") == said
    (site / "assets/additional/js/stats.js").write_text("/* startup-stats */")
    foretold = init(capsys, site, "--dry-run", "--force")
    assert "Serait remplacé :\n  assets/additional/js/stats.js\n" in foretold
    assert foretold.replace("Serait remplacé", "Remplacé") == init(capsys, site, "--force")


def test_in_english(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    said = init(capsys, site, "--language", "en")
    assert said.startswith(f"Written:\n  _data/.gitkeep\n  _includes/stats/ ({INCLUDES} files)\n")
    assert 'If the branch "main" is protected: "publish: pull-request"' in said
    assert init(capsys, site, "--language", "en", "--dry-run").startswith("The same already:")


# What is there already → whether --force replaces it.
OTHERS = {STATS: True, CHECK: True, "_includes/stats/day.html": True, "assets/additional/js/stats.js": True,
          "_layouts/startup-stats.html": True, "_pages/stats.md": False, CONFIG: False}  # fmt: skip


@pytest.mark.parametrize(("path", "is_replaced"), OTHERS.items(), ids=OTHERS)
def test_what_is_there_stays(path: str, is_replaced: bool, capsys: pytest.CaptureFixture[str], site: Path) -> None:  # noqa: FBT001
    place = site / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("# à nous\n")
    said = init(capsys, site)
    assert place.read_text() == "# à nous\n"
    assert (f"laissé tel quel (--force le remplace, sauf la page) :\n  {path}\n" in said) == (path != CONFIG)
    said = init(capsys, site, "--force")
    assert (place.read_text() != "# à nous\n") == is_replaced
    assert (f"Remplacé :\n  {path}\n" in said) == is_replaced


def test_another_system_s_line_ends_are_no_difference(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    init(capsys, site)
    (site / STATS).write_bytes((site / STATS).read_bytes().replace(b"\n", b"\r\n"))
    before = files(site)
    assert "Rien à écrire." in init(capsys, site)
    assert files(site) == before


def test_what_does_the_same_under_another_name_is_enough(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    text = workflow_files()
    commit(site, "2026-08-20", {
        ".github/workflows/nuit.yml": text["stats.yml"].replace("publish: commit", "publish: none"),
        ".github/workflows/pr.yaml": text["stats-check.yml"], "startup-stats.yml": "language: fr\n",
        "stats.html": "---\nlayout: default\n---\n",
    })  # fmt: skip
    said = init(capsys, site)
    for path in (STATS, CHECK, CONFIG, "_pages/stats.md"):
        assert not (site / path).exists()
    for path in (".github/workflows/nuit.yml", ".github/workflows/pr.yaml", "startup-stats.yml", "stats.html"):
        assert f"Le site a déjà {path} : rien n'y est ajouté." in said
    assert "Donnez à la page du site, stats.html, ces lignes d'en-tête" in said
    assert "protégée" not in said
    assert doctor(capsys, site) == (0, [])


def test_a_workflow_of_another_site_is_none_of_this_one(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    commit(site, "2026-08-20", {
        ".github/workflows/autre.yml": workflow_files()["stats.yml"].replace("publish: commit", "path: ./autre/"),
    })  # fmt: skip
    init(capsys, site)
    assert (site / STATS).exists()


def test_data_that_git_keeps_needs_no_file_for_it(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "_data").mkdir()
    (site / "_data/menu.yml").write_text("a: 1\n")
    init(capsys, site)
    assert not (site / "_data/.gitkeep").exists()


def at(permalink: str) -> dict[str, str]:
    """Return the settings of a site whose products' pages are there."""
    return {"_config.yml": f"collections: {{startups: {{permalink: '{permalink}'}}}}\n"}


# The site's own settings and content → what its configuration begins with.
CONFIGURATIONS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "a site's own first year": ({}, {"first_year": 2020}),
    "the first site's": ({"content/_startups/a.md": PRODUCT.replace("2020-01-15", "2013-06-01")}, {}),
    "before that": ({"content/_startups/a.md": PRODUCT.replace("2020-01-15", "1999-06-01")}, {}),
    "in the years to come": (
        {"content/_startups/voisin.md": PRODUCT.replace("2020-", "2030-")}, {},
    ),
    "in English": ({"_config.yml": "lang: en-GB\n"}, {"first_year": 2020, "language": "en"}),
    "an address of its own": (
        at("/produits/:title/"), {"first_year": 2020, "product_url": "/produits/{id}/"},
    ),
    "an address by the collection": (
        {"_config.yml": "baseurl: /sous/\ncollections: {startups: {permalink: '/:collection/:name:output_ext'}}\n"},
        {"first_year": 2020, "product_url": "/sous/startups/{id}.html"},
    ),
    "the same address": (at("/startups/:slug.html"), {"first_year": 2020}),
    "an address by the day": (at("/:year/:title"), {"first_year": 2020}),
    "an address without the product": (at("/a/"), {"first_year": 2020}),
    "settings of another shape": ({"_config.yml": "collections: [startups]\nbaseurl: 3\n"}, {"first_year": 2020}),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_the_configuration_holds_only_what_differs(
    changes: dict[str, str], expected: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", **changes)
    init(capsys, site)
    content = (site / CONFIG).read_bytes()
    assert content.decode().splitlines()[0] == FIRST_LINE
    assert (yaml.safe_load(content) or {}) == expected
    assert parse_config(CONFIG, content)._replace(vocabulary=VOCABULARY) == Config()._replace(**expected)


# Where the content lies → « paths », and what a pull request's check watches.
PLACES: dict[str, tuple[dict[str, str], dict[str, str] | None, list[str]]] = {
    "by the default": ({}, None, ["content/**"]),
    "as before 2018": (
        {"product": "_startup", "member": "_authors", "incubator": "_incubator"}, None,
        ["_authors/**", "_incubator/**", "_startup/**"],
    ),
    "in another folder": (
        {"product": "fiches été/_startups", "member": "fiches été/_authors", "incubator": "fiches été/_incubators"},
        {"products": "fiches été/_startups", "members": "fiches été/_authors", "incubators": "fiches été/_incubators"},
        ["content/**", "fiches été/**"],
    ),
    "under other names": (
        {"product": "_produits", "member": "_membres", "incubator": "_incubateurs", "organisation": "_sponsors"},
        {"products": "_produits", "members": "_membres", "incubators": "_incubateurs", "organisations": "_sponsors"},
        ["_incubateurs/**", "_membres/**", "_produits/**", "_sponsors/**"],
    ),
}  # fmt: skip


def lay_out(site: Path, places: dict[str, str]) -> Path:
    """Make a site whose collections lie in these folders; by default where the first site has them."""
    write_site(site)
    usual = {"product": "_startups", "member": "_authors", "incubator": "_incubators", "organisation": "_organisations"}
    for name, folder in usual.items():
        if name in places:
            (site / places[name]).parent.mkdir(parents=True, exist_ok=True)
            (site / "content" / folder).rename(site / places[name])
    if places:
        shutil.rmtree(site / "content")
    return site


@pytest.mark.parametrize(("places", "paths", "watched"), PLACES.values(), ids=PLACES)
def test_content_is_found_where_it_lies(
    places: dict[str, str],
    paths: dict[str, str] | None,
    watched: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    site = lay_out(tmp_path / "site", places)
    if paths and "fiches" in str(paths):
        (site / "_config.yml").write_text("collections_dir: fiches été\n")
    init(capsys, site)
    assert (yaml.safe_load((site / CONFIG).read_bytes()) or {}).get("paths") == paths
    workflow = yaml.safe_load((site / CHECK).read_text())
    assert workflow[True]["pull_request"]["paths"] == [*watched, "startup-stats.yml", CONFIG]
    assert cli.main(["build", str(site), "--quiet"], today=TODAY) == 0


def test_a_site_below_the_top_of_its_repository(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Workflows go to the top and name the site, in words that a runner, actionlint and zizmor take as they are."""
    top = repository(tmp_path / "dépôt")
    site = write_site(top / "le site [v2]")
    said = init(capsys, site)
    assert "  .github/workflows/stats.yml\n" in said
    assert "  le site [v2]/.github/startup-stats.yml\n" in said
    assert not (site / ".github/workflows").exists()
    for name in ("stats.yml", "stats-check.yml"):
        job = next(iter(yaml.safe_load((top / ".github/workflows" / name).read_text())["jobs"].values()))
        assert job["steps"][1]["with"]["path"] == "le site [v2]"
    watched = yaml.safe_load((top / CHECK).read_text())[True]["pull_request"]["paths"]
    assert watched == [f"le site \\[v2\\]/{path}" for path in ("content/**", "startup-stats.yml", CONFIG)]
    made = [str(top / path) for path in (STATS, CHECK)]
    subprocess.run(["node", PROJECT / "tests/actionlint.mjs", *made], check=True, cwd=PROJECT)
    options = ["--offline", "--quiet", "--pedantic", "--config", str(PROJECT / ".github/zizmor.yml")]
    subprocess.run([program("zizmor"), *options, *made], check=True, capture_output=True)
    before = files(top)
    assert "Rien à écrire." in init(capsys, site)
    assert files(top) == before


@pytest.mark.parametrize("name", ["${{ github.token }}", "a\nb", "\udce9t\udce9"], ids=["expression", "line", "bytes"])
def test_a_way_that_a_workflow_would_read_otherwise(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site = write_site(repository(tmp_path / "top") / name)
    before = files(tmp_path)
    assert "Renommez le dossier." in init(capsys, site, code=3)
    assert files(tmp_path) == before


def link(path: str) -> Callable[[Path], object]:
    """Put a link that leads out of the site."""

    def put(site: Path) -> None:
        outside = site.parent / "dehors"
        outside.mkdir(exist_ok=True)
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).symlink_to(outside)

    return put


def file(path: str) -> Callable[[Path], object]:
    """Put a file in place of a folder."""
    return lambda site: (site / path).write_text("")


IN_THE_WAY = {
    "a linked _data": (link("_data"), "« _data » est un lien symbolique"),
    "a linked .github": (link(".github"), "« .github » est un lien symbolique"),
    "linked workflows": (link(".github/workflows"), "« .github/workflows » est un lien symbolique"),
    "a linked file": (link("_layouts/startup-stats.html"), "« _layouts/startup-stats.html » est un lien symbolique"),
    "a file for a folder": (file("assets"), "« assets » est un fichier"),
    "a file for _data": (file("_data"), "« _data » est un fichier"),
    "a folder for a file": (
        lambda site: (site / "_pages/stats.md").mkdir(parents=True), "« _pages/stats.md » est un dossier",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("put", "words"), IN_THE_WAY.values(), ids=IN_THE_WAY)
@pytest.mark.parametrize("options", [[], ["--force"]], ids=["plain", "force"])
def test_what_is_in_the_way_stops_all(
    put: Callable[[Path], object], words: str, options: list[str], capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    """All of it told at once, each once, before anything is written, here or where a link leads."""
    put(site)
    (site / "_includes").write_text("")
    before = files(site.parent)
    said = init(capsys, site, *options, code=3)
    assert said.count(words) == 1
    assert said.count("« _includes » est un fichier") == 1
    assert said.endswith("Rien n'a été écrit.\n")
    assert files(site.parent) == before


def test_a_folder_that_is_no_site(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    assert "content/_startups" in init(capsys, tmp_path / "vide", code=3)
    assert files(tmp_path) == {}
    assert "n'est pas un dossier qui se lit" in init(capsys, tmp_path / "absent", code=3)


def test_a_configuration_with_faults_stops_all(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "startup-stats.yml").write_text("langage: fr\n")
    before = files(site)
    assert "langage" in init(capsys, site, code=2)
    assert files(site) == before


def test_content_that_the_configuration_places_is_not_looked_for(
    capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    (site / "startup-stats.yml").write_text("paths: {products: ailleurs}\n")
    assert "« ailleurs »" in init(capsys, site, code=3)


def test_steps_that_are_a_person_s(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    """Another branch than the default one, and launches of an incubator that the site does not have."""
    clone = tmp_path / "clone"
    (site / "content/_incubators/dinum.md").rename(site / "content/_incubators/ruche.md")
    commit(site, "2026-08-20", {})
    subprocess.run(["git", "clone", "--quiet", site, clone], check=True, capture_output=True)
    git(clone, "switch", "--quiet", "-c", "essai")
    said = init(capsys, clone)
    assert "Fusionnez dans « main » : un horaire n'a lieu que sur la branche par défaut." in said
    assert "Si la branche « main » est protégée" in said
    assert "dinum_launch.incubators" in said
    git(clone, "switch", "--quiet", "main")
    assert "Fusionnez" not in init(capsys, clone)


def test_what_the_shell_completes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for words, expected in {"startup-stats do": "doctor", "startup-stats init --dr": "--dry-run"}.items():
        monkeypatch.setenv("_STARTUP_STATS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        with pytest.raises(SystemExit) as ended:
            cli.main([])
        assert (ended.value.code, capsys.readouterr().out) == (0, f"plain,{expected}\n")


def test_an_editor_finds_the_schema_where_its_id_says() -> None:
    root = "https://raw.githubusercontent.com/startup-stats/startup-stats/v0/"
    for place in (PROJECT / "schemas").iterdir():
        served_at = json.loads(place.read_text(encoding="utf-8"))["$id"]
        assert served_at == root + place.relative_to(PROJECT).as_posix()
    assert FIRST_LINE in (PROJECT / "docs/fr/prise-en-main.md").read_text(encoding="utf-8")
    assert f"@{root.split('/')[-2]}\n" in workflow_files()["stats.yml"]


def test_from_nothing_to_figures_in_a_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tool: Path, runner_python: Path
) -> None:
    """What init wrote, run by a runner on a site that had nothing: a dry run shows the figures and sends none."""
    content = write_site(tmp_path / "content")
    init(capsys, content)
    with served(make_repository(tmp_path / "bare.git", content)) as forge:
        said = Runner(forge, tmp_path, tool, runner_python).run(
            ("publish: commit", "publish: commit\n          dry-run: true")
        )
        assert "Produits lancés" in said
        assert "première publication" in said
        assert forge.git.messages() == ["Content"]
