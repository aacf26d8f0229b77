"""The command that asks the web: content and ledger in, the next ledger out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import random
from typing import TYPE_CHECKING, NamedTuple

from startup_stats import __version__
from startup_stats.commands.evidence import read_ledger, read_part, write_ledger
from startup_stats.commands.site import default_output, read_site
from startup_stats.errors import OutsideError, UsageError
from startup_stats.files import require_folder
from startup_stats.language import Text, listed
from startup_stats.probing.confined import Confined
from startup_stats.probing.connections import system_resolver
from startup_stats.probing.engine import Engine, Pace
from startup_stats.probing.github import sender
from startup_stats.probing.outcome import Tally, merged, next_ledger, tally
from startup_stats.probing.prober import Prober
from startup_stats.probing.questions import Question, Selection, all_questions, shard_of, slowest_first
from startup_stats.probing.self_assessment import Told, ask_teams_answers, next_self_assessment
from startup_stats.probing.web import Limits, Web
from startup_stats.publishing.access import GITHUB_API
from startup_stats.standards.ledger import LEDGER_NAME, Ledger
from startup_stats.standards.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.model import Product
    from startup_stats.probing.guard import Resolver
    from startup_stats.standards.ledger import Answer, Key

# Called after each answer: how many there are, of how many, how many of them say nothing.
Progress = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """What `probe` was asked; without `ledger` the site's own is taken, without `output` it is written there."""

    as_of: date
    ledger: Path | None = None
    output: Path | None = None
    standards: Sequence[str] = ()
    products: Sequence[str] = ()
    shard: tuple[int, int] = (1, 1)
    max_age: int | None = None
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """What the edge hands over: a token for GitHub and its address, a resolver, what one request may take."""

    token: str | None = field(default=None, repr=False)
    api: str = GITHUB_API
    resolve: Resolver = system_resolver
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """What the web said, how many requests each host got, and whether someone stopped it.

    `told` is what teams answered of themselves, None where nobody was asked.
    """

    answers: Mapping[Key, Answer]
    requests: Mapping[str, int]
    interrupted: bool
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Probed:
    """What a run did, how many questions it had, and what became of the file."""

    visited: Visited
    questions: int
    path: Path
    changed: bool


class _Asked(NamedTuple):
    """What a run asks: its questions, and the products whose teams' own answers it reads."""

    questions: Sequence[Question]
    teams: Sequence[Product]


def probe(site: Site, options: ProbeOptions, outside: Outside, progress: Progress) -> Probed:
    """Ask the web, and write the next ledger.

    Interrupted, it writes what it knows. Raises OutsideError, and writes nothing, when more answers say nothing
    than the configuration allows; UsageError when there is nowhere to write, or a product is not known.
    """
    ledger_file, output = _files(site, options)
    before = read_ledger(ledger_file) if ledger_file.is_file() else Ledger()
    products = read_site(site, options.as_of)[0].portfolio.products
    _require_known(options.products, products)
    questions = _questions(site, options, products)
    asked = _Asked(_selected(questions, options, before), _teams(site, options, products))
    visited = _ask(site, asked, options, outside, progress)
    counted, allowed = tally(visited.answers), site.config.probing.max_unknown
    if counted.percent_unknown > allowed:
        raise OutsideError(_TOO_MANY.fill(percent=f"{counted.percent_unknown:.0f}", allowed=allowed,
                                          reasons=reasons_text(counted), path=output))  # fmt: skip
    ledger = next_ledger(before, questions, visited.answers, options.as_of, keep_days=options.max_age is not None)
    if _holds_teams(site, options):
        answers = next_self_assessment(before.self_assessment, visited.told, products, options.as_of)
        ledger = replace(ledger, self_assessment=answers)
    changed = write_ledger(output, ledger, _shard_name(options.shard))
    return Probed(visited, len(asked.questions), output, changed)


def merge_parts(parts: Sequence[Path], output: Path) -> bool:
    """Put the shards of one run together; raises OutsideError when one is missing, writing nothing."""
    read = [read_part(path) for path in parts]
    shards = {shard for _, shard in read}
    count = max((int(shard.partition("/")[2]) for shard in shards if shard), default=0)
    missing = {f"{number}/{count}" for number in range(1, count + 1)} - shards
    if missing or len(shards) != len(read) or len(shards) != count:
        raise OutsideError(_NOT_ALL.fill(missing=", ".join(sorted(missing)) or "?"))
    return write_ledger(output, merged([ledger for ledger, _ in read]))


def reasons_text(counted: Tally) -> Text:
    """Say why answers say nothing, the most frequent reason first."""
    return listed(_REASON.fill(count=count, reason=reason_text(reason)) for reason, count in counted.unknown.items())


def _files(site: Site, options: ProbeOptions) -> tuple[Path, Path]:
    beside = default_output(site)
    own = None if beside is None else beside.with_name(LEDGER_NAME)
    ledger, output = options.ledger or own, options.output or options.ledger or own
    if output is None or (options.output is None and options.shard != (1, 1)):
        raise UsageError(_NOWHERE)
    require_folder(output.parent)
    return ledger or output, output


def _require_known(asked: Sequence[str], products: Sequence[Product]) -> None:
    unknown = [name for name in asked if name not in {product.id for product in products}]
    if unknown:
        raise UsageError(_NO_SUCH_PRODUCT.fill(asked=unknown[0]))


def _questions(site: Site, options: ProbeOptions, products: Sequence[Product]) -> list[Question]:
    number, shards = options.shard
    questions = all_questions(products, site.config.standard_terms(), options.as_of)
    return [question for question in questions if shard_of(question.product.id, shards) == number]


def _selected(questions: Sequence[Question], options: ProbeOptions, before: Ledger) -> list[Question]:
    older_than = None if options.max_age is None else options.as_of - timedelta(days=options.max_age - 1)
    selection = Selection(options.standards, options.products, older_than)
    return slowest_first((question for question in questions if selection.takes(question, before)), before)


def _holds_teams(site: Site, options: ProbeOptions) -> bool:
    """Say whether this ledger holds what teams answered: of shards the first does, for all products."""
    return site.config.self_assessment_url is not None and options.shard[0] == 1


def _teams(site: Site, options: ProbeOptions, products: Sequence[Product]) -> Sequence[Product]:
    """Return whose teams' answers are read: nobody's where a selection asks for something else."""
    selected = options.standards or options.products
    return products if _holds_teams(site, options) and not selected else ()


def _ask(site: Site, asked: _Asked, options: ProbeOptions, outside: Outside, progress: Progress) -> Visited:
    probing = site.config.probing
    web = Web(
        f"startup-stats/{__version__} (+{probing.contact})",
        resolve=outside.resolve,
        allow_private=options.allow_private,
        limits=outside.limits,
    )
    pace = Pace(probing.concurrency, probing.per_host, probing.budget)
    engine = Engine(web, pace, allow_private=options.allow_private, random=random)
    github = sender(outside.token, outside.api) if outside.token else None
    answers: dict[Key, Answer] = {}
    interrupted, unknown, told = False, 0, None
    try:
        if asked.teams and site.config.self_assessment_url is not None:
            told = ask_teams_answers(web, site.config.self_assessment_url, asked.teams)
        with Confined() as confined:
            prober = Prober(web, engine, site.config.forges, site.config.dashlord, github, confined.look)
            for key, answer in prober.run(asked.questions, time.monotonic):
                answers[key] = answer
                unknown += answer.state == "unknown"
                progress(len(answers), len(asked.questions), unknown)
    except KeyboardInterrupt:
        interrupted = True
    return Visited(answers, dict(engine.requests), interrupted, told)


def _shard_name(shard: tuple[int, int]) -> str | None:
    return None if shard == (1, 1) else f"{shard[0]}/{shard[1]}"


_REASON = Text("{count} : {reason}", "{count}: {reason}")
_TOO_MANY = Text(
    "{percent} % des réponses ne disent rien (plus de {allowed} %) : {reasons}. {path} n'est pas remplacé, les "
    "chiffres restent ceux d'avant. Relancez plus tard, ou changez probing.max_unknown dans la configuration.",
    "{percent}% of the answers say nothing (more than {allowed}%): {reasons}. {path} is not replaced, the figures "
    "stay as they were. Run again later, or change probing.max_unknown in the configuration.",
)
_NOT_ALL = Text(
    "Les parts ne font pas un tout (il manque : {missing}) ; rien n'a été écrit. "
    "Donnez chaque part d'un même relevé, une fois.",
    "The shards make no whole (missing: {missing}); nothing was written. Give each shard of one run, once.",
)
_NOWHERE = Text(
    "Où écrire le registre ? Donnez -o FICHIER : le site n'a pas de dossier _data, ou --shard n'en fait qu'une part.",
    "Where should the ledger go? Give -o FILE: the site has no _data folder, or --shard makes but a part of it.",
)
_NO_SUCH_PRODUCT = Text(
    "Il n'y a pas de produit « {asked} » : donnez le nom de sa fiche, sans « .md ».",
    'There is no product "{asked}": give the name of its file, without ".md".',
)
