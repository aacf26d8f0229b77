"""What `publish` says of its work: on the terminal, and in a workflow's job summary."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import TYPE_CHECKING

from startup_stats.document.alarm import alarm_text
from startup_stats.document.changes import bounded, changes
from startup_stats.language import Text, listed, same
from startup_stats.writers.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.commands.publish import Published
    from startup_stats.language import Language

# A file written for the first time is all difference: the beginning says enough.
MAX_DIFF_LINES = 400


def publish_report(published: Published, language: Language) -> str:
    """Say what was published where; what rings stands first."""
    texts = [*_outcome(published), *published.notes]
    return alarm_text(published.account, language) + "".join(f"{text.said(language)}\n" for text in texts)


def dry_run_report(published: Published, language: Language) -> tuple[str, str]:
    """Return the difference that would be sent, and what to say beside it."""
    if not published.files:
        return "", f"{_NOTHING.said(language)}\n"
    lines = list(islice(_diff(published), MAX_DIFF_LINES + 1))
    cut = len(lines) > MAX_DIFF_LINES
    said = [_DRY, *([_CUT.fill(count=MAX_DIFF_LINES)] if cut else [])]
    said += [_WOULD_BE_REFUSED] if published.refusal is not None else []
    moved = alarm_text(published.account, language) + "".join(
        f"{line}\n" for line in bounded(changes(published.old, published.new), language)
    )
    return "".join(lines[:MAX_DIFF_LINES]), moved + "".join(f"{text.said(language)}\n" for text in said)


def publish_summary(published: Published) -> str:
    """Write the publication's part of a job summary, in the document's language; nothing when it was refused."""
    if published.refusal is not None:
        return ""
    language: Language = published.new["language"]
    said = "\n".join(escape(text.said(language)) for text in (*_outcome(published), *published.notes))
    return f"\n### {_TITLE.said(language)}\n\n{said}\n"


def changes_summary(lines: list[str], language: Language) -> str:
    """Write what moved since the last file, for a job summary."""
    shown = "\n".join(bounded([escape(line) for line in lines], language))
    return f"\n### {_CHANGES.said(language)}\n\n{shown}\n"


def _outcome(published: Published) -> list[Text]:
    if published.refusal is not None:
        return []
    if published.closed:
        return [_CLOSED.fill(url=published.pull_request)]
    if published.commit is None:
        return [_NOTHING]
    names = listed(same(path) for path in published.files)
    if published.pull_request is not None:
        return [_PROPOSED.fill(url=published.pull_request, files=names)]
    return [_COMMITTED.fill(commit=published.commit, files=names), _STARTS_NOTHING]


def _diff(published: Published) -> Iterator[str]:
    for path, content in published.files.items():
        old = (published.before[path] or b"").decode(errors="replace").splitlines(keepends=True)
        new = content.decode(errors="replace").splitlines(keepends=True)
        yield from unified_diff(old, new, f"a/{path}", f"b/{path}")


_TITLE = Text("Publication", "Publication")
_CHANGES = Text("Depuis le dernier fichier", "Since the last file")
_NOTHING = Text("Rien à publier : la branche a déjà ces chiffres.", "Nothing to publish: the branch has these figures.")
_DRY = Text("Essai : rien n'a été envoyé.", "Dry run: nothing was sent.")
_WOULD_BE_REFUSED = Text(
    "Sans --accept (dans l'action, « accept: true »), la publication par un commit serait refusée.",
    'Without --accept (in the Action, "accept: true"), publishing by a commit would be refused.',
)
_CUT = Text("Seules les {count} premières lignes sont montrées.", "Only the first {count} lines are shown.")
_CLOSED = Text("Pull request fermée, sans objet : {url}", "Pull request closed, moot: {url}")
_PROPOSED = Text("Pull request à jour : {url} ({files})", "Pull request up to date: {url} ({files})")
_COMMITTED = Text("Publié par le commit {commit} : {files}", "Published by commit {commit}: {files}")
_STARTS_NOTHING = Text(
    "Un commit fait avec le jeton du workflow ne démarre aucun autre workflow : pour déployer le site ensuite, voyez "
    "« Déployer après la publication » dans la documentation.",
    "A commit made with the workflow's token starts no other workflow: to deploy the site afterwards, see \"Déployer "
    'après la publication" in the documentation.',
)
