"""The last guard: what nobody foresaw costs one record a finding, or the command a sentence, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startup_stats import action, cli
from startup_stats.action import check as action_check
from startup_stats.checks import engine
from startup_stats.checks.engine import read_and_check
from startup_stats.cli import check as cli_check
from startup_stats.content.source import FolderSource
from startup_stats.errors import OutsideError
from startup_stats.language import same
from startup_stats.reports.check import FORMS
from startup_stats.vocabulary import VOCABULARY
from tests.sites import FOLDERS, KEEP, PRODUCT, TODAY, check, write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import NoReturn

    from startup_stats.checks.context import Subject
    from startup_stats.content.records import Record
    from startup_stats.model import Pointer

VOISIN, AUTRE = "content/_startups/voisin.md", "content/_startups/autre.md"


def stumble(*_: object) -> NoReturn:
    raise ZeroDivisionError


class Stumbling(FolderSource):
    """A folder of which one file makes the reader stumble."""

    def read(self, path: str) -> bytes:
        return stumble() if path == VOISIN else super().read(path)


def test_a_record_that_the_reader_stumbles_over_is_unreadable_and_the_others_are_read(tmp_path: Path) -> None:
    write_site(tmp_path, **{AUTRE: PRODUCT})
    checked = read_and_check(Stumbling(tmp_path), FOLDERS, TODAY, VOCABULARY, KEEP)
    (found,) = checked.findings
    assert (found.rule, found.severity.value, found.location.path) == ("record-unforeseen", "error", VOISIN)
    assert "ZeroDivisionError" in found.message.fr
    assert "signalez" in found.help.fr
    assert [record.data is None for record in checked.records["product"]] == [False, True]


class Failing(FolderSource):
    """A folder that stands for a source which can't go on, such as a repository without its server."""

    def read(self, path: str) -> bytes:
        raise OutsideError(same(path))


def test_a_source_that_fails_is_no_fault_of_a_record(tmp_path: Path) -> None:
    with pytest.raises(OutsideError):
        read_and_check(Failing(write_site(tmp_path)), FOLDERS, TODAY, VOCABULARY, KEEP)


def test_a_record_that_a_rule_stumbles_over_stays_in_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(record: Record, _: object) -> list[object]:
        return stumble() if record.path == VOISIN else []

    monkeypatch.setattr(engine, "schema_violations", look)
    checked = read_and_check(FolderSource(write_site(tmp_path)), FOLDERS, TODAY, VOCABULARY, KEEP)
    assert [(found.rule, found.location.path) for found in checked.findings] == [("record-unforeseen", VOISIN)]
    assert None not in checked.kept


def test_a_rule_across_records_that_stumbles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(subject: Subject) -> list[Pointer]:
        return stumble() if subject.record.path == VOISIN else []

    across = [each._replace(look=look) if each.across else each for each in engine.CHECKS]  # type: ignore[arg-type]
    monkeypatch.setattr(engine, "CHECKS", tuple(across))
    (found,) = check(write_site(tmp_path))
    assert found.rule == "record-unforeseen"
    assert "ZeroDivisionError" in found.message.fr


@pytest.mark.parametrize("language", ["fr", "en"])
def test_outside_of_one_record_a_sentence_and_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for door in (cli_check, action_check):
        monkeypatch.setattr(door, "FORMS", {**FORMS, "text": stumble})
    site = write_site(tmp_path)
    fronts: list[Callable[[], int]] = [
        lambda: cli.main(["check", str(site), "--language", language], today=TODAY),
        lambda: action.main({"INPUT_PATH": str(site), "INPUT_MODE": "check", "INPUT_LANGUAGE": language}, today=TODAY),
    ]
    for front in fronts:
        assert front() == 3
        said = capsys.readouterr().err
        assert "ZeroDivisionError, tests.test_unforeseen:" in said
        assert ("signalez ce défaut" if language == "fr" else "report the fault") in said
        assert "Traceback" not in said
        assert said.count("\n") == 1


# Numbers that Python reads and can't write, or reads for minutes; and where they may stand.
NUMBERS = {"hexadecimal": f"0x{'f' * 3572}", "sixtieths": f"1{':00' * 3000}", "decimal": "9" * 5000}
PLACES = {
    "a title": PRODUCT.replace("title: Marché voisin", "title: {}"),
    "a promotion": PRODUCT.replace("phases:", "fast: {{promotion: {}, montant: 1}}\nphases:"),
    "a name": PRODUCT.replace("phases:", "{}: x\nphases:"),
    "a start": PRODUCT.replace("2020-06-01", "{}"),
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("command", ["check", "build"])
def test_numbers_of_thousands_of_digits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str, place: str, command: str
) -> None:
    site = write_site(tmp_path, **{VOISIN: place.format(number), AUTRE: PRODUCT})
    code = cli.main([command, str(site), "--fail-on", "error"], today=TODAY)
    said = "".join(capsys.readouterr())
    assert code == 1
    assert any(rule in said for rule in ("number-impossible", "yaml-syntax"))
    assert "record-unforeseen" not in said


@given(st.binary(max_size=60), st.sampled_from(["title: Marché voisin", "2020-06-01", "phases:", "[/organisations/"]))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_a_file_holds_is_unforeseen(tmp_path: Path, found: bytes, place: str) -> None:
    bad = PRODUCT.encode().replace(place.encode(), found)
    files: dict[str, str | bytes] = {VOISIN: bad, AUTRE: PRODUCT}
    rules = [one.rule for one in check(write_site(tmp_path, **files))]
    assert "record-unforeseen" not in rules
