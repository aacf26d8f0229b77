"""What `probe` says of its work."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from startup_stats.language import Text, listed, number_of, same
from startup_stats.probing.self_assessment import NONE_OF_OURS
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.reasons import reason_text
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.commands.probe import Probed
    from startup_stats.language import Language
    from startup_stats.probing.self_assessment import Told
    from startup_stats.standards.ledger import Answer


def probe_report(probed: Probed, language: Language) -> str:
    """Say what the web said, by standard, with the reasons, and what became of the ledger."""
    visited = probed.visited
    requests, hosts = sum(visited.requests.values()), len(visited.requests)
    by_standard: dict[str, list[Answer]] = defaultdict(list)
    for (_, standard), answer in visited.answers.items():
        by_standard[standard].append(answer)
    texts = [_DONE.fill(answers=len(visited.answers), questions=probed.questions, requests=requests, hosts=hosts)]
    texts += [
        _of_standard(standard.title, by_standard[name]) for name, standard in STANDARDS.items() if by_standard[name]
    ]
    texts += [] if visited.told is None else [_of_teams(visited.told)]
    texts += [_STOPPED] if visited.interrupted else []
    texts.append((_WRITTEN if probed.changed else _SAME).fill(path=probed.path))
    return "".join(f"{text.said(language)}\n" for text in texts)


def _of_standard(title: Text, answers: Sequence[Answer]) -> Text:
    states = Counter(answer.state for answer in answers)
    reasons = Counter((answer.state, answer.reason) for answer in answers if answer.state != "ok")
    why = [
        _WHY.fill(count=count, reason=reason_text(reason))
        for (_, reason), count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    ]
    counts = _STANDARD.fill(title=title, ok=states["ok"], broken=states["broken"], unknown=states["unknown"])
    return _JOINED.fill(told=counts, why=listed(why)) if why else counts


def _of_teams(told: Told) -> Text:
    """Say what teams answered, and what of it could not be read or is of nobody here."""
    if told.fault is not None:
        return _NO_ANSWERS.fill(reason=_NONE_OF_OURS if told.fault == NONE_OF_OURS else reason_text(told.fault))
    beside = [(_UNREADABLE, len(told.rows) - len(told.readable)), (_OTHERS, told.others)]
    why = [_WHY.fill(count=count, reason=reason) for reason, count in beside if count]
    why += [_UNKNOWN.fill(names=_some(told.unknown))] if told.unknown else []
    read = _ANSWERS.fill(products=number_of(len(told.readable), *_PRODUCTS))
    return _JOINED.fill(told=read, why=listed(why)) if why else read


def _some(names: Sequence[str]) -> Text:
    """Name a few of them: they are other people's words, and may be many and long."""
    shown = [same(f"« {plain(name[:_MOST_CHARACTERS])} »") for name in names[:_MOST_NAMES]]
    more = [_MORE.fill(count=len(names) - _MOST_NAMES)] if len(names) > _MOST_NAMES else []
    return listed(shown + more)


_MOST_NAMES, _MOST_CHARACTERS = 5, 40
_DONE = Text(
    "{answers} réponses à {questions} questions, en {requests} requêtes à {hosts} sites.",
    "{answers} answers to {questions} questions, in {requests} requests to {hosts} hosts.",
)
_STANDARD = Text(
    "  {title} : {ok} vus en ligne, {broken} absents, {unknown} sans réponse utile",
    "  {title}: {ok} seen online, {broken} absent, {unknown} say nothing",
)
_WHY = Text("{count} : {reason}", "{count}: {reason}")
_JOINED = Text("{told} ({why})", "{told} ({why})")
_PRODUCTS = (Text("produit", "product"), Text("produits", "products"))
_ANSWERS = Text("  Auto-évaluation : {products}", "  Self-assessment: {products}")
_UNREADABLE = Text("réponse illisible, on garde ce qui était connu", "unreadable, what was known is kept")
_OTHERS = Text("d'aucun produit du site", "of no product of this site")
_UNKNOWN = Text("catégories inconnues, laissées de côté : {names}", "unknown categories, left out: {names}")
_MORE = Text("{count} de plus", "{count} more")
_NO_ANSWERS = Text(
    "  Auto-évaluation : rien n'a pu être lu ({reason}) ; ce qui était connu est gardé.",
    "  Self-assessment: nothing could be read ({reason}); what was known is kept.",
)
_NONE_OF_OURS = Text("aucun produit du site n'y figure", "no product of this site is in it")
_STOPPED = Text(
    "Interrompu : ce qui était connu a été gardé, le reste demeure comme avant.",
    "Interrupted: what was known is kept, the rest stays as it was.",
)
_WRITTEN = Text("Écrit : {path}", "Written: {path}")
_SAME = Text("Inchangé : {path}", "Unchanged: {path}")
