"""What `doctor` found, in the form asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.language import Text, number_of
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.commands.doctor import Diagnosis
    from startup_stats.language import Language


def told(diagnosis: Diagnosis) -> Iterator[Text]:
    """Say each obstacle, why it matters and what to do, the worst first."""
    for place, each in enumerate(diagnosis.obstacles, 1):
        yield Text(f"{place}. {each.wrong.fr}", f"{place}. {each.wrong.en}")
        yield Text(f"   {each.why.fr}", f"   {each.why.en}")
        yield Text(f"   → {each.cure.fr}", f"   → {each.cure.en}")
    for path in diagnosis.unread:
        yield _UNREAD.fill(file=plain(path))


def _text(diagnosis: Diagnosis, language: Language) -> str:
    count = len(diagnosis.obstacles)
    head = _COUNTED.fill(obstacles=number_of(count, *_OBSTACLES)) if count else _NONE
    return "".join(f"{text.said(language)}\n" for text in (head, *told(diagnosis)))


def _json(diagnosis: Diagnosis, language: Language) -> str:
    from startup_stats.writers.json import to_json

    obstacles = [
        {
            "id": each.id,
            "wrong": each.wrong.said(language),
            "why": each.why.said(language),
            "cure": each.cure.said(language),
        }
        for each in diagnosis.obstacles
    ]
    return to_json({"obstacles": obstacles, "unread": [plain(path) for path in diagnosis.unread]})


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Diagnosis, Language], str]] = MappingProxyType({"text": _text, "json": _json})
_OBSTACLES = (Text("obstacle", "obstacle"), Text("obstacles", "obstacles"))
_COUNTED = Text("{obstacles} :", "{obstacles}:")
_NONE = Text("Aucun obstacle : le site est prêt.", "No obstacle: the site is ready.")
_UNREAD = Text(
    "Le workflow « {file} » ne se lit pas : rien n'en est dit ici, et GitHub ne le lira pas non plus.",
    'The workflow "{file}" can\'t be read: nothing is said of it here, and GitHub will not read it either.',
)
