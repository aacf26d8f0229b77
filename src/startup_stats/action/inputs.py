"""INPUT_* and GITHUB_* → Inputs: the only reader of the Action's environment, which tells all faults together."""

from __future__ import annotations

import re
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from startup_stats.commands.site import Overrides
from startup_stats.content.days import typed_day
from startup_stats.errors import Faults, UsageError
from startup_stats.exits import FailOn
from startup_stats.language import Language, Text
from startup_stats.publishing.access import (
    GITHUB_API,
    NO_TOKEN,
    api_address,
    branch_name,
    branch_of_reference,
    repository_name,
    token_text,
)
from startup_stats.publishing.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

Value = TypeVar("Value")
Task = Literal["update", "check"]
Tracking = Literal["true", "false", "incubators"]
Comment = Literal["never", "on-findings", "always"]
_PULL_REQUEST = re.compile(r"refs/pull/([0-9]{1,10})/(?:merge|head)")


def _word_of(known: Mapping[str, Value]) -> Callable[[str], Value]:
    """Return a reader of a few words; it raises UsageError, which lists them."""

    def parse(text: str) -> Value:
        if text not in known:
            raise UsageError(_NO_SUCH_VALUE.fill(asked=text, known=", ".join(known)))
        return known[text]

    return parse


def _one_of(words: Any) -> Callable[[str], Any]:
    """Return a reader of the words of a Literal."""
    return _word_of({word: word for word in get_args(words)})


_truth = _word_of({"true": True, "false": False})


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise UsageError(_NO_FOLDER.fill(asked=text))
    return Path(text)


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise UsageError(_NO_FILE.fill(asked=text))
    return Path(text)


def _pull_request(reference: str) -> int | None:
    found = _PULL_REQUEST.fullmatch(reference)
    return int(found[1]) if found else None


def _entry(
    parse: Callable[[str], Value], otherwise: Value, variable: str | None = None, *, secret: bool = False
) -> Value:
    """Declare an input of the field's name, or a variable of the runner: how it is read, its value without a text."""
    entry: Value = field(default=otherwise, repr=not secret, metadata={"parse": parse, "variable": variable})
    return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a step was asked and where it runs, one entry each, in the order in which faults are told.

    None is what was not given: then `as_of` is today, `branch` the one checked out, `fail_on` what the mode says.
    """

    today: date
    mode: Task = _entry(_one_of(Task), "update")
    path: Path = _entry(_folder, Path())
    config: Path | None = _entry(_file, None)
    language: Language | None = _entry(_one_of(Language), None)
    as_of: date | None = _entry(typed_day, None)
    fail_on: FailOn | None = _entry(_one_of(FailOn), None)
    probe: bool = _entry(_truth, otherwise=False)
    history: bool = _entry(_truth, otherwise=False)
    publish: Mode = _entry(_one_of(Mode), "none")
    accept: bool = _entry(_truth, otherwise=False)
    branch: str | None = _entry(branch_name, None)
    dry_run: bool = _entry(_truth, otherwise=False)
    tracking_issue: Tracking = _entry(_one_of(Tracking), "false")
    comment: Comment = _entry(_one_of(Comment), "never")
    token: str | None = _entry(token_text, None, secret=True)
    api: str = _entry(api_address, GITHUB_API, "GITHUB_API_URL")
    repository: str | None = _entry(repository_name, None, "GITHUB_REPOSITORY")
    reference: str | None = _entry(str, None, "GITHUB_REF")
    pull_request: int | None = _entry(_pull_request, None, "GITHUB_REF")
    base_branch: str | None = _entry(branch_name, None, "GITHUB_BASE_REF")
    output_file: Path | None = _entry(Path, None, "GITHUB_OUTPUT")
    summary_file: Path | None = _entry(Path, None, "GITHUB_STEP_SUMMARY")

    @property
    def day(self) -> date:
        """Return the day that the figures are of."""
        return self.as_of or self.today

    @property
    def overrides(self) -> Overrides:
        """Return what the inputs say in place of the site's configuration."""
        return Overrides(self.config, language=self.language)

    @property
    def publishes(self) -> bool:
        """Say whether the figures go to GitHub, or are shown as they would."""
        return self.mode == "update" and self.publish != "none"

    @property
    def accepts(self) -> bool:
        """Say whether figures that move too far are written: by whoever accepts them, or to be reviewed."""
        return self.accept or self.publish == "pull-request"

    @property
    def tracks(self) -> bool:
        """Say whether tracking issues are written or, those of incubators in a dry run, shown as they would be."""
        told = not self.dry_run or self.tracking_issue == "incubators"
        return self.mode == "update" and self.tracking_issue != "false" and told


def asked_language(environment: Mapping[str, str]) -> Language | None:
    """Find the language asked for before the inputs are understood, so that their faults can be told in it."""
    given = environment.get("INPUT_LANGUAGE")
    return next((language for language in get_args(Language) if language == given), None)


def read_inputs(environment: Mapping[str, str], today: date) -> Inputs:
    """Read and judge everything that a step was given; raises one UsageError with all that is wrong."""
    faults = Faults()
    read = {each.name: _read(each, environment, faults) for each in fields(Inputs) if each.metadata}
    inputs = Inputs(today=today, **read)
    if inputs.publishes and inputs.branch is None and inputs.reference is not None:
        faults.read("branch", inputs.reference, branch_of_reference, None)
    if not inputs.token and not environment.get("INPUT_TOKEN") and _sends(inputs):
        faults.add(NO_TOKEN)
    faults.tell()
    return inputs


def _read(entry: Field[Any], environment: Mapping[str, str], faults: Faults) -> Any:
    variable = entry.metadata["variable"] or f"INPUT_{entry.name.upper()}"
    name = variable if entry.metadata["variable"] else entry.name.replace("_", "-")
    return faults.read(name, environment.get(variable), entry.metadata["parse"], entry.default)


def _sends(inputs: Inputs) -> bool:
    return (inputs.publishes or inputs.tracks) and not inputs.dry_run


_NO_SUCH_VALUE = Text(
    "« {asked} » n'existe pas. Valeurs possibles : {known}.",
    'there is no "{asked}". Possible values: {known}.',
)
_NO_FOLDER = Text(
    "« {asked} » n'est pas un dossier : placez actions/checkout avant cette étape, ou corrigez le chemin.",
    '"{asked}" is no folder: put actions/checkout before this step, or correct the path.',
)
_NO_FILE = Text(
    "« {asked} » n'est pas un fichier : corrigez le chemin, ou laissez la configuration à sa place par défaut.",
    '"{asked}" is no file: correct the path, or leave the configuration in its default place.',
)
