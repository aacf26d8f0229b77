"""The command line as a user has it: arguments in, exit code, standard output and standard error out."""

from __future__ import annotations

import csv
import gc
import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest

from startup_stats import __version__, cli
from startup_stats.cli.misuse import misuse_text
from startup_stats.config.settings import Config
from startup_stats.document.whole import counting_digest
from tests.sites import PRODUCT, TODAY, write_site

DAY = "2026-08-20"


def run(capsys: pytest.CaptureFixture[str], *arguments: object, today: date = TODAY) -> tuple[int, str, str]:
    code = cli.main([str(argument) for argument in arguments], today=today)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = write_site(tmp_path / "site")
    (made / "_data").mkdir()
    return made


def test_build_writes_the_site_s_data_file(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    code, out, err = run(capsys, "build", site)
    assert (code, out) == (0, "")
    assert f"Écrit : {site}/_data/stats.json" in err
    assert "Lu : 1 produit, 1 membre, 1 incubateur et 1 organisation ; 0 fiche illisible." in err
    written = json.loads((site / "_data/stats.json").read_text())
    assert written["as_of"] == DAY
    unknown = ("repository", "commit", "committed_at", "content", "configuration", "ledger", "history")
    assert written["source"] == dict.fromkeys(unknown) | {"counting": counting_digest(Config())}


def test_what_was_read_is_told(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "startup-stats.yml").write_text("language: fr\n")
    (site / "_data/stats_evidence.json").write_text('{"schema_version": 1, "products": {}}')
    run(capsys, "build", site)
    source = json.loads((site / "_data/stats.json").read_text())["source"]
    for key, file in (("configuration", "startup-stats.yml"), ("ledger", "_data/stats_evidence.json")):
        assert source[key] == hashlib.sha256((site / file).read_bytes()).hexdigest()


def test_the_same_content_gives_the_same_bytes_whatever_the_order_of_the_files(
    capsys: pytest.CaptureFixture[str], site: Path, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: sorted(listdir(path)))
    run(capsys, "build", example, "--as-of", DAY, "-o", first)
    monkeypatch.setattr(os, "listdir", lambda path: sorted(listdir(path), reverse=True))
    run(capsys, "build", example, "--as-of", DAY, "-o", second)
    assert first.read_bytes() == second.read_bytes()
    assert site.exists()


def test_unchanged_content_leaves_the_file_untouched(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    run(capsys, "build", site)
    before = (site / "_data/stats.json").stat()
    code, _, err = run(capsys, "build", site, today=date(2026, 8, 21))
    assert code == 0
    assert "Inchangé" in err
    assert (site / "_data/stats.json").stat().st_mtime_ns == before.st_mtime_ns


def test_a_day_asked_for_is_written_even_when_only_the_day_differs(
    capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    run(capsys, "build", site)
    assert "Écrit" in run(capsys, "build", site, "--as-of", "2026-08-21")[2]
    assert json.loads((site / "_data/stats.json").read_text())["as_of"] == "2026-08-21"
    assert "Inchangé" in run(capsys, "build", site, "--as-of", "2026-08-21")[2]


@pytest.mark.parametrize("old", ["not json", "[]", '{"as_of": "2020-01-01"}'])
def test_another_file_in_its_place_is_replaced(capsys: pytest.CaptureFixture[str], site: Path, old: str) -> None:
    (site / "_data/stats.json").write_text(old)
    assert "Écrit" in run(capsys, "build", site)[2]
    assert json.loads((site / "_data/stats.json").read_text())["as_of"] == DAY


def test_changed_content_is_written(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    run(capsys, "build", site)
    (site / "content/_startups/new.md").write_text(PRODUCT)
    assert "Écrit" in run(capsys, "build", site, today=date(2026, 8, 21))[2]


@pytest.mark.parametrize("output", [["-o", "-"], []], ids=["asked for", "no folder _data"])
def test_the_document_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str], site: Path, output: list[str]
) -> None:
    if not output:
        (site / "_data").rmdir()
    code, out, err = run(capsys, "build", site, *output)
    assert code == 0
    assert json.loads(out)["schema_version"] == 2
    assert "Produits lancés" in err
    assert "Aucun fichier écrit : le document est sur la sortie standard." in err
    assert not (site / "_data/stats.json").exists()


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert run(capsys, "build", site, "--quiet") == (0, "", "")


def test_quiet_still_says_errors(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_startups/bad.md").write_text("no fence")
    (site / "content/_startups/crlf.md").write_bytes(PRODUCT.replace("\n", "\r\n").encode())
    _, _, err = run(capsys, "build", site, "--quiet")
    assert "front-matter-missing" in err
    assert "line-ends-windows" not in err


def test_the_folder_of_the_tables_is_made(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert run(capsys, "build", site, "--csv", site / "new" / "csv")[0] == 0
    assert (site / "new" / "csv" / "indicators.csv").is_file()
    (site / "file").write_text("")
    assert run(capsys, "build", site, "--csv", site / "file")[0] == 3


def test_a_linked_file_is_not_written_through(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    (site / "_data/stats.json").symlink_to(tmp_path / "elsewhere.json")
    code, _, err = run(capsys, "build", site)
    assert code == 3
    assert "stats.json » est un lien symbolique" in err
    assert not (tmp_path / "elsewhere.json").exists()


@pytest.mark.parametrize("arguments", [["build", "-o"], ["check", "-o"], ["build", "--preview"]])
def test_a_device_is_written_to_and_stays_one(
    capsys: pytest.CaptureFixture[str], site: Path, arguments: list[str]
) -> None:
    assert run(capsys, arguments[0], site, arguments[1], "/dev/null")[0] == 0
    assert Path("/dev/null").is_char_device()


def test_check_on_standard_output(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert run(capsys, "check", site, "-o", "-") == (0, "Aucun défaut.\n", "")
    assert not Path("-").exists()


def test_a_linked_data_folder_is_not_written_through(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path
) -> None:
    (site / "_data").rmdir()
    (site / "_data").symlink_to(tmp_path)
    code, _, err = run(capsys, "build", site)
    assert code == 3
    assert "est un lien symbolique" in err
    assert not (tmp_path / "stats.json").exists()


def test_csv_and_summary(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    code, _, err = run(capsys, "build", site, "--csv", tmp_path / "csv", "--summary", tmp_path / "summary.md")
    assert code == 0
    assert sorted(os.listdir(tmp_path / "csv")) == [
        "datapackage.json",
        "incubators.csv",
        "indicators.csv",
        "members.csv",
        "products.csv",
        "revisions.csv",
        "standards.csv",
        "verdicts.csv",
    ]
    assert f"Écrit : {tmp_path}/csv/indicators.csv" in err
    assert (tmp_path / "summary.md").read_text().startswith("## startup-stats\n")


def test_language(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert "Written:" in run(capsys, "build", site, "--language", "en")[2]
    assert json.loads((site / "_data/stats.json").read_text())["indicators"]["end"]["title"] == "Products abandoned"


def test_method(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    code, out, _ = run(capsys, "build", site, "--method", "site", "-o", "-")
    assert code == 0
    assert {indicator["method"] for indicator in json.loads(out)["indicators"].values()} == {"site"}


def test_a_configuration_elsewhere(capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path) -> None:
    (tmp_path / "c.yml").write_text("first_year: 2020")
    _, out, _ = run(capsys, "build", site, "--config", tmp_path / "c.yml", "-o", "-")
    assert json.loads(out)["indicators"]["end"]["years"][0]["year"] == 2020


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1)])
def test_fail_on_warning(capsys: pytest.CaptureFixture[str], site: Path, fail_on: str, code: int) -> None:
    (site / "content/_startups/crlf.md").write_bytes(PRODUCT.replace("\n", "\r\n").encode())
    found, _, err = run(capsys, "build", site, "--fail-on", fail_on)
    assert found == code
    assert "1:4 attention : Les lignes finissent" in err
    assert (site / "_data/stats.json").exists()


def test_fail_on_error(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_startups/bad.md").write_text("---\ntitle: a\n---\n")
    assert run(capsys, "build", site, "--fail-on", "error")[0] == 1


def test_many_findings_are_cut_worst_first(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "content/_startups/crlf.md").write_bytes(PRODUCT.replace("\n", "\r\n").encode())
    for number in range(21):
        (site / f"content/_startups/z{number}.md").write_text("no fence")
    err = run(capsys, "build", site)[2]
    assert err.count("erreur :") == 20
    assert "attention" not in err
    assert "… et 2 autres défauts." in err


def test_findings_tell_where_a_product_is_corrected(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "startup-stats.yml").write_text("edit_url: https://edit.example/{id}")
    (site / "content/_startups/mon espace.md").write_text("no fence")
    (site / "content/_authors/bad.md").write_text("no fence")
    err = run(capsys, "build", site)[2]
    assert "  Corriger cette fiche : https://edit.example/mon%20espace\n" in err
    assert err.count("Corriger cette fiche") == 1
    (site / "content/_startups/seul.markdown").write_text("---\ntitle: Seul\n---\n")
    assert "https://edit.example/seul\n" in run(capsys, "check", site)[1]


# arguments → exit code, words on standard error, in French
MISTAKES = {
    "no such command": (["buidl"], 2, "La commande « buidl » n'existe pas. Vouliez-vous dire « build » ?"),
    "no such option": (
        ["build", "--asof", "x"],
        2,
        "L'option « --asof » n'existe pas. Vouliez-vous dire « --as-of » ?",
    ),
    "an option like no other": (["build", "--zzz"], 2, "L'option « --zzz » n'existe pas. Voyez"),
    "no day": (["build", "--as-of", "2026-13-01"], 2, "« 2026-13-01 » n'est pas un jour"),
    "an option without its value": (["build", "--as-of"], 2, "L'option « --as-of » est mal employée."),
    "another method": (["build", "--method", "x"], 2, "« --method » n'accepte pas cette valeur : programme, site."),
    "no indicator": (["explain"], 2, "Il manque « INDICATOR »."),
    "a year that is none": (["explain", "end", "x"], 2, "« YEAR » n'accepte pas cette valeur : un nombre entier"),
    "too much": (["build", "a", "b"], 2, "Il y a des arguments en trop."),
    "another indicator": (["explain", "agents", "2020", "SITE"], 2, "« agents » n'est pas un indicateur."),
    "against nothing": (["explain", "end", "2020", "SITE", "--against", DAY], 2, "--against demande aussi --known-at"),
    "another indicator, known then": (
        ["explain", "agents", "2020", "SITE", "--known-at", DAY],
        2,
        "« agents » n'est pas un indicateur.",
    ),
    "no history": (["explain", "end", "2020", "SITE", "--known-at", DAY], 3, "git ne donne pas l'historique"),
    "before the series": (["build", "SITE", "--as-of", "2012-01-01"], 2, "Le 1er janvier 2012 précède"),
    "no such configuration": (["build", "SITE", "--config", "no.yml"], 2, "no.yml ne peut pas être lue (il n'existe"),
    "no such place": (["build", "/nowhere/at/all"], 3, "n'est ni un dossier"),
    "no collections": (["build", "TMP"], 3, "Le dossier « content/_startups » ne peut pas être lu"),
    "no output folder": (["build", "SITE", "-o", "/nowhere/x.json"], 2, "Le dossier « /nowhere » n'existe pas"),
    "no preview folder": (["build", "SITE", "--preview", "/nowhere/x.html"], 2, "Le dossier « /nowhere » n'existe pas"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(
    capsys: pytest.CaptureFixture[str], site: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    (tmp_path / "empty").mkdir()
    places = {"SITE": str(site), "TMP": str(tmp_path / "empty")}
    found, out, err = run(capsys, *[places.get(argument, argument) for argument in arguments])
    assert (found, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


def test_a_mistake_of_no_known_parameter() -> None:
    assert misuse_text(click.BadParameter("?")).fr.startswith("« ? » n'accepte pas cette valeur : un nombre entier")


def test_mistakes_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no option" in run(capsys, "build", "--asof", "--language", "en")[2]
    assert "is not a day" in run(capsys, "build", "--as-of", "x", "--language=en")[2]


def test_a_configuration_with_faults(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "startup-stats.yml").write_text("langage: fr\nfirst_year: x\n")
    code, out, err = run(capsys, "build", site)
    assert (code, out) == (2, "")
    assert "startup-stats.yml\n  1:1 erreur : Le champ « langage » n'existe pas. [field-unknown]" in err
    assert "La configuration a 2 défauts ; rien n'a été fait." in err
    assert not (site / "_data/stats.json").exists()


def test_an_empty_scan_leaves_the_old_file_whole(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    (site / "_data/stats.json").write_text("old")
    (site / "content/_startups/voisin.md").unlink()
    code, _, err = run(capsys, "build", site)
    assert code == 3
    assert "ne contient aucune fiche lisible" in err
    assert (site / "_data/stats.json").read_text() == "old"


def test_no_arguments_is_a_call_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert "build" in err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[:2] == (0, f"startup-stats, version {__version__}\n")
    code, out, _ = run(capsys, "build", "--help")
    assert code == 0
    assert "--as-of" in out


@pytest.mark.parametrize("raised", [KeyboardInterrupt, click.Abort])
def test_interrupted(
    capsys: pytest.CaptureFixture[str], site: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("startup_stats.checks.engine.read_and_check", interrupt)
    code, _, err = run(capsys, "build", site)
    assert (code, err.lstrip()) == (3, "Interrompu ; rien n'a été écrit à moitié.\n")


def test_explain_text(capsys: pytest.CaptureFixture[str], example: Path) -> None:
    code, out, _ = run(capsys, "explain", "national_impact", 2024, example, "--as-of", DAY)
    assert code == 0
    heading, counted, *_ = out.splitlines()
    assert heading == "Comptés en 2024 : 1"
    product_id, when, field, place, *reason = counted.split()
    assert (when, " ".join(reason)) == ("2025-02-11", "évalué au titre de 2024")
    path, line = place.split(":")
    assert path == f"content/_startups/{product_id}.md"
    assert (example / path).read_text().splitlines()[int(line) - 1].strip() == "date: 2025-02-11"
    assert field.startswith("events[")


def test_explain_says_of_everybody_why(capsys: pytest.CaptureFixture[str], example: Path) -> None:
    code, out, _ = run(capsys, "explain", "fast", 2023, example, "--as-of", DAY, "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 30
    by_status = {row["status"]: row for row in rows}
    assert set(by_status) == {"counted", "undated", "other-year", "not-counted"}
    assert by_status["other-year"]["reason"].startswith("compté en 20")
    assert by_status["undated"]["reason"] == "soutenu par le fonds FAST, sans événement « fast » daté"
    assert by_status["not-counted"]["reason"] == "pas d'appui du fonds FAST"
    assert [row["status"] for row in rows] == sorted(
        [row["status"] for row in rows], key=["counted", "undated", "other-year", "not-counted"].index
    )


def test_explain_agrees_with_build(capsys: pytest.CaptureFixture[str], example: Path) -> None:
    built = json.loads(run(capsys, "build", example, "--as-of", DAY, "-o", "-")[1])
    for name, indicator in built["indicators"].items():
        year = max(indicator["years"], key=lambda year: year["value"] or 0)
        answer = json.loads(run(capsys, "explain", name, year["year"], example, "--as-of", DAY, "--format", "json")[1])
        assert (answer["indicator"], answer["method"], answer["as_of"]) == (name, "programme", DAY)
        counted = [row["id"] for row in answer["rows"] if row["status"] == "counted"]
        assert len(counted) == year["value"]
        assert indicator["subject"] == "member" or counted == year["counted"]


def test_a_remote_site_with_folders_of_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = write_site(tmp_path / "site", **{"startup-stats.yml": "paths: {products: produits}"})
    (site / "content/_startups").rename(site / "produits")
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example"]
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "content"]):
        subprocess.run(["git", "-C", site, *command], check=True)
    code, out, _ = run(capsys, "build", f"file://{site}")
    assert code == 0
    assert [product["id"] for product in json.loads(out)["products"]] == ["voisin"]


def test_as_a_program_into_a_pipe_that_closes(example: Path) -> None:
    program = [sys.executable, "-m", "startup_stats"]
    assert subprocess.run([*program, "--version"], check=True, capture_output=True, text=True).stdout.startswith(
        "startup"
    )
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*program, "explain", "end", "2020", example], check=False, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_leaves_is_no_failure(monkeypatch: pytest.MonkeyPatch, example: Path, tmp_path: Path) -> None:
    """The same inside this process: output goes to /dev/null from then on."""
    with (tmp_path / "out").open("w") as file:

        class Closed(io.StringIO):
            def write(self, _text: str) -> int:
                raise BrokenPipeError

            def fileno(self) -> int:
                return file.fileno()

        monkeypatch.setattr(sys, "stdout", Closed())
        assert cli.main(["explain", "end", "2020", str(example)], today=TODAY) == 0
        os.write(file.fileno(), b"lost")
    assert (tmp_path / "out").read_text() == ""


def test_the_entry_point_ends_the_process_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from startup_stats import __main__ as program

    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    monkeypatch.setattr(sys, "argv", ["startup-stats", "nothing-such"])
    try:
        program.run()
    finally:
        gc.enable()
    assert left == [2]


def test_the_cache_folder() -> None:
    from startup_stats.cli.session import cache_folder

    assert cache_folder({"XDG_CACHE_HOME": "/c", "HOME": "/h"}) == Path("/c/startup-stats")
    assert cache_folder({"HOME": "/h"}) == Path("/h/.cache/startup-stats")


# what the command line says, what the configuration says → the language of a failure
SPOKEN = {
    "nothing": ([], "", "ne peut pas être lu"),
    "the configuration": ([], "language: en\n", "can't be read"),
    "the command line": (["--language", "fr"], "language: en\n", "ne peut pas être lu"),
    "the command line, joined": (["--language=en"], "", "can't be read"),
}


@pytest.mark.parametrize(("arguments", "config", "words"), SPOKEN.values(), ids=SPOKEN)
@pytest.mark.parametrize("name", ["build", "check", "probe"])
def test_the_configuration_s_language_is_spoken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, arguments: list[str], config: str, words: str
) -> None:
    """From the moment it is known: here the collections are missing."""
    (tmp_path / "startup-stats.yml").write_text(config)
    (tmp_path / "_data").mkdir()
    code, _, err = run(capsys, name, tmp_path, *arguments)
    assert code == 3
    assert words in err


# what the environment says → what is said of it; nothing is asked
ENVIRONMENT = {
    "GITHUB_TOKEN": ("a b", "GITHUB_TOKEN: le jeton contient"),
    "GH_TOKEN": ("a b", "GH_TOKEN: le jeton contient"),
    "GITHUB_API_URL": ("x", "GITHUB_API_URL: « x » n'est pas l'adresse d'une API"),
    "GITHUB_REPOSITORY": ("x", "GITHUB_REPOSITORY: « x » n'est pas un dépôt GitHub"),
}


@pytest.mark.parametrize("command", ["probe", "publish"])
def test_a_wrong_environment(
    capsys: pytest.CaptureFixture[str], site: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    for name, (value, words) in ENVIRONMENT.items():
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            code, _, err = run(capsys, command, site)
            assert code == 2
            assert words in err
    for name in ("GITHUB_API_URL", "GITHUB_REPOSITORY"):
        monkeypatch.setenv(name, "x")
    assert run(capsys, command, site)[2].count("\n") == 2
