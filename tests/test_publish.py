"""Publishing to a GitHub of our own, held to GitHub's descriptions; what it did is read back with real git."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.commands.publish import access_to, branch_of
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.errors import OutsideError, UsageError
from startup_stats.publishing.access import GITHUB_API
from startup_stats.publishing.issue import COMMON, LABEL, MARKER, MAX_BODY, Report, issue_body, keep_issues
from startup_stats.reports.publish import MAX_DIFF_LINES, dry_run_report, publish_report, publish_summary
from tests.forge import ALWAYS, TOKEN, Trouble, make_repository, primary_limit, secondary_limit, served
from tests.publishing import STATS, Waited, build, client, clone, run
from tests.sites import PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from startup_stats.publishing.client import Client
    from tests.forge import Forge

SECOND = PRODUCT.replace("Marché voisin", "Marée basse")
EVIDENCE = '{"schema_version": 1, "products": {}}\n'
CONFIG = """\
publication:
  branch: stats/proposal
  labels: [statistiques]
  reviewers: [ana]
  team_reviewers: [equipe]
  auto_merge: squash
"""


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    content = write_site(tmp_path / "content", **{"startup-stats.yml": CONFIG})
    with served(make_repository(tmp_path / "bare.git", content)) as running:
        yield running


@pytest.fixture
def checkout(forge: Forge, tmp_path: Path) -> Path:
    return clone(forge, tmp_path / "checkout")


def published_stats(forge: Forge, branch: str = "main") -> dict[str, Any]:
    found = forge.git.file(branch, STATS)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


def products(forge: Forge, branch: str = "main") -> int:
    count: int = published_stats(forge, branch)["coverage"]["records"]["product"]
    return count


def test_the_file_is_one_commit_on_the_branch(forge: Forge, checkout: Path) -> None:
    """Made in the token's name, with what moved and the content's commit in its message."""
    content = forge.git.head("main")
    outcome = run(forge, checkout)
    assert outcome.commit == forge.git.head("main")
    assert forge.git.messages() == ["Statistiques : première publication", "Content"]
    assert forge.git.git("log", "-1", "--format=%an", "main") == "github-actions[bot]"
    assert f"Au 2026-08-20, contenu o/n@{content}" in forge.git.git("log", "-1", "--format=%b", "main")
    assert forge.git.git("diff", "--name-only", "main~", "main") == STATS
    assert forge.git.file("main", STATS)[1] == (checkout / STATS).read_bytes()
    assert "Publié par le commit" in publish_report(outcome, "fr")


def test_nothing_is_sent_when_the_bytes_are_equal(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    run(forge, checkout)
    before, forge.asked[:] = forge.git.state(), []
    again = clone(forge, tmp_path / "tomorrow")
    outcome = run(forge, again, as_of=TODAY + timedelta(days=1))
    assert (outcome.commit, outcome.files) == (None, {})
    assert forge.writes == []
    assert forge.git.state() == before
    assert publish_report(outcome, "fr") == "Rien à publier : la branche a déjà ces chiffres.\n"


def test_a_changed_product_is_one_commit_that_says_what_moved(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    run(forge, checkout)
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    run(forge, clone(forge, tmp_path / "later"))
    newest, *_ = forge.git.messages()
    assert newest.startswith("Statistiques : Produits : 1 → 2")
    assert "Problèmes investigués 2020 : 1 → 2" in forge.git.git("log", "-1", "--format=%b", "main")
    assert forge.git.git("rev-list", "--count", "main") == "4"


def test_all_files_written_go_into_one_commit(forge: Forge, checkout: Path) -> None:
    build(checkout)
    (checkout / "_data" / "stats_evidence.json").write_text(EVIDENCE)
    outcome = run(forge, checkout)
    assert sorted(outcome.files) == [STATS, "_data/stats_evidence.json"]
    assert forge.git.git("rev-list", "--count", "main") == "2"


def test_a_site_below_the_root_of_its_repository(tmp_path: Path) -> None:
    write_site(tmp_path / "content" / "docs")
    with served(make_repository(tmp_path / "bare.git", tmp_path / "content")) as forge:
        checkout = clone(forge, tmp_path / "checkout")
        forge.git.change("main", {"docs/content/_startups/basse.md": SECOND})
        outcome = run(forge, checkout / "docs")
        assert list(outcome.files) == [f"docs/{STATS}"]
        assert forge.git.git("diff", "--name-only", "main~", "main") == f"docs/{STATS}"
        assert "2" in json.dumps(outcome.new["coverage"]["records"]["product"])


def test_a_branch_that_moved_since_the_checkout_is_computed_again(forge: Forge, checkout: Path) -> None:
    """The figures are those of the newest commit, and the checkout's own file too."""
    forge.private = True
    build(checkout)
    tip = forge.git.change("main", {"content/_startups/basse.md": SECOND})
    outcome = run(forge, checkout)
    assert products(forge) == 2
    assert published_stats(forge)["source"]["commit"] == tip
    assert (checkout / STATS).read_bytes() == outcome.files[STATS]
    assert forge.git.git("rev-list", "--count", "--merges", "main") == "0"
    assert not (checkout / "content/_startups/basse.md").exists()
    assert forge.fetched


def test_the_ledger_goes_along_to_the_newest_commit(forge: Forge, checkout: Path) -> None:
    build(checkout)
    (checkout / "_data" / "stats_evidence.json").write_text(EVIDENCE)
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    outcome = run(forge, checkout)
    assert sorted(outcome.files) == [STATS, "_data/stats_evidence.json"]
    assert forge.git.git("show", "main:_data/stats_evidence.json") == EVIDENCE.strip()


def overtake(forge: Forge) -> Callable[[], object]:
    names = iter(range(100))
    return lambda: forge.git.change("main", {f"content/_startups/p{next(names)}.md": SECOND})


def test_a_lost_race_is_run_again_on_the_new_tip(forge: Forge, checkout: Path) -> None:
    forge.troubles.append(Trouble("PATCH /git/refs", times=2, before=overtake(forge)))
    waited = Waited()
    run(forge, checkout, waited)
    assert products(forge) == 3
    assert forge.git.git("rev-list", "--count", "--merges", "main") == "0"
    assert forge.git.git("rev-list", "--count", "main") == "4"
    assert waited.sleeps == [1.0, 1.0]


def test_a_race_lost_five_times_is_given_up(forge: Forge, checkout: Path) -> None:
    forge.troubles.append(Trouble("PATCH /git/refs", times=ALWAYS, before=overtake(forge)))
    with pytest.raises(OutsideError) as refused:
        run(forge, checkout)
    assert "a bougé 5 fois" in refused.value.message.fr
    assert forge.git.file("main", STATS) is None


MINUTE = 60.0
# what goes wrong → words of the message, seconds waited
REFUSED: dict[str, tuple[Trouble, str, list[float]]] = {
    "a token that may only read": (
        Trouble("POST", ALWAYS, 403, "Resource not accessible by integration"),
        "Ajoutez au job :\n    permissions:\n      contents: write",
        [],
    ),
    "a wrong token": (Trouble("", ALWAYS, 401, "Bad credentials"), "GitHub refuse le jeton", []),
    "a protected branch": (
        Trouble("PATCH", ALWAYS, 403, "You're not authorized to push to this branch. Protected branch hook declined"),
        "« publish: pull-request »",
        [],
    ),
    "a rule on the branch": (
        Trouble(
            "PATCH", ALWAYS, 422, "Repository rule violations found\n\nChanges must be made through a pull request."
        ),
        "« publish: pull-request »",
        [],
    ),
    "an hour's requests used up for long": (
        primary_limit(1_000_000 + 600, times=ALWAYS),
        "GitHub demande d'attendre encore 601 secondes, au-delà des 60 permises",
        [],
    ),
    "a secondary limit for longer than allowed": (secondary_limit("120", times=ALWAYS), "attendre encore 120", []),
    "secondary limits without end": (secondary_limit("25", times=ALWAYS), "attendre encore 25", [25.0, 25.0]),
    "a secondary limit that names no time": (secondary_limit(None, times=ALWAYS), "attendre encore 60", [MINUTE]),
    "a personal token that may only read": (
        Trouble("POST", ALWAYS, 403, "Resource not accessible by personal access token"),
        "donnez-lui ce dépôt et la permission « contents » en écriture",
        [],
    ),
    "a personal token that the organisation does not know": (
        Trouble("POST", ALWAYS, 403, "Resource protected by organization SAML enforcement."),
        "faites-le autoriser par l'organisation",
        [],
    ),
    "what is wrong, one by one": (
        Trouble(
            "POST /git/trees",
            ALWAYS,
            422,
            body=json.dumps(
                {
                    "message": "Validation Failed",
                    "errors": [
                        {"message": "path contains a malformed component"},
                        {"field": "sha", "code": "invalid"},
                        "and more",
                        {"message": "Validation Failed"},
                        {"code": 7},
                        8,
                    ],
                }
            ),
        ),
        "« Validation Failed; path contains a malformed component; sha: invalid; and more »",
        [],
    ),
    "errors of another shape": (
        Trouble("POST /git/trees", ALWAYS, 422, body='{"message": "Validation Failed", "errors": "x"}'),
        "« Validation Failed »",
        [],
    ),
    "an object that never comes": (
        Trouble("PATCH", ALWAYS, 422, "Object does not exist"),
        "« Object does not exist »",
        [1.5, 2.5, 4.5],
    ),
    "an address that leads elsewhere": (
        Trouble("", ALWAYS, 301, headers={"Location": "https://ailleurs.example/api/v3/repos/o/n"}),
        "L'adresse de l'API de GitHub mène ailleurs",
        [],
    ),
    "a server that is ill": (Trouble("", ALWAYS, 502, "Server Error"), "GitHub", [1.5, 2.5, 4.5]),
    "answers that are no JSON": (Trouble("", ALWAYS, 200, body="<html>"), "GitHub", []),
    "answers cut in the middle": (Trouble("", ALWAYS, cut=True), "GitHub", [1.5, 2.5, 4.5]),
    "no answer at all": (Trouble("", ALWAYS, hangs=3), "pas de réponse à temps", [1.5, 2.5, 4.5]),
    "no such repository": (Trouble("", ALWAYS, 404, "Not Found"), "GitHub ne trouve pas la branche « main »", []),
    "something unheard of": (Trouble("POST", ALWAYS, 418, "I am a\nteapot \u202e"), "(418) : « I am a teapot »", []),
}


@pytest.mark.parametrize(("trouble", "words", "sleeps"), REFUSED.values(), ids=REFUSED)
def test_what_github_refuses_is_told_and_the_branch_stays(
    trouble: Trouble, words: str, sleeps: list[float], forge: Forge, checkout: Path
) -> None:
    forge.troubles.append(replace(trouble))
    before, waited = forge.git.state(), Waited()
    with pytest.raises(OutsideError) as refused:
        run(forge, checkout, waited, bounds={"answer": 1})
    assert words in refused.value.message.fr
    assert TOKEN not in refused.value.message.fr + refused.value.message.en + repr(refused.value)
    assert forge.git.state() == before
    if sleeps:
        assert waited.sleeps == sleeps
    assert sum(waited.sleeps) <= MINUTE


# what goes wrong for a moment → seconds waited
PASSING: dict[str, tuple[Trouble, list[float]]] = {
    "a server that is ill once": (Trouble("POST /git/trees", 1, 500, "Server Error"), [1.5]),
    "a bad gateway": (Trouble("", 2, 502, body=""), [1.5, 2.5]),
    "an hour's requests used up until soon": (primary_limit(1_000_000 + 20), [21.0]),
    "a secondary limit with a time": (secondary_limit("7", "POST"), [7.0]),
    "a secondary limit by its other number": (secondary_limit("3", "POST /git/trees", status=429), [3.0]),
    "an object of a moment ago": (Trouble("PATCH", 1, 422, "Object does not exist"), [1.5]),
    "a commit of a moment ago": (Trouble("POST /git/commits", 1, 404, "Not Found"), [1.5]),
    "a branch that cannot be found for a moment": (Trouble("PATCH", 2, 404, "Not Found"), [1.5, 2.5]),
    "a branch that somebody moved, by GitHub's other word": (
        Trouble("PATCH", 1, 409, "is at 1111111 but expected 2222222"),
        [1.0],
    ),
    "a reference that is busy": (Trouble("PATCH", 1, 422, "Reference update failed"), [1.5]),
    "a lag that is told below": (
        Trouble(
            "PATCH", 1, 422, body='{"message": "Validation Failed", "errors": [{"message": "Object does not exist"}]}'
        ),
        [1.5],
    ),
    "a secondary limit without a time": (secondary_limit(None, "PATCH"), [MINUTE]),
    "half an answer": (Trouble("POST /git/commits", cut=True), [1.5]),
    "no answer, the branch moved all the same": (Trouble("PATCH", hangs=3), [1.5]),
}


@pytest.mark.parametrize(("trouble", "sleeps"), PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_for(trouble: Trouble, sleeps: list[float], forge: Forge, checkout: Path) -> None:
    forge.troubles.append(replace(trouble))
    waited = Waited()
    outcome = run(forge, checkout, waited, bounds={"answer": 1})
    assert waited.sleeps == sleeps
    assert outcome.commit == forge.git.head("main")
    assert forge.git.git("rev-list", "--count", "main") == "2"


def test_github_that_cannot_be_reached(forge: Forge, checkout: Path) -> None:
    forge.hub.url, waited = "http://127.0.0.1:9", Waited()
    with pytest.raises(OutsideError, match="connection refused or cut"):
        run(forge, checkout, waited)
    assert waited.sleeps == [1.5, 2.5, 4.5]


def proposal(forge: Forge) -> dict[str, Any]:
    (number,) = [number for number, pull in forge.hub.pulls.items() if pull["state"] == "open"]
    found: dict[str, Any] = forge.hub.pulls[number]
    return found


def propose(forge: Forge, folder: Path, **changes: Any) -> Any:
    return run(forge, folder, mode="pull-request", **changes)


def test_a_protected_branch_gets_a_pull_request(forge: Forge, checkout: Path) -> None:
    forge.hub.protected = ("main",)
    main = forge.git.head("main")
    outcome = propose(forge, checkout)
    pull = proposal(forge)
    assert (pull["head"], pull["base"], pull["title"]) == (
        "stats/proposal", "main", "Statistiques : première publication",
    )  # fmt: skip
    assert [label["name"] for label in pull["labels"]] == ["statistiques"]
    assert pull["reviewers"] == ["ana", "equipe"]
    assert pull["auto_merge"] == {"merge_method": "squash"}
    assert forge.git.head("main") == main
    assert forge.git.git("log", "-1", "--format=%P", "stats/proposal") == main
    assert outcome.pull_request.endswith("/o/n/pull/1")
    assert outcome.notes == ()
    assert "Pull request à jour" in publish_report(outcome, "fr")
    assert "### Publication" in publish_summary(outcome)


def test_the_next_run_updates_the_pull_request(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    """Nothing is written while nothing moved; a change comes on top of the branch, which never goes back."""
    propose(forge, checkout)
    first, forge.asked[:] = forge.git.head("stats/proposal"), []
    propose(forge, clone(forge, tmp_path / "next-day"), as_of=TODAY + timedelta(days=1))
    assert forge.writes == []
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    propose(forge, clone(forge, tmp_path / "after"))
    assert len(forge.hub.pulls) == 1
    assert products(forge, "stats/proposal") == 2
    assert forge.git.git("merge-base", first, "stats/proposal") == first
    assert forge.git.git("diff", "--name-only", "main...stats/proposal") == STATS
    forge.git.change("main", {"content/_startups/basse.md": PRODUCT, "content/_startups/p3.md": SECOND})
    propose(forge, clone(forge, tmp_path / "and-after"))
    assert products(forge, "stats/proposal") == 3


def test_a_moot_pull_request_is_closed(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    propose(forge, checkout)
    forge.git.change("main", {STATS: (checkout / STATS).read_text()})
    outcome = propose(forge, clone(forge, tmp_path / "next"))
    assert outcome.closed
    assert forge.hub.pulls[1]["state"] == "closed"
    assert "n'a plus d'objet" in forge.hub.comments[-1]["body"]
    assert forge.git.head("stats/proposal") is None
    assert "Pull request fermée" in publish_report(outcome, "fr")
    forge.asked[:] = []
    again = propose(forge, clone(forge, tmp_path / "again"))
    assert (again.closed, again.pull_request, forge.writes) == (False, None, [])


def test_a_moot_pull_request_whose_branch_somebody_deleted(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    propose(forge, checkout)
    forge.git.delete("stats/proposal")
    forge.git.change("main", {STATS: (checkout / STATS).read_text()})
    assert propose(forge, clone(forge, tmp_path / "next")).closed


def test_a_branch_left_without_a_pull_request_is_used_again(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    propose(forge, checkout)
    forge.hub.pulls[1]["state"] = "closed"
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    propose(forge, clone(forge, tmp_path / "next"))
    assert [pull["state"] for pull in forge.hub.pulls.values()] == ["closed", "open"]
    assert products(forge, "stats/proposal") == 2


def test_a_file_of_the_proposal_that_is_no_document_is_written_over(
    forge: Forge, checkout: Path, tmp_path: Path
) -> None:
    propose(forge, checkout)
    forge.git.change("stats/proposal", {STATS: "<<<<<<< HEAD\n"})
    propose(forge, clone(forge, tmp_path / "next"))
    assert products(forge, "stats/proposal") == 1


BESIDE = {
    "a reviewer who is no collaborator": lambda forge: setattr(forge.hub, "collaborators", ()),
    "auto-merge that the repository does not allow": lambda forge: setattr(forge.hub, "auto_merge_is_allowed", False),
    "labels that may not be set": lambda forge: forge.troubles.append(Trouble("POST /issues/1/labels", 9, 403, "No.")),
}


@pytest.mark.parametrize("spoil", BESIDE.values(), ids=BESIDE)
def test_a_pull_request_does_without_what_github_refuses_beside_it(
    spoil: Callable[[Forge], Any], forge: Forge, checkout: Path
) -> None:
    spoil(forge)
    outcome = propose(forge, checkout)
    assert outcome.pull_request is not None
    assert len(outcome.notes) == 1
    assert "il lui manque" in outcome.notes[0].fr


# what goes wrong with pull requests → words of the message
NO_PULL_REQUEST = {
    "a name that branches may not have": (
        Trouble("POST /git/refs", ALWAYS, 422, "Repository rule violations found"),
        "La branche est protégée",
    ),
    "workflows may open none": (
        Trouble("POST /pulls", ALWAYS, 403, "GitHub Actions is not permitted to create or approve pull requests."),
        "Allow GitHub Actions to create and approve pull requests",
    ),
    "the token may open none": (
        Trouble("POST /pulls", ALWAYS, 403, "Resource not accessible by integration"),
        "pull-requests: write",
    ),
}


@pytest.mark.parametrize(("trouble", "words"), NO_PULL_REQUEST.values(), ids=NO_PULL_REQUEST)
def test_pull_requests_that_may_not_be_opened(trouble: Trouble, words: str, forge: Forge, checkout: Path) -> None:
    forge.troubles.append(replace(trouble))
    with pytest.raises(OutsideError) as refused:
        propose(forge, checkout)
    assert words in refused.value.message.fr


def test_a_pull_request_made_though_its_answer_was_lost(forge: Forge, checkout: Path) -> None:
    forge.troubles.append(Trouble("POST /pulls$", cut=True))
    assert propose(forge, checkout).pull_request.endswith("/pull/1")
    assert len(forge.hub.pulls) == 1


RACES = ("POST /git/refs", "PATCH /git/refs")


@pytest.mark.parametrize("asked", RACES)
def test_two_runs_that_propose_at_once(asked: str, forge: Forge, checkout: Path, tmp_path: Path) -> None:
    """The branch that somebody else moved meanwhile is looked at again."""
    if asked == "PATCH /git/refs":
        propose(forge, checkout)
        forge.git.change("main", {"content/_startups/basse.md": SECOND})
    branch = "stats/proposal"

    def meanwhile() -> None:
        parent = forge.git.head(branch) or forge.git.head("main")
        tree = forge.git.git("rev-parse", f"{parent}^{{tree}}")
        forge.git.move(branch, forge.git.commit(tree, [parent], "somebody else"))

    forge.troubles.append(Trouble(asked, before=meanwhile))
    propose(forge, clone(forge, tmp_path / "next"))
    assert products(forge, branch) == (2 if asked == "PATCH /git/refs" else 1)
    assert "somebody else" in forge.git.messages(branch)


def test_a_dry_run_shows_the_difference_and_sends_nothing(forge: Forge, checkout: Path) -> None:
    run(forge, checkout)
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    before, forge.asked[:] = forge.git.state(), []
    outcome = run(forge, checkout, mode="pull-request", dry_run=True)
    shown, said = dry_run_report(outcome, "fr")
    assert "+++ b/_data/stats.json" in shown
    assert '-      "product": 1' in shown.replace("\r", "") or "-" in shown
    assert "- Produits : 1 → 2" in said
    assert "Essai : rien n'a été envoyé." in said
    assert (forge.writes, forge.git.state()) == ([], before)


def test_the_first_file_is_shown_by_its_beginning(forge: Forge, checkout: Path) -> None:
    outcome = run(forge, checkout, dry_run=True)
    many = replace(outcome, files={STATS: b"line\n" * 1000})
    shown, said = dry_run_report(many, "fr")
    assert len(shown.splitlines()) == MAX_DIFF_LINES
    assert f"Seules les {MAX_DIFF_LINES} premières lignes" in said
    assert dry_run_report(replace(outcome, files={}), "fr") == (
        "", "Rien à publier : la branche a déjà ces chiffres.\n",
    )  # fmt: skip


def test_a_file_above_one_megabyte_is_compared_by_its_id(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    build(checkout)
    forge.git.change("main", {"_data/stats_evidence.json": EVIDENCE + " " * 1_100_000})
    folder = clone(forge, tmp_path / "next")
    outcome = run(forge, folder)
    assert list(outcome.files) == [STATS]


def test_a_folder_in_the_place_of_the_file(forge: Forge, checkout: Path) -> None:
    forge.troubles.append(Trouble("GET /contents/_data/stats.json", 1, 200, body="[]"))
    assert run(forge, checkout).old is None


# how it is started → what is wrong
MISUSES: dict[str, tuple[Callable[[Path], object], dict[str, Any], str]] = {
    "to the proposals' own branch": (build, {"branch": "stats/proposal"}, "est la branche des pull requests"),
    "to a branch that is not there": (build, {"branch": "nothing"}, "ne trouve pas la branche « nothing »"),
}


@pytest.mark.parametrize(("prepare", "changes", "words"), MISUSES.values(), ids=MISUSES)
def test_misuses(
    prepare: Callable[[Path], object], changes: dict[str, Any], words: str, forge: Forge, checkout: Path
) -> None:
    prepare(checkout)
    with pytest.raises((UsageError, OutsideError)) as refused:
        run(forge, checkout, **changes)
    assert words in refused.value.message.fr


REPORT = "| erreur | fiche |\n"


def keep_issue(asked: Client, title: str, report: str, *, wrong: bool) -> str | None:
    """Keep the one issue for all, and return its address."""
    return keep_issues(asked, {COMMON: Report(title, report, wrong)}, lambda _: "Fini.").addresses.get(COMMON)


def test_one_rolling_issue(forge: Forge) -> None:
    """Opened with errors, edited in place, untouched while nothing moved, closed when clean, opened again."""
    with client(forge) as asked:
        assert keep_issue(asked, "Erreurs", "", wrong=False) is None
        assert str(keep_issue(asked, "Erreurs", REPORT, wrong=True)).endswith("/issues/1")
        forge.asked[:] = []
        keep_issue(asked, "Erreurs", REPORT, wrong=True)
        assert forge.writes == []
        keep_issue(asked, "Erreurs", REPORT + "| 2 | 3 |\n", wrong=True)
        assert forge.hub.issues[1]["body"] == f"{MARKER}\n{REPORT}| 2 | 3 |\n"
        keep_issue(asked, "Erreurs", "Rien.", wrong=False)
        assert forge.hub.issues[1]["state"] == "closed"
        assert keep_issue(asked, "Erreurs", "Rien.", wrong=False) is None
        keep_issue(asked, "Erreurs", REPORT, wrong=True)
        assert (forge.hub.issues[1]["state"], len(forge.hub.issues)) == ("open", 1)


def test_an_open_issue_comes_before_closed_ones_and_strangers_are_left_alone(forge: Forge) -> None:
    for state, body in (("closed", MARKER), ("open", "Autre chose"), ("open", MARKER), ("closed", MARKER)):
        number = forge.hub.number()
        forge.hub.issues[number] = {
            "number": number, "state": state, "labels": [LABEL], "title": "T", "body": body,
        }  # fmt: skip
    with client(forge) as asked:
        assert str(keep_issue(asked, "Erreurs", REPORT, wrong=True)).endswith("/issues/3")


def test_an_issue_is_looked_for_among_the_newest_only(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("startup_stats.publishing.issue._MOST_ISSUES_READ", 1)
    for body in ("Autre chose", MARKER):
        number = forge.hub.number()
        forge.hub.issues[number] = {
            "number": number, "state": "open", "labels": [LABEL], "title": "T", "body": body,
        }  # fmt: skip
    with client(forge) as asked:
        assert str(keep_issue(asked, "Erreurs", REPORT, wrong=True)).endswith("/issues/3")


def test_an_issue_is_cut_at_a_line() -> None:
    body = issue_body("une ligne de texte\n" * 5000)
    assert MAX_BODY - 40 < len(body) <= MAX_BODY
    assert body.endswith("une ligne de texte\n\n…\n")


def test_issues_that_may_not_be_written(forge: Forge) -> None:
    forge.hub.may_write = ("contents",)
    with client(forge) as asked, pytest.raises(OutsideError, match="issues: write"):
        keep_issue(asked, "Erreurs", REPORT, wrong=True)


# the reference → the branch
BRANCHES = {
    "the workflow's": ("refs/heads/feat/x", "feat/x"),
    "the checkout's": (None, "main"),
}


@pytest.mark.parametrize(("reference", "branch"), BRANCHES.values(), ids=BRANCHES)
def test_the_branch_published_to(reference: str | None, branch: str, checkout: Path) -> None:
    assert branch_of(build(checkout), reference) == branch


def test_no_branch_to_publish_to(forge: Forge, checkout: Path) -> None:
    site = build(checkout)
    with pytest.raises(UsageError, match='"refs/pull/1/merge" is no branch'):
        branch_of(site, "refs/pull/1/merge")
    forge.git.git("--version")
    from startup_stats.git.run import run_git

    run_git(["checkout", "--quiet", "--detach"], checkout)
    with pytest.raises(UsageError, match='"HEAD" is no branch'):
        branch_of(site, None)


def test_the_repository_published_to(forge: Forge, checkout: Path, tmp_path: Path) -> None:
    site = build(checkout)
    assert access_to(site, "a/b", "t", GITHUB_API).repository == "a/b"
    found = access_to(site, None, None, GITHUB_API)
    assert (found.repository, found.token, found.api) == ("o/n", None, "https://api.github.com")
    assert "t0ken" not in repr(access_to(site, None, "t0ken", GITHUB_API))
    bare = open_folder(write_site(tmp_path / "no-git"), Overrides())
    with pytest.raises(UsageError, match="The GitHub repository to publish to is not known"):
        access_to(bare, None, "t", GITHUB_API)
    assert forge.asked == []


def test_a_folder_that_is_no_checkout(forge: Forge, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="is in no git checkout"):
        run(forge, write_site(tmp_path / "no-git"))


def test_a_site_never_built(forge: Forge, checkout: Path) -> None:
    from startup_stats.commands.publish import PublishOptions, publish

    site = open_folder(checkout, Overrides())
    options = PublishOptions("commit", "main", TODAY, as_of_is_explicit=False, overrides=Overrides())
    with client(forge) as asked, pytest.raises(UsageError, match='run "startup-stats build" first'):
        publish(site, options, asked, Waited().clock)


def test_a_private_repository_is_fetched_by_the_token(forge: Forge, checkout: Path) -> None:
    """Over git's own protocol, by a header for GitHub alone, that no configuration file keeps."""
    forge.private = True
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    run(forge, checkout)
    assert products(forge) == 2
    assert TOKEN not in (checkout / ".git" / "config").read_text()


def test_a_checkout_from_a_folder_needs_no_token(forge: Forge, tmp_path: Path) -> None:
    from startup_stats.git.run import run_git

    folder = clone(forge, tmp_path / "checkout")
    run_git(["remote", "set-url", "origin", str(forge.git.folder)], folder)
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    run(forge, folder)
    assert products(forge) == 2
    assert forge.fetched == []
