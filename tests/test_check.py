"""The command `check`, on small sites in real git repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startup_stats import cli
from startup_stats.checks.rules import RULES
from startup_stats.findings import Finding, Location, Severity
from startup_stats.language import same
from startup_stats.writers.github import workflow_commands
from startup_stats.writers.junit import junit
from startup_stats.writers.markdown import MAX_SUMMARY_BYTES, findings_summary
from startup_stats.writers.plain import plain
from startup_stats.writers.sarif import sarif
from startup_stats.writers.text import findings_text
from tests.sites import INCUBATOR, MEMBER, ORGANISATION, PRODUCT, TODAY, write_site
from tests.test_checkout import run as git
from tests.test_sarif import oasis_schema

if TYPE_CHECKING:
    from pathlib import Path

E, N = Severity.ERROR, Severity.NOTE
WRONG_PHASE = PRODUCT.replace("construction", "constuction")


@pytest.fixture(autouse=True)
def git_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ana@corail.example")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository whose branch « main » holds a good site and one old fault, and whose branch « change » is out."""
    made = write_site(
        tmp_path / "site",
        **{"content/_startups/old.md": WRONG_PHASE, "content/_incubators/port.md": INCUBATOR},
    )
    git(made, "init", "--quiet", "--initial-branch=main")
    commit(made)
    git(made, "checkout", "--quiet", "-b", "change")
    return made


def commit(site: Path) -> None:
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "content")


def check(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.main(["check", *[str(argument) for argument in arguments]], today=TODAY)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def found(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[tuple[str, str, str, int]]:
    """Return (severity, rule, file's name, line) of each finding."""
    listed = json.loads(check(capsys, *arguments, "--format", "json")[1])["findings"]
    return [(one["severity"], one["rule"], one["path"].rpartition("/")[2], one["line"]) for one in listed]


def test_all_of_a_site(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    code, out, err = check(capsys, site)
    assert (code, err) == (1, "")
    assert out == (
        "content/_startups/old.md\n"
        "  11:11 erreur : « constuction » n'est pas une valeur possible de « name ». [value-not-allowed]\n"
        "      Vouliez-vous dire « construction » ?\n"
        "      11 |   - name: constuction\n"
        "         |           ^\n"
        "\nErreurs : 1. Avertissements : 0. Notes : 0.\n"
    )


def test_a_clean_site(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert check(capsys, write_site(tmp_path)) == (0, "Aucun défaut.\n", "")
    assert check(capsys, tmp_path, "--language", "en") == (0, "No finding.\n", "")


def test_only_the_change_counts(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_startups/new.md").write_text(PRODUCT)
    assert check(capsys, site, "--changed-from", "main")[0] == 0
    assert found(capsys, site, "--changed-from", "main") == [("note", "value-not-allowed", "old.md", 11)]
    (site / "content/_startups/new.md").write_text(WRONG_PHASE)
    assert check(capsys, site, "--changed-from", "main")[0] == 1, "not committed yet"
    commit(site)
    assert check(capsys, site, "--changed-from", "main")[0] == 1, "committed"
    assert found(capsys, site, "--changed-from", "main") == [
        ("error", "value-not-allowed", "new.md", 11),
        ("note", "value-not-allowed", "old.md", 11),
    ]


def test_what_the_base_changed_meanwhile_does_not_count(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    git(site, "checkout", "--quiet", "main")
    (site / "content/_startups/old.md").write_text(PRODUCT)
    commit(site)
    git(site, "checkout", "--quiet", "change")
    assert found(capsys, site, "--changed-from", "main") == [("note", "value-not-allowed", "old.md", 11)]


def test_an_incubator_removed_makes_its_products_fail(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_incubators/ruche.md").unlink()
    commit(site)
    code, out, _ = check(capsys, site, "--changed-from", "main")
    assert code == 1
    assert "voisin.md\n  4:12 erreur : « ruche » n'est pas un incubateur connu" in out
    assert "content/_incubators/ruche.md n'existe pas. Cette modification le supprime ou le renomme." in out


def test_a_product_renamed_makes_its_members_fail(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_authors/ana.corail.md").write_text(MEMBER.replace("missions:", "startups: [voisin]\nmissions:"))
    git(site, "commit", "--quiet", "--all", "--message", "member")
    git(site, "branch", "--force", "main")
    git(site, "mv", "content/_startups/voisin.md", "content/_startups/marche.md")
    text = PRODUCT.replace("phases:", "redirect_from: [/startups/voisin]\nphases:")
    (site / "content/_startups/marche.md").write_text(text)
    commit(site)
    code, out, _ = check(capsys, site, "--changed-from", "main")
    assert code == 1
    assert "Ce produit s'appelle désormais « marche »." in out
    assert found(capsys, site, "--changed-from", "main")[0] == ("error", "product-unknown", "ana.corail.md", 5)


def test_a_site_below_the_repository_s_root(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_site(tmp_path / "site")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    (tmp_path / "site/content/_startups/accentué.md").write_text(WRONG_PHASE)
    assert found(capsys, tmp_path / "site", "--changed-from", "main") == [
        ("error", "value-not-allowed", "accentué.md", 11)
    ]


def test_files_named_as_pre_commit_does(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    code = check(capsys, site, "--files", "content/_startups/voisin.md", "README.md")[0]
    assert code == 0
    assert check(capsys, site, "--files", "./content/_startups/old.md", "README.md", "--fail-on", "error")[0] == 1


OLD, GOOD = "content/_startups/old.md", "content/_incubators/port.md"
# the working folder, from the test's; PATH; names, « {root} » for the test's folder → exit code, how often told
NAMED: dict[str, tuple[str, str, list[str], int, int]] = {
    "from the site's folder": ("", "site", [OLD], 1, 0),
    "from the working folder": ("", "site", [f"site/{OLD}"], 1, 0),
    "from the working folder, with a dot": ("", "site", [f"./site//{OLD}"], 1, 0),
    "absolute": ("", "site", ["{root}/site/" + OLD], 1, 0),
    "absolute, by a link": ("", "site", ["{root}/link/" + OLD], 1, 0),
    "the site by a link": ("", "link", [f"site/{OLD}"], 1, 0),
    "in the site's folder": ("site", ".", [OLD], 1, 0),
    "below the site's folder": ("site/content", "..", ["_startups/old.md"], 1, 0),
    "above, then below": ("site/content", "..", ["../content/_startups/old.md"], 1, 0),
    "a good file": ("", "site", [f"site/{GOOD}"], 0, 0),
    "a file that is no record": ("", "site", ["startup-stats.yml"], 0, 0),
    "one that is there, one that is not": ("", "site", [OLD, "README.md"], 1, 1),
    "a good one, and one that is not there": ("", "site", [GOOD, "README.md"], 0, 1),
    "none that is there": ("", "site", ["examples/site/content/_startups/old.md"], 2, 1),
    "outside of the site": ("", "site", ["{root}/outside.md", "../outside.md"], 2, 2),
    "a folder": ("", "site", ["content/_startups"], 2, 1),
    "one that is gone": ("", "site", ["content/_startups/gone.md"], 0, 1),
    "one that is gone, from the working folder": ("", "site", ["site/content/_organisations/marees.md"], 1, 1),
    "a name that means more to git": ("", "site", [":(glob)**"], 2, 1),
    "a name that is too long": ("", "site", ["x" * 5000], 2, 1),
    "many": ("", "site", [OLD, *(f"x{n}.md" for n in range(9))], 1, 5),
    "bytes": ("", "site", [OLD, "x\udcff.md"], 1, 1),
}


@pytest.mark.parametrize(("here", "path", "names", "code", "told"), NAMED.values(), ids=NAMED)
def test_files_are_found_however_they_are_named(
    here: str, path: str, names: list[str], code: int, told: int, site: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (site / "startup-stats.yml").write_text("language: fr\n")
    (site / "content/_startups/gone.md").write_text(PRODUCT)
    (site / "content/_organisations/autre.md").write_text(ORGANISATION)
    commit(site)
    git(site, "rm", "--quiet", "content/_startups/gone.md", "content/_organisations/marees.md")
    (tmp_path / "link").symlink_to(site)
    (tmp_path / "outside.md").write_text(PRODUCT)
    monkeypatch.chdir(tmp_path / here)
    given_names = [name.replace("{root}", str(tmp_path)) for name in names]
    assert cli.main(["check", path, "--files", *given_names], today=TODAY) == code
    said = capsys.readouterr().err
    assert said.count("«") == told
    assert ("Rien n'a été vérifié" in said) == (code == 2)
    assert "x0.md" not in said or "et 4 de plus. Seul" in said


def test_a_name_that_fits_nothing_outside_of_git(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = check(capsys, write_site(tmp_path), "--language", "en", "--files", "nowhere.md")
    assert (code, out) == (2, "")
    assert err.startswith('No such file in this site: "nowhere.md". Nothing was checked')


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1)])
def test_fail_on(capsys: pytest.CaptureFixture[str], tmp_path: Path, fail_on: str, code: int) -> None:
    site = write_site(tmp_path, **{"content/_startups/crlf.md": PRODUCT.replace("\n", "\r\n")})
    assert check(capsys, site, "--fail-on", fail_on)[0] == code


def test_ignored_rules(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert check(capsys, site, "--ignore", "value-not-allowed")[0] == 0
    (site / "startup-stats.yml").write_text("ignore: [value-not-allowed]")
    assert check(capsys, site)[0] == 0
    code, _, err = check(capsys, site, "--ignore", "value-not-alowed")
    assert code == 2
    assert err == "La règle « value-not-alowed » n'existe pas. Vouliez-vous dire « value-not-allowed » ?\n"


@pytest.mark.parametrize("base", ["nowhere", "--output=/tmp/x", "-x"])
def test_a_base_that_git_does_not_know(capsys: pytest.CaptureFixture[str], site: Path, base: str) -> None:
    code, out, err = check(capsys, site, f"--changed-from={base}")
    assert (code, out) == (3, "")
    assert f"git ne trouve pas « {base} »" in err
    assert "fetch-depth: 2" in err


@pytest.mark.parametrize(("base", "start"), [("main..change", "main"), ("main...HEAD", "main"), ("..HEAD", "main")])
def test_a_range_is_no_base(capsys: pytest.CaptureFixture[str], site: Path, base: str, start: str) -> None:
    code, out, err = check(capsys, site, f"--changed-from={base}")
    assert (code, out) == (2, "")
    assert err == (
        f"« {base} » est un intervalle de commits : donnez seulement le point de départ, par exemple « {start} ».\n"
    )
    assert "a range of commits" in check(capsys, site, f"--changed-from={base}", "--language", "en")[2]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_content_in_a_submodule(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path, language: str) -> None:
    """Its files are no files of this repository: all of them would pass as untouched."""
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet", "--initial-branch=main")
    git(site, "mv", "content/_startups", "content/_authors", "content/_incubators", "content/_organisations", ".")
    commit(site)
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(site), "content")
    commit(outer)
    (outer / "content/_startups/new.md").write_text(WRONG_PHASE)
    code, out, err = check(capsys, outer, "--changed-from", "main", "--language", language)
    assert (code, out) == (3, "")
    assert ("« content/_startups » est dans un sous-module git" if language == "fr" else "git submodule") in err
    assert "--files" in err
    assert check(capsys, outer, "--files", "content/_startups/new.md")[0] == 1


def test_a_linked_worktree_under_a_hook(site: Path, tmp_path: Path) -> None:
    """git tells a hook its repository by the environment, which names no folder of the site."""
    linked = tmp_path / "linked"
    git(site, "worktree", "add", "--quiet", "-b", "linked", str(linked), "main")
    program = (
        f"import sys; from startup_stats import cli; sys.exit(cli.main({['check', '.', '--changed-from', 'main']}))"
    )
    hook = site / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nenv | grep -q ^GIT_DIR= || exit 9\nexec {sys.executable} -c "{program}"\n')
    hook.chmod(0o755)
    (linked / "content/_startups/new.md").write_text(WRONG_PHASE)
    git(linked, "add", "--all")
    bad = subprocess.run(["git", "-C", linked, "commit", "-m", "x"], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert "new.md\n  11:11 erreur" in bad.stdout + bad.stderr
    assert "Erreurs : 1. Avertissements : 0. Notes : 1." in bad.stdout + bad.stderr
    (linked / "content/_startups/new.md").write_text(PRODUCT)
    git(linked, "add", "--all")
    git(linked, "commit", "--quiet", "-m", "x")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_repository_of_somebody_else(
    capsys: pytest.CaptureFixture[str], site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, out, err = check(capsys, site, "--changed-from", "main", "--language", language)
    assert (code, out) == (3, "")
    assert ("à un autre utilisateur" if language == "fr" else "to another user") in err
    assert f'git config --global --add safe.directory "{site}"' in err


def test_a_folder_that_git_does_not_follow(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = check(capsys, write_site(tmp_path), "--changed-from", "main")
    assert (code, out) == (3, "")
    assert "n'est pas dans un dépôt git" in err


def test_a_shallow_clone_without_the_base(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    (site / "content/_startups/new.md").write_text(PRODUCT)
    commit(site)
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{site}", "shallow")
    code, _, err = check(capsys, tmp_path / "shallow", "--changed-from", "origin/main")
    assert code == 3
    assert "git fetch --unshallow" in err


def test_a_report_in_a_file(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    assert check(capsys, site, "-o", tmp_path / "report.txt") == (1, "", "")
    assert "old.md" in (tmp_path / "report.txt").read_text()


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("fr", "en"):
        assert cli.main(["rules", "--language", language]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]


def test_a_finding_past_the_end_of_its_file_has_no_excerpt(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    unreadable: dict[str, str | bytes] = {"content/_startups/empty.md": "", "content/_startups/l.md": b"\xff"}
    code, out, _ = check(capsys, write_site(tmp_path, **unreadable))
    assert code == 1
    assert " | " not in out


# Findings for the writers.


def finding(number: int = 1, severity: Severity = Severity.ERROR, path: str = "a.md", text: str = "Mal.") -> Finding:
    return Finding("value-empty", severity, Location(path, number, 2), same(text), same("Mieux."))


def test_annotations_worst_first_and_ten_of_a_kind() -> None:
    warnings = [finding(number, Severity.WARNING) for number in range(1, 13)]
    lines = workflow_commands([*warnings, finding(99), finding(5, Severity.NOTE)], "fr").splitlines()
    assert lines[0] == "::error file=a.md,line=99,col=2,title=value-empty::Mal. Mieux."
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert lines[11] == "::notice file=a.md,line=5,col=2,title=value-empty::Mal. Mieux."
    assert lines[12:] == ["2 de plus dans le résumé."]
    assert workflow_commands([], "fr") == ""


def test_what_stands_elsewhere_is_one_annotation_as_bad_as_the_worst_of_it() -> None:
    here = [finding(number) for number in range(1, 13)]
    others = [finding(number, severity)._replace(elsewhere=True) for number, severity in ((20, E), (21, N), (22, N))]
    lines = workflow_commands([*here, *others], "fr").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10, "GitHub shows no more"
    assert lines[9].startswith("::error title=startup-stats::Défauts dans d'autres fiches")
    assert "touche pas : 3. Le résumé" in lines[9]
    assert lines[10:] == ["3 de plus dans le résumé."]
    assert workflow_commands(others[1:], "en") == (
        "::notice title=startup-stats::Findings in other records, which this change does not touch: 2. "
        "The summary holds them all.\n"
    )


def test_annotations_can_t_be_forged() -> None:
    hostile = finding(path="a,line=9::b%0A\n::error::.md", text="100 %\n::error::x\r##[add-mask]y")
    (line,) = workflow_commands([hostile], "en").splitlines()
    head, _, text = line.removeprefix("::error ").partition("::")
    assert head == "file=a%2Cline=9%3A%3Ab%250A%0A%3A%3Aerror%3A%3A.md,line=1,col=2,title=value-empty"
    assert text == "100 %25 ::error::x ＃＃[add-mask]y Mieux."


def test_json_has_the_contract_s_keys(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    report = json.loads(check(capsys, site, "--format", "json")[1])
    (one,) = report["findings"]
    assert set(one) == {"rule", "severity", "path", "line", "column", "message", "help"}
    assert report["summary"] == {"errors": 1, "warnings": 0, "notes": 0}


def test_junit(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    suite = ET.fromstring(check(capsys, site, "--format", "junit")[1]).find("testsuite")  # noqa: S314 - our own
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert "old.md:11:11 erreur" in (suite.findtext("testcase/failure") or "")
    both = ET.fromstring(junit([finding(), finding(2, Severity.WARNING, text='<&"\x00')], "fr"))  # noqa: S314
    assert '<&" ' in (both.findtext("testsuite/testcase/system-out") or "")
    assert ET.fromstring(junit([finding(2, Severity.WARNING)], "fr")).find("testsuite/testcase/failure") is None  # noqa: S314
    empty = ET.fromstring(junit([], "fr"))  # noqa: S314
    assert empty.find("testsuite/testcase/failure") is None


def test_markdown(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "startup-stats.yml").write_text("edit_url: https://edit.example/{id}")
    out = check(capsys, site, "--format", "markdown")[1]
    assert "| erreur | [content/\\_startups/old.md:11](https://edit.example/old) | « constuction »" in out
    assert "Aucun" not in out
    assert findings_summary([], "fr", {}) == "## startup-stats\n\nErreurs : 0. Avertissements : 0. Notes : 0.\n"


def test_a_summary_that_would_be_too_long_is_cut_worst_first() -> None:
    many = [finding(number, Severity.WARNING, text="x" * 1000) for number in range(1, 2000)]
    text = findings_summary([*many, finding(3000)], "fr", {})
    assert len(text.encode()) <= MAX_SUMMARY_BYTES
    assert "a.md:3000" in text.splitlines()[6]
    assert text.splitlines()[-1].endswith(" de plus.")


FORMS = ("text", "github", "json", "sarif", "junit", "markdown")
HOSTILE_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(HOSTILE_TEXT)
def test_no_text_leaves_its_line_or_commands_a_runner(text: str) -> None:
    hostile = finding(path=text or "a", text=text)
    assert "\n" not in plain(text)
    for line in findings_text([hostile], "fr", None, lambda _: text).splitlines():
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    commands = workflow_commands([hostile], "fr")
    assert commands.count("\n") == 1
    assert "##[" not in commands.partition("::")[2].partition("::")[2]
    ET.fromstring(junit([hostile], "fr"))  # noqa: S314 - our own
    assert not list(oasis_schema().iter_errors(json.loads(sarif([hostile], RULES, "fr"))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    content=st.one_of(st.binary(max_size=200), HOSTILE_TEXT.map(lambda text: f"---\n{text}\n---\n".encode())),
    name=st.binary(min_size=1, max_size=30).filter(lambda name: b"/" not in name and b"\0" not in name),
    form=st.sampled_from(FORMS),
)
def test_no_file_crashes_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, name: bytes, form: str
) -> None:
    place = os.fsencode(write_site(tmp_path / "site")) + b"/content/_startups/" + name + b".md"
    with open(place, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(content)
    try:
        code, out, err = check(capsys, tmp_path / "site", "--format", form)
    finally:
        os.unlink(place)  # noqa: PTH108 - the same
    assert code in (0, 1)
    assert err == ""
    out.encode()
    if form in ("text", "github"):
        for line in out.splitlines():
            assert line.startswith(("::error file=content", "::warning file=content")) or not line.startswith("::")
            assert "##[" not in line


BOMB = b"---\na: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 122)
)


def test_a_hostile_pull_request_is_judged_within_two_seconds(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    startups = site / "content" / "_startups"
    (startups / "x.md").symlink_to("/etc/passwd")
    with (startups / "big.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (startups / "laughs.md").write_bytes(BOMB + b"---\n")
    (startups / "object.md").write_text("---\ntitle: !!python/object/apply:os.system [id]\n---\n")
    (startups / "a,line=1::\n::error::forged.md").write_text("no fence")
    (startups / "\u202egpj.md").write_text("no fence")
    (startups / "deep.md").write_text("---\na: " + "[" * 400_000 + "\n---\n")
    commit(site)
    started = sum(os.times()[:4])  # seconds of processor, git's too: what others do meanwhile is not its fault
    code, out, err = check(capsys, site, "--changed-from", "main", "--format", "github")
    assert sum(os.times()[:4]) - started < 2
    assert (code, err) == (1, "")
    assert "root:" not in out
    assert sorted(line.partition("title=")[2].partition("::")[0] for line in out.splitlines() if "::error" in line) == [
        "file-is-symlink",
        "file-name-unreadable",
        "file-name-unreadable",
        "file-too-large",
        "yaml-too-complex",
        "yaml-too-complex",
        "yaml-unsupported",
    ]
    assert "forged" in out
    assert "\n::error::" not in out


def test_organisations_are_looked_up_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(
        tmp_path, **{"content/_organisations/marees.md": "no fence", "content/_organisations/o.md": ORGANISATION}
    )
    assert found(capsys, site) == [("error", "front-matter-missing", "marees.md", 1)]


def test_as_a_program(site: Path) -> None:
    program = [sys.executable, "-m", "startup_stats"]
    done = subprocess.run([*program, "check", site], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
