"""Single mutations of real files, each found: the expected rule, severity and line. And the two validators agree."""

from __future__ import annotations

import copy
import random
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.checks.context import make_context
from startup_stats.checks.engine import check_record
from startup_stats.content.collections import list_places
from startup_stats.content.records import place_of, read_record
from startup_stats.content.source import FolderSource
from startup_stats.findings import Severity
from startup_stats.schema import validators
from startup_stats.vocabulary import VOCABULARY
from tests.sites import FOLDERS, TODAY, records

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.checks.context import Context
    from startup_stats.findings import Finding

E, W = Severity.ERROR, Severity.WARNING
# Whole lines of a real product, by what they start with; (?m) and ^ throughout.
pytestmark = pytest.mark.unmeasured

PHASE = r"^( *- +name: +)construction$"
START = r"^( *- +name: +construction\n +start: ).*$"
EVENT_DATE = r"^( +date: ).*$"

# (record, pattern, replacement, rule, severity, pattern of the line where it must be told; "" the first line)
MUTATIONS = {
    "a wrong phase": ("product", PHASE, r"\1constuction", "value-not-allowed", E, "constuction"),
    "an English phase": ("product", PHASE, r"\1growth", "value-not-allowed", E, "growth"),
    "a phase in capitals": ("product", PHASE, r"\1Construction", "value-not-allowed", E, "Construction"),
    "a phase without name": ("product", r"^( *- +)name: +construction\n +", r"\1", "field-missing", E, r"^ *- +start"),
    "an old phase": ("product", PHASE, r"\1alumni", "value-not-allowed", E, "alumni"),
    "a phase twice": ("product", PHASE, r"\1investigation", "phase-repeated", E, None),
    "a phase without start": (
        "product",
        r"^( *- +name: +construction)\n +start:.*$",
        r"\1",
        "field-missing",
        E,
        "construction$",
    ),
    "a start that is empty": ("product", START, r"\1", "value-wrong-type", E, r"start: *$"),
    "a start in words": ("product", START, r"\1juin 2021", "value-not-a-date", E, "juin 2021"),
    "a start the French way": ("product", START, r"\g<1>01/06/2021", "value-not-a-date", E, "01/06/2021"),
    "a start that is a year": ("product", START, r"\g<1>2021", "value-wrong-type", E, r"start: 2021$"),
    "month 13": ("product", START, r"\g<1>2025-13-06", "date-impossible", E, "2025-13-06"),
    "30 February": ("product", START, r"\g<1>2021-02-30", "date-impossible", E, "2021-02-30"),
    "a short date": ("product", START, r"\g<1>2021-6-1", "value-not-a-date", E, "2021-6-1"),
    "a start to come": ("product", START, r"\g<1>2027-01-01", "date-in-future", W, "2027-01-01"),
    "a start too early": ("product", START, r"\g<1>2001-01-01", "phases-out-of-order", W, "2001-01-01"),
    "an end too early": (
        "product",
        START.replace("$", ""),
        r"\g<1>2021-06-01\n    end: 2021-05-01",
        "phase-ends-early",
        E,
        "2021-05-01",
    ),
    "phases of one name": (
        "product",
        r"^phases:\n(?: .*\n)+",
        "phases: construction\n",
        "value-wrong-type",
        E,
        "^phases",
    ),
    "no phases": ("product", r"^phases:\n(?: .*\n)+", "", "field-missing", E, ""),
    "an event without date": ("product", EVENT_DATE + r"\n", "", "field-missing", E, r"^ *- +name: .*"),
    "an event at an impossible date": ("product", EVENT_DATE, r"\g<1>2023-04-31", "date-impossible", E, "2023-04-31"),
    "an unknown event": ("product", r"^(events:\n *- +name: ).*$", r"\1fete", "value-not-allowed", E, "fete"),
    "an event without name": ("product", r"^(events:\n *- +)name: .*\n +", r"\1", "field-missing", E, r"^ *- +date"),
    "no title": ("product", r"^title:.*\n", "", "field-missing", E, ""),
    "an empty title": ("product", r"^title:.*$", "title:", "value-wrong-type", E, "^title"),
    "a title that is a number": ("product", r"^title:.*$", "title: 1984", "value-wrong-type", E, "^title"),
    "a title that is true": ("product", r"^title:.*$", "title: yes", "value-wrong-type", E, "^title"),
    "a title with a colon": ("product", r"^title:.*$", "title: Demain : le jour", "yaml-syntax", E, "^title"),
    "a title with a star": ("product", r"^title:.*$", "title: *important*", "yaml-syntax", E, "^title"),
    "a title twice": ("product", r"^(title:.*)$", r"\1\n\1", "duplicate-key", E, None),
    "no mission": ("product", r"^mission:.*\n(?: +.*\n)*", "", "field-missing", E, ""),
    "no contact": ("product", r"^contact:.*\n", "", "field-missing", E, ""),
    "a contact that is a list": ("product", r"^contact: (.*)$", r"contact: [\1]", "value-wrong-type", E, "^contact"),
    "two contacts": (
        "product",
        r"^contact: .*$",
        "contact: a@b.example ; c@d.example",
        "email-malformed",
        W,
        "^contact",
    ),
    "a contact without domain": ("product", r"^contact: .*$", "contact: equipe", "email-malformed", W, "^contact"),
    "no incubator": ("product", r"^incubator:.*\n", "", "field-missing", E, ""),
    "an unknown incubator": ("product", r"^incubator: (.*)$", r"incubator: \1x", "incubator-unknown", E, "^incubator"),
    "an unknown sponsor": ("product", r"^( *- /organisations/).*$", r"\1inconnue", "sponsor-unknown", E, "inconnue"),
    "a sponsor without its path": ("product", r"^( *- )/organisations/", r"\1", "sponsor-unknown", E, None),
    "one sponsor, no list": (
        "product",
        r"^sponsors:\n(?: .*\n)+",
        "sponsors: /organisations/dinum\n",
        "value-wrong-type",
        E,
        "^sponsors",
    ),
    "an accessibility status": (
        "product",
        r"^accessibility_status:.*$",
        "accessibility_status: conforme",
        "value-not-allowed",
        E,
        "^accessib",
    ),
    "a capital in the status": (
        "product",
        r"^accessibility_status:.*$",
        "accessibility_status: Non conforme",
        "value-not-allowed",
        E,
        "^access",
    ),
    "a status misspelt": ("product", r"^accessibility_status:", "accesibility_status:", "field-mistyped", W, "^accesi"),
    "stats in words": ("product", r"^stats: .*$", "stats: oui", "value-wrong-type", E, "^stats: oui"),
    "stats denied": ("product", r"^stats: .*$", "stats: false", "stats-contradiction", W, "^stats: false"),
    "stats as text": ("product", r"^stats: .*$", "stats: 'true'", "value-wrong-type", E, "^stats: 'true'"),
    "a link without https": ("product", r"^link: https?://", "link: www.", "address-malformed", W, "^link"),
    "a link with words": ("product", r"^(link: .*)$", r"\1 (bientôt)", "address-malformed", W, "^link"),
    "a statistics page with a space": ("product", r"^(stats_url: .*)$", r"\1 x", "address-malformed", W, "^stats_url"),
    "an organisation as repository": (
        "product",
        r"^repository: .*$",
        "repository: https://github.com/betagouv",
        "repository-malformed",
        W,
        "^repos",
    ),
    "a branch as repository": ("product", r"^(repository: .*)$", r"\1/tree/main", "repository-malformed", W, "^repos"),
    "a repository that is a name": (
        "product",
        r"^repository: .*$",
        "repository: depot",
        "repository-malformed",
        W,
        "^r",
    ),
    "a key misspelt": ("product", r"^repository:", "repositry:", "field-mistyped", W, "^repositry"),
    "a tab": ("product", r"^phases:\n +", "phases:\n\t", "yaml-syntax", E, "^\t"),
    "a wrong indent": ("product", r"^link:", "  link:", "yaml-syntax", E, None),
    "an open quote": ("product", r"^title: .*$", 'title: "Marché', "yaml-syntax", E, None),
    "an open bracket": ("product", r"^incubator: (.*)$", r"incubator: [\1", "yaml-syntax", E, None),
    "no colon": ("product", r"^contact: ", "contact ", "yaml-syntax", E, "^contact"),
    "a Python object": ("product", r"^title: .*$", "title: !!python/name:os.system x", "yaml-unsupported", E, "^title"),
    "no opening fence": ("product", r"\A---\n", "", "front-matter-missing", E, ""),
    "no closing fence": ("product", r"(?s)\A(---\n.*?)^---\n.*\Z", r"\1", "front-matter-unclosed", E, r".+\n\Z"),
    "a blank line first": ("product", r"\A", "\n", "front-matter-missing", E, ""),
    "a byte order mark": ("product", r"\A", "\ufeff", "byte-order-mark", E, ""),
    "a date in quotes": ("product", START, r"\g<1>'2021-06-01'", "date-quoted", E, "'2021-06-01'"),
    "yes for true": ("product", r"^stats: .*$", "stats: yes", "boolean-in-words", W, "^stats: yes"),
    "a field with a capital": ("product", r"^title:", "Title:", "field-misspelt", E, "^Title"),
    "Windows line ends": ("product", r"\n", "\r\n", "line-ends-windows", W, ""),
    "a list of fields": (
        "product",
        r"(?s)\A---\n.*?^---\n",
        "---\n- a\n---\n",
        "front-matter-not-a-mapping",
        E,
        "^- a",
    ),
    "a control character": ("product", r"^title: ", "title: \x07", "yaml-syntax", E, "^title"),
    "a status of mission": ("member", r"^( +status: ).*$", r"\1interne", "value-not-allowed", E, "interne"),
    "a mission without end": ("member", r"^ +end: .*\n", "", "field-missing", E, r"^ *- +start"),
    "a mission that ends early": (
        "member",
        r"^( +end: ).*$",
        r"\g<1>2001-01-01",
        "mission-ends-early",
        E,
        "2001-01-01",
    ),
    "a mission's impossible start": (
        "member",
        r"^( *- +start: ).*$",
        r"\g<1>2020-02-30",
        "date-impossible",
        E,
        "02-30",
    ),
    "an unknown product": (
        "member",
        r"^missions:",
        "startups: [inconnu-x]\nmissions:",
        "product-unknown",
        E,
        "inconnu-x",
    ),
    "a product twice": (
        "member",
        r"^missions:",
        "previously: [pix, pix]\nmissions:",
        "value-repeated",
        E,
        "^previously",
    ),
    "no role": ("member", r"^role:.*$", "role: ''", "value-empty", E, "^role"),
    "a domain": ("member", r"^domaine:.*$", "domaine: Informatique", "value-not-allowed", E, "^domaine"),
    "no name": ("member", r"^fullname:.*\n", "", "field-missing", E, ""),
}


class Workshop:
    """A copy of the real content in which one file at a time is replaced."""

    def __init__(self, root: Path, originals: dict[str, str], context: Context) -> None:
        self.root, self.originals, self.context = root, originals, context

    def findings(self, collection: str, text: str) -> list[Finding]:
        place = self.root / FOLDERS[collection] / "mutated.file.md"
        place.write_bytes(text.encode())
        source = FolderSource(self.root)
        record = read_record(source, place_of(collection, FOLDERS[collection], place.name))
        assert record is not None
        return list(check_record(source, record, self.context))


@pytest.fixture(scope="module")
def workshop(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    root = tmp_path_factory.mktemp("real")
    for folder in FOLDERS.values():
        shutil.copytree(real_site / folder, root / folder)
        (root / folder).chmod(0o755)  # the real one may be read-only
    context = make_context(list_places(FolderSource(root), FOLDERS), FOLDERS, TODAY, VOCABULARY)
    patterns = {name: [row[1] for row in MUTATIONS.values() if row[0] == name] for name in ("product", "member")}
    originals = {}
    for name, wanted in patterns.items():
        texts = [
            (root / record.path).read_text(encoding="utf-8")
            for record in records(FolderSource(root), name, FOLDERS[name])
        ]
        made = Workshop(root, {}, context)
        originals[name] = next(
            text
            for text in texts
            if all(re.search(pattern, text, re.MULTILINE) for pattern in wanted) and not made.findings(name, text)
        )
    return Workshop(root, originals, context)


@pytest.mark.parametrize(("record", "pattern", "new", "rule", "severity", "where"), MUTATIONS.values(), ids=MUTATIONS)
def test_every_mutation_is_found(  # each a table row
    workshop: Workshop, record: str, pattern: str, new: str, rule: str, severity: Severity, where: str | None
) -> None:
    original = workshop.originals[record]
    count = 0 if pattern == r"\n" else 1
    mutated = re.sub(pattern, new, original, count=count, flags=re.MULTILINE)
    assert mutated != original
    found = [one for one in workshop.findings(record, mutated) if one.rule == rule]
    assert found, [one.rule for one in workshop.findings(record, mutated)]
    assert {one.severity for one in found} == {severity}
    if where is not None:
        match = re.search(where, mutated, re.MULTILINE)
        assert match
        assert found[0].location.line == mutated[: match.start()].count("\n") + 1


def test_there_are_enough() -> None:
    assert len(MUTATIONS) >= 60


VALUES: tuple[Any, ...] = (
    None, True, 0, -1.5, "", "x", "2025-13-06", "2025-06-13", "https://a.example", "a@b.example", [], ["x", "x"], [3],
    {}, {"name": "construction"}, [{"name": "end", "date": "2020-01-01"}], [{"start": None}], "non conforme",
)  # fmt: skip


@pytest.mark.parametrize("count", [5_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_both_validators_agree_on_mutated_documents(count: int, real_site: Path) -> None:
    """jsonschema-rs may only say "valid" first where jsonschema, which decides, says so too."""
    chance = random.Random(20260820)  # noqa: S311 - the same documents each time
    documents = [
        (name, record.data)
        for name in ("product", "member")
        for record in records(FolderSource(real_site), name, FOLDERS[name])
    ]
    valid = 0
    for _ in range(count):
        name, original = chance.choice(documents)
        document = copy.deepcopy(original)
        assert document is not None
        _mutate(document, chance)
        errors = list(validators.slow_validator(name).iter_errors(document))
        fast = validators.fast_validator(name).is_valid(document)
        assert fast is all(error.validator == "format" and error.validator_value != "date" for error in errors), (
            document
        )
        if fast:
            told = {(error.absolute_path[0], error.validator_value) for error in errors}
            assert set(validators.malformed_texts(name, document)) == told, document
        valid += not errors
    assert count / 5 < valid < count * 4 / 5, "both answers are put to the test"


def _mutate(document: dict[str, Any], chance: random.Random) -> None:
    """Change one value somewhere in a document: remove, replace, or repeat it."""
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        inner = place[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
            place = inner
            continue
        how = chance.random()
        if how < 0.2:
            del place[key]
        elif how < 0.3 and isinstance(place, list):
            place.append(copy.deepcopy(inner))
        else:
            place[key] = chance.choice(VALUES)
        return
