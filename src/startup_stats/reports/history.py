"""What `history` says of its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.language import Text, listed, number_of, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.commands.history import Recounted
    from startup_stats.history.cache import Outcome
    from startup_stats.language import Language


def history_report(recounted: Recounted, language: Language) -> str:
    """Say from when to when figures are known, what can't be had or was done otherwise, and what was written."""
    return "".join(f"{text.said(language)}\n" for text in _told(recounted))


def _told(recounted: Recounted) -> Iterator[Text]:
    document, versions = recounted.document, recounted.read.versions
    assert versions is not None  # noqa: S101 - history() raises without
    points = sum(len(points) for views in document["indicators"].values() for points in views["as_written"].values())
    yield _KNOWN.fill(since=versions.since, files=len(versions.of), points=points)
    if versions.is_shallow:
        yield _SHALLOW.fill(since=versions.since)
    if versions.disordered:
        yield _DISORDERED.fill(commits=number_of(versions.disordered, *_COMMITS))
    if recounted.read.outcome in _OF_THE_CACHE:
        yield _OF_THE_CACHE[recounted.read.outcome]
    if recounted.moved:
        years = listed(same(f"{name} {year}") for name, of in recounted.moved.items() for year in of)
        yield (_RESTATED if document["restatements"] else _KEPT).fill(years=years)
    if recounted.written is None:
        yield _ON_STANDARD_OUTPUT
    else:
        yield (_WRITTEN if recounted.changed else _UNCHANGED).fill(path=recounted.written)


_COMMITS = (Text("commit porte", "commit bears"), Text("commits portent", "commits bear"))
_KNOWN = Text(
    "Historique lu depuis le {since} : {files} fiches de produits et de membres, {points} changements de chiffres.",
    "History read since {since}: {files} files of products and members, {points} changes of figures.",
)
_SHALLOW = Text(
    "Ce checkout ne remonte qu'au {since} : récupérez l'historique entier (« fetch-depth: 0 ») pour ce qui précède.",
    'This checkout goes back to {since} only: fetch the whole history ("fetch-depth: 0") for what was before.',
)
_DISORDERED = Text(
    "{commits} une heure postérieure à celle d'un commit qui les suit : chacun est réputé connu au plus tard ce "
    "jour-là.",
    "{commits} a later time than a commit after them: each is taken as known on that day at the latest.",
)
_OF_THE_CACHE: dict[Outcome, Text] = {
    "damaged": Text(
        "Le cache de l'historique était abîmé : il a été refait.", "The history's cache was damaged: it was made anew."
    ),
    "outdated": Text(
        "Le cache de l'historique était d'une autre version de ce programme : il a été refait.",
        "The history's cache was of another version of this program: it was made anew.",
    ),
    "other": Text(
        "L'historique git a changé depuis la dernière fois : il a été relu en entier.",
        "The git history changed since the last time: it was read anew as a whole.",
    ),
    "unwritable": Text(
        "Le cache de l'historique n'a pas pu être écrit : la prochaine lecture sera entière.",
        "The history's cache could not be written: the next reading will be of the whole.",
    ),
}
_KEPT = Text(
    "Les mois passés restent tels quels dans le fichier, bien qu'ils se calculent autrement aujourd'hui : {years}. "
    'Pour les réécrire : --restate "la raison".',
    "Months that are over stay as the file has them, though they are computed otherwise today: {years}. To write "
    'them anew: --restate "the reason".',
)
_RESTATED = Text("Mois passés réécrits : {years}.", "Months that are over were written anew: {years}.")
_ON_STANDARD_OUTPUT = Text(
    "Aucun fichier écrit : l'historique est sur la sortie standard. Pour l'écrire, créez le dossier _data du site, ou "
    "donnez -o FICHIER.",
    "No file written: the history is on standard output. To write it, make the site's _data folder, or give -o FILE.",
)
_WRITTEN = Text("Écrit : {path}", "Written: {path}")
_UNCHANGED = Text("Inchangé : {path}", "Unchanged: {path}")
