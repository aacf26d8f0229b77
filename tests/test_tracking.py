"""One issue an incubator, at a GitHub of our own: nothing is written that says nothing new."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import action
from startup_stats.document.findings_issues import incubator_reports
from startup_stats.publishing.issue import (
    COMMON,
    LABEL,
    MAX_BODY,
    MAX_TITLE,
    Report,
    issue_body,
    issue_key,
    keep_issues,
)
from tests.forge import ALWAYS, TOKEN, Trouble, make_repository, secondary_limit, served
from tests.publishing import client, clone, limits
from tests.sites import INCUBATOR, PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.forge import Forge

FINDINGS = "_data/stats_findings.json"
VOISIN, PORT = "content/_startups/voisin.md", "content/_startups/port.md"
WRONG = PRODUCT.replace("name: construction", "name: constuction")
# One in two incubators, one in one that no file knows, one in none, one without any fault.
FILES = {
    VOISIN: WRONG.replace("incubator: ruche", "incubator: ruche\nincubators: [ruche, essaim]"),
    PORT: WRONG.replace("incubator: ruche", "incubator: nulle-part").replace("Marché voisin", "Le port"),
    "content/_startups/quai.md": PRODUCT.replace("incubator: ruche\n", "").replace("Marché voisin", "Le quai"),
    "content/_startups/bien.md": PRODUCT,
    "content/_incubators/essaim.md": INCUBATOR.replace("La Ruche", "L'Essaim"),
    "startup-stats.yml": "edit_url: https://espace.example/{id}\nguard: {lost: 100}\n",
}
TITLES = ["Fiches à corriger : L'Essaim", "Fiches à corriger : nulle-part", "Fiches à corriger : La Ruche",
          "Fiches à corriger : Sans incubateur"]  # fmt: skip


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    with served(make_repository(tmp_path / "bare.git", write_site(tmp_path / "content", **FILES))) as running:
        yield running


@pytest.fixture
def checkout(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("startup_stats.publishing.client.LIMITS", limits())
    return clone(forge, tmp_path / "checkout")


@pytest.fixture
def step(checkout: Path, tmp_path: Path, forge: Forge) -> dict[str, str]:
    return {
        "INPUT_PATH": str(checkout), "INPUT_TRACKING_ISSUE": "incubators", "INPUT_TOKEN": TOKEN,
        "GITHUB_REPOSITORY": "o/n", "GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }  # fmt: skip


def run(step: dict[str, str], today: date = TODAY, **changes: str) -> int:
    return action.main(step | changes, today=today)


def issues(forge: Forge) -> list[tuple[str, str]]:
    return [(issue["title"], issue["state"]) for issue in forge.hub.issues.values()]


def body(forge: Forge, title: str) -> str:
    [found] = [issue["body"] for issue in forge.hub.issues.values() if issue["title"].endswith(title)]
    return str(found)


def test_each_incubator_has_its_issue(step: dict[str, str], forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(step) == 0
    assert issues(forge) == [(title, "open") for title in TITLES]
    assert all(issue["labels"] == [LABEL] for issue in forge.hub.issues.values())
    told = (
        "1 erreur. Cette issue suit les fiches : elle change quand il y a plus ou moins à corriger, et se ferme "
        "d'elle-même quand il n'y a plus rien.\n\n### Marché voisin\n\n"
        "[Corriger la fiche](https://espace.example/voisin) · content/\\_startups/voisin.md\n\n"
        "- **erreur** : « constuction » n'est pas une valeur possible de « name ». "
        "Vouliez-vous dire « construction » ?\n"
    )
    for incubator in ("essaim", "ruche"):
        assert body(forge, {"essaim": "L'Essaim", "ruche": "La Ruche"}[incubator]) == (
            f"<!-- startup-stats: tracking issue of incubator%2F{incubator} -->\n{told}"
        )
    assert "### Le port" in body(forge, "nulle-part")
    assert "n'est pas un incubateur connu" in body(forge, "nulle-part")
    assert "### Le quai" in body(forge, "Sans incubateur")
    said = capsys.readouterr().err
    assert f"Issue ouverte : {TITLES[0]} {forge.url}/o/n/issues/1\n" in said
    assert "Issues de suivi, une par incubateur : 4.\n" in said


@pytest.mark.unmeasured
@pytest.mark.parametrize("publish", ["none", "commit", "pull-request"])
def test_thirty_runs_on_unchanged_content_write_once(publish: str, step: dict[str, str], forge: Forge) -> None:
    """One issue an incubator, one publication, and no further write, day after day."""
    assert run(step, INPUT_PUBLISH=publish) == 0
    assert len(issues(forge)) == 4
    state, writes = forge.git.state(), len(forge.writes)
    for number in range(1, 30):
        assert run(step, TODAY + timedelta(days=number), INPUT_PUBLISH=publish) == 0
    assert forge.writes[writes:] == []
    assert (forge.git.state(), len(issues(forge))) == (state, 4)


def test_one_thing_mended_is_one_edit_and_all_mended_closes(
    step: dict[str, str], forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(step)
    forge.asked.clear()
    (checkout / PORT).write_text(FILES[PORT].replace("constuction", "construction"))
    assert run(step) == 0
    assert forge.writes == ["PATCH /issues/2"]
    assert "constuction" not in body(forge, "nulle-part")
    capsys.readouterr()
    for path in FILES:
        if path.startswith("content/_startups"):
            (checkout / path).write_text(PRODUCT)
    assert run(step) == 0
    assert issues(forge) == [(title, "closed") for title in TITLES]
    assert body(forge, "La Ruche").endswith(
        "-->\nPlus rien à corriger : cette issue est fermée. Elle se rouvrira si une fiche a de nouveau un défaut."
    )
    assert "Issue fermée : " in (said := capsys.readouterr().err)
    assert "Aucune fiche à corriger.\n" in said
    forge.asked.clear()
    run(step, TODAY + timedelta(days=1))
    assert forge.writes == []
    (checkout / VOISIN).write_text(WRONG)
    assert run(step) == 0
    assert forge.writes == ["PATCH /issues/3"]
    assert issues(forge)[2] == (TITLES[2], "open")


def test_from_one_issue_for_all_to_one_each_and_back(step: dict[str, str], forge: Forge) -> None:
    run(step, INPUT_TRACKING_ISSUE="true")
    assert issues(forge) == [("Statistiques : erreurs dans les fiches", "open")]
    run(step)
    assert [state for _, state in issues(forge)] == ["closed", "open", "open", "open", "open"]
    assert "suivies dans une issue par incubateur" in forge.hub.issues[1]["body"]
    run(step, INPUT_TRACKING_ISSUE="true")
    assert [state for _, state in issues(forge)] == ["open", "closed", "closed", "closed", "closed"]
    assert "dans une seule issue" in forge.hub.issues[2]["body"]
    writes = len(forge.writes)
    run(step, INPUT_TRACKING_ISSUE="true")
    assert len(forge.writes) == writes


def test_by_default_there_is_none(step: dict[str, str], forge: Forge) -> None:
    del step["INPUT_TRACKING_ISSUE"]
    assert run(step) == 0
    assert forge.asked == []


def test_a_dry_run_says_what_would_be_and_sends_nothing(
    step: dict[str, str], forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = {"INPUT_DRY_RUN": "true", "INPUT_TOKEN": ""}
    assert run(step | dry) == 0
    said = capsys.readouterr().err
    assert said.count("Issue à ouvrir : ") == 4
    assert "Essai : aucune issue n'a été écrite.\n" in said
    assert (forge.writes, issues(forge)) == ([], [])
    run(step)
    (checkout / PORT).write_text(FILES[PORT].replace("constuction", "construction"))
    (checkout / VOISIN).write_text(PRODUCT)
    before = list(forge.writes)
    capsys.readouterr()
    assert run(step | dry) == 0
    said = capsys.readouterr().err
    assert f"Issue à mettre à jour : {TITLES[1]} {forge.url}/o/n/issues/2\n" in said
    assert said.count(f"Issue à fermer : {forge.url}") == 2
    assert forge.writes == before
    assert run(step | dry, INPUT_TRACKING_ISSUE="true") == 0
    assert forge.writes == before


def test_whoever_is_not_us_is_left_alone(step: dict[str, str], forge: Forge, checkout: Path) -> None:
    """A marker that somebody copied, with the label or without; and our issue that somebody edited comes back."""
    run(step)
    copied = dict(forge.hub.issues[3])
    forge.hub.issues |= {
        5: copied | {"number": 5, "labels": []},
        6: copied | {"number": 6, "login": "curieux"},
        7: copied | {"number": 7, "body": "Bonjour"},
        8: copied | {"number": 8, "body": None},
    }  # fmt: skip
    forge.hub.issues[3]["title"] = "Autre chose"
    before = json.dumps([forge.hub.issues[number] for number in (5, 6, 7, 8)])
    (checkout / PORT).write_text(PRODUCT)
    assert run(step) == 0
    assert forge.hub.issues[3]["title"] == TITLES[2]
    assert json.dumps([forge.hub.issues[number] for number in (5, 6, 7, 8)]) == before
    assert len(issues(forge)) == 8


# what GitHub does → words
REFUSED: dict[str, tuple[Callable[[Forge], object], str]] = {
    "no permission": (lambda forge: setattr(forge.hub, "may_write", ("contents",)), "issues: write"),
    "no issues": (
        lambda forge: forge.troubles.append(Trouble("/issues", ALWAYS, 410, "Issues has been disabled in this repo.")),
        "Cochez « Issues » dans Settings › General",
    ),
    "out of order": (lambda forge: forge.troubles.append(Trouble("/issues", ALWAYS, 500)), "GitHub est en panne"),
    "too fast": (
        lambda forge: forge.troubles.append(secondary_limit("3600", "POST /issues", ALWAYS)),
        "GitHub demande d'attendre",
    ),
    "a refusal": (
        lambda forge: forge.troubles.append(Trouble("POST /issues$", ALWAYS, 422, "Validation Failed")),
        "GitHub a refusé (422)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("prepare", "words"), REFUSED.values(), ids=REFUSED)
def test_issues_that_can_t_be_written_cost_no_figure(
    prepare: Callable[[Forge], object], words: str, step: dict[str, str], forge: Forge,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    prepare(forge)
    assert run(step, INPUT_PUBLISH="commit") == 3
    said = capsys.readouterr().err
    assert words in said
    assert TOKEN not in said
    assert forge.git.file("main", "_data/stats.json") is not None
    assert forge.git.file("main", FINDINGS) is not None


PASSING = {
    "an answer that was lost": Trouble("POST /issues$", 1, lost=True),
    "an answer that was cut": Trouble("POST /issues$", 2, cut=True),
    "out of order for a moment": Trouble("POST /issues$", 2, 502),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
def test_what_passes_makes_no_second_issue(
    trouble: Trouble, step: dict[str, str], forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    forge.troubles.append(trouble)
    assert run(step) == 0
    assert issues(forge) == [(title, "open") for title in TITLES]


def test_what_one_run_may_not_write_the_next_one_does(
    step: dict[str, str], forge: Forge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("publishing.issue", "action.tracking"):
        monkeypatch.setattr(f"startup_stats.{name}.MOST_WRITES", 3)
    assert run(step) == 0
    assert "Issues qui attendent le prochain passage : 1 ; il s'en écrit 3 au plus" in capsys.readouterr().err
    assert len(issues(forge)) == 3
    assert run(step) == 0
    assert (len(issues(forge)), len(forge.writes)) == (4, 4)


def test_the_findings_are_published_with_the_figures(step: dict[str, str], forge: Forge) -> None:
    """In one commit; again alone where they change alone."""
    assert run(step, INPUT_PUBLISH="commit") == 0
    assert len(forge.git.messages()) == 2
    first = json.loads(forge.git.file("main", FINDINGS)[1])
    assert {row["since"] for row in first["findings"]} == {"2026-08-20"}


def test_on_a_branch_that_moved_findings_are_those_of_its_files(
    step: dict[str, str], forge: Forge, checkout: Path
) -> None:
    """Days come from the branch's own file."""
    assert run(step, INPUT_PUBLISH="commit") == 0
    forge.git.change(
        "main", {PORT: FILES[PORT].replace("link:", "techno: [x]\nstats: false\nstats_url: https://x\nlink:")}
    )
    assert run(step, date(2026, 9, 30), INPUT_PUBLISH="commit") == 0
    published = json.loads(forge.git.file("main", FINDINGS)[1])
    since = {(row["product"], row["rule"]): row["since"] for row in published["findings"]}
    assert since["port", "stats-contradiction"] == "2026-09-30"
    assert since["port", "value-not-allowed"] == "2026-08-20"
    assert json.loads((checkout / FINDINGS).read_bytes()) == published


def test_the_content_does_not_choose_where_findings_are_written(
    step: dict[str, str], forge: Forge, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "_data").mkdir()
    (checkout / FINDINGS).symlink_to(tmp_path / "elsewhere.json")
    assert run(step) == 3
    assert "lien symbolique" in capsys.readouterr().err
    assert (forge.asked, (tmp_path / "elsewhere.json").exists()) == ([], False)


def row(**changes: Any) -> dict[str, Any]:
    return {
        "product": "p", "title": "P", "incubators": ["x"], "field": "link", "rule": "r", "severity": "warning",
        "message": "M", "help": "", "path": "content/p.md", "line": 1, "edit_url": None, "since": "2026-08-20",
    } | changes  # fmt: skip


def report(title: str, *rows: dict[str, Any], language: str = "fr") -> Report:
    document = {"findings": rows, "others": [], "incubators": [{"id": "x", "title": title}], "language": language}
    [made] = incubator_reports(document).values()
    return made


HOSTILE = {
    "a mention": ("@team", "@\u2060team"),
    "an issue": ("#12", "\\#12"),
    "HTML": ("<img src=x onerror=y>", "&lt;img"),
    "a link": ("[x](https://x.example)", "\\[x\\](https\\://x.example)"),
    "an end of a comment": ("--> <b>", "--&gt; &lt;b&gt;"),
    "lines": ("a\n## b\n- [ ] c", "a \\#\\# b - \\[ \\] c"),
}


@pytest.mark.parametrize(("text", "told"), HOSTILE.values(), ids=HOSTILE)
def test_other_people_s_text_is_text(text: str, told: str) -> None:
    made = report(text, row(title=text, message=text, help=text, path=f"content/{text}.md"))
    assert made.text.count(told) == 4
    assert text not in made.text.replace(told, "")
    assert "\n" not in made.title


def test_an_issue_holds_what_github_lets_it_hold() -> None:
    """The worst stay, and how many are left out is said."""
    rows = [row(product=f"p{n:03}", title=f"P {n:03}", path=f"p{n:03}.md", message="M" * 500) for n in range(300)]
    rows.append(row(product="z", title="Z", path="z.md", severity="error"))
    made = report("X", *rows)
    body = issue_body(made.text, "k" * 200)
    told = body.count("\n- **")
    assert len(body) <= MAX_BODY
    assert told > 100
    assert body.endswith(f"\n… et {301 - told} de plus.\n")
    assert body.index("### Z") < body.index("### P 000")
    assert made.text.startswith("1 erreur et 300 avertissements.")
    assert report("X", row(), language="en").text.startswith("1 warning. This issue")


KEYS = ["a", "incubator/a--b", "é" * 300, "--> <script>", "x" * 100_000, " ", "incubator/", "%", "\ud800", "a\nb"]


def test_an_issue_is_found_again_whatever_its_incubator_is_called(forge: Forge) -> None:
    reports = {issue_key(name): Report(f" {'T' * 300} ", "Texte.") for name in KEYS}
    assert len(reports) == len(KEYS)
    with client(forge) as asked:
        assert len(keep_issues(asked, reports, lambda _: "Fini.").done) == len(KEYS)
        again = keep_issues(asked, reports, lambda _: "Fini.")
    assert (again.done, set(again.addresses)) == ({}, set(reports))
    assert all(len(issue["title"]) <= MAX_TITLE for issue in forge.hub.issues.values())
    assert COMMON not in reports
