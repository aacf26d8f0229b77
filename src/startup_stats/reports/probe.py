"""What `probe` says of its work."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from startup_stats.language import Text, listed
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.commands.probe import Probed
    from startup_stats.language import Language
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
_STOPPED = Text(
    "Interrompu : ce qui était connu a été gardé, le reste demeure comme avant.",
    "Interrupted: what was known is kept, the rest stays as it was.",
)
_WRITTEN = Text("Écrit : {path}", "Written: {path}")
_SAME = Text("Inchangé : {path}", "Unchanged: {path}")
