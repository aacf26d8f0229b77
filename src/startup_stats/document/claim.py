"""What a published stats.json says that it was computed from, and how: all that is needed to compute it again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, get_args

from startup_stats.content.days import read_date
from startup_stats.errors import UsageError
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.terms import Method
from startup_stats.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# The real file has 400 KB, and one of ten times its products would have 4 MB.
MAX_BYTES = 32 * 1024 * 1024
# A whole id of git's, never a name of something or an option.
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GENERATOR = re.compile(r"startup-stats \d[\w.+-]{0,40}", re.ASCII)


class Claim(NamedTuple):
    """A published document and what it says of itself; `digests` are sha256 by their key in `source`, None for no file.

    `generator` is None where it names no version of this program.
    """

    document: Mapping[str, Any]
    commit: str
    repository: str | None
    digests: Mapping[str, str | None]
    as_of: date
    language: Language
    methods: Mapping[str, Method]
    generator: str | None


def read_claim(content: bytes, name: str) -> Claim:
    """Read a published stats.json, called `name` in what is said of it; raises UsageError for anything else."""
    if len(content) > MAX_BYTES:
        raise UsageError(_TOO_LARGE.fill(name=name, limit=MAX_BYTES // 1024**2))
    try:
        document = json.loads(content.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UsageError(_NO_JSON.fill(name=name)) from None
    try:
        return _claim(document)
    except (KeyError, TypeError, AttributeError):
        raise UsageError(_NO_STATS.fill(name=name)) from None
    except _UncommittedError:
        raise UsageError(_NO_COMMIT.fill(name=name)) from None


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(constant)


class _UncommittedError(Exception):
    """The figures are of content that is in no commit."""


def _claim(document: Any) -> Claim:
    source, as_of = document["source"], read_date(document["as_of"])
    if source["commit"] is None:
        raise _UncommittedError
    if as_of is None:
        raise TypeError
    generator, repository = document["generator"], source.get("repository")
    return Claim(
        document,
        _matched(_COMMIT, source["commit"]),
        repository if isinstance(repository, str) else None,
        {key: _digest(source.get(key)) for key in ("configuration", "ledger", "history")},
        as_of,
        _one_of(get_args(Language), document["language"]),
        _methods(document["indicators"]),
        generator if _GENERATOR.fullmatch(generator) else None,
    )


def _methods(told: Any) -> dict[str, Method]:
    """Return the method of each indicator that there is: an earlier version may have known fewer."""
    return {name: _one_of(get_args(Method), told[name]["method"]) for name in INDICATORS if name in told}


def _digest(told: Any) -> str | None:
    return None if told is None else _matched(_SHA256, told)


def _matched(pattern: re.Pattern[str], told: Any) -> str:
    if not pattern.fullmatch(told):
        raise TypeError
    return str(told)


def _one_of(words: tuple[Any, ...], told: Any) -> Any:
    if told not in words:
        raise TypeError
    return told


_TOO_LARGE = Text(
    "« {name} » est trop gros pour un stats.json (plus de {limit} Mio) : donnez le fichier que le site publie.",
    '"{name}" is too large for a stats.json (more than {limit} MiB): give the file that the site publishes.',
)
_NO_JSON = Text(
    "« {name} » n'est pas du JSON : donnez le stats.json que le site publie, tel quel.",
    '"{name}" is not JSON: give the stats.json that the site publishes, as it is.',
)
_NO_STATS = Text(
    "« {name} » n'a pas la forme d'un stats.json de version 2, ou ne dit pas de quoi il est tiré (source, as_of, "
    "language, indicators) : donnez le fichier que le site publie, tel quel.",
    '"{name}" has not the shape of a stats.json of version 2, or does not say what it is computed from (source, as_of, '
    "language, indicators): give the file that the site publishes, as it is.",
)
_NO_COMMIT = Text(
    "« {name} » ne nomme pas de commit (source.commit) : calculé hors de git, il ne dit pas de quelles fiches.",
    '"{name}" names no commit (source.commit): it was computed outside of git, and nothing says of which files.',
)
