"""What `verify` answers, in the form asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from startup_stats.document.difference import Absent, shown
from startup_stats.language import Text
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.commands.verify import Verified
    from startup_stats.document.edition import Since
    from startup_stats.language import Language


def _text(verified: Verified, language: Language) -> str:
    return "".join(f"{text.said(language)}\n" for text in _told(verified))


def _told(verified: Verified) -> Iterator[Text]:
    claim, difference = verified.claim, verified.difference
    file = plain(verified.file)
    if difference is not None:
        yield _DIFFERENT.fill(file=file, path=difference.path)
        yield _IN_THE_FILE.fill(value=shown(difference.left))
        yield _COMPUTED.fill(value=shown(difference.right))
        yield _OTHERS if verified.more else _ONLY
    elif verified.line is not None:
        yield _WRITTEN_OTHERWISE.fill(file=file, line=str(verified.line))
    else:
        yield _EQUAL.fill(file=file, commit=claim.commit[:12], day=claim.as_of)
    if verified.since is not None:
        yield from _moved(verified.since)
    if verified.computed_by is not None:
        yield _OTHER_VERSION.fill(theirs=claim.generator, ours=verified.computed_by)
        yield _SAME_FIGURES if verified.is_equal else _WITH_THAT_VERSION.fill(theirs=claim.generator)


def _moved(since: Since) -> Iterator[Text]:
    """Say which figures of years that were over are others today."""
    if not since.moved:
        yield _NOTHING_MOVED.fill(day=since.day)
    else:
        yield _MOVED_SINCE.fill(day=since.day)
    for each in since.moved:
        before, after = (_NO_FIGURE if value is None else value for value in (each.before, each.after))
        yield _MOVED.fill(title=plain(each.title), year=str(each.year), before=before, after=after)
    if not since.counted_alike:
        yield _COUNTED_OTHERWISE


def _json(verified: Verified, _language: Language) -> str:
    from startup_stats.writers.json import to_json

    difference = verified.difference
    return to_json(
        {
            "file": plain(verified.file),
            "commit": verified.claim.commit,
            "as_of": verified.claim.as_of.isoformat(),
            "equal": verified.is_equal,
            "difference": None if difference is None else _place(difference),
            "others": verified.more,
            "line": verified.line,
            "generator": verified.claim.generator,
            "computed_by": verified.computed_by or verified.claim.generator,
            "since": None if verified.since is None else _since(verified.since),
        }
    )


def _since(since: Since) -> dict[str, Any]:
    return {
        "day": since.day.isoformat(),
        "moved": [each._asdict() | {"title": plain(each.title)} for each in since.moved],
        "counted_alike": since.counted_alike,
    }


def _place(difference: Any) -> dict[str, Any]:
    """Tell both values, a flag or a number as it is, others in a line; absent where there is none."""
    values = {"published": difference.left, "computed": difference.right}
    told = {name: _short(value) for name, value in values.items() if not isinstance(value, Absent)}
    return {"path": difference.path, **told}


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return value if value is None or isinstance(value, int) else shown(value).en


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Verified, Language], str]] = MappingProxyType({"text": _text, "json": _json})
_EQUAL = Text(
    "Égal : « {file} » est, à l'octet près, ce que donnent les fiches du commit {commit}, au {day}.",
    'Equal: "{file}" is, byte for byte, what the content of commit {commit} gives, as of {day}.',
)
_DIFFERENT = Text(
    "Différent : « {file} » n'est pas ce que donne son contenu. Première différence : {path}",
    'Different: "{file}" is not what its content gives. First difference: {path}',
)
_IN_THE_FILE = Text("  dans le fichier : {value}", "  in the file: {value}")
_COMPUTED = Text("  recalculé : {value}", "  computed again: {value}")
_ONLY = Text("C'est la seule.", "It is the only one.")
_OTHERS = Text("D'autres suivent.", "Others follow.")
_WRITTEN_OTHERWISE = Text(
    "Différent : « {file} » dit la même chose, écrite autrement ; à partir de la ligne {line}, les octets diffèrent.",
    'Different: "{file}" says the same, written otherwise; from line {line} on the bytes differ.',
)
_NOTHING_MOVED = Text(
    "Depuis, aucun chiffre des années alors closes n'a bougé, jusqu'au {day}.",
    "Since then no figure of the years that were over has moved, up to {day}.",
)
_MOVED_SINCE = Text(
    "Depuis, des chiffres des années alors closes ont bougé ; au {day} :",
    "Since then figures of the years that were over have moved; as of {day}:",
)
_MOVED = Text("  {title} {year} : {before} → {after}", "  {title} {year}: {before} → {after}")
_NO_FIGURE = Text("pas de chiffre", "no figure")
_COUNTED_OTHERWISE = Text(
    "Aujourd'hui, on ne compte plus de la même façon (définitions, méthode ou configuration) : une part de l'écart "
    "peut en venir.",
    "Today is counted otherwise (definitions, method or configuration): a part of the gap can come from that.",
)
_OTHER_VERSION = Text(
    "Le fichier se dit écrit par {theirs} ; il a été recalculé par {ours}.",
    "The file says that {theirs} wrote it; it was computed again by {ours}.",
)
_SAME_FIGURES = Text(
    "Les deux versions donnent les mêmes chiffres et les mêmes mots : seul ce numéro n'a pas pu être vérifié.",
    "Both versions give the same figures and the same words: that number alone could not be verified.",
)
_WITH_THAT_VERSION = Text(
    "D'une version à l'autre, des définitions (definitions_version), le format (schema_version) ou des mots peuvent "
    "changer, sans que les chiffres soient faux : installez {theirs} pour conclure.",
    "From one version to another definitions (definitions_version), the format (schema_version) or words may change, "
    "and no figure be wrong: install {theirs} to conclude.",
)
