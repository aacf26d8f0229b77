"""The command `verify`: a published stats.json computed again from what it names; nothing is written."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands import sources
from startup_stats.commands.figures import Beside, figures
from startup_stats.commands.site import STATS_FILE, Overrides, configured, read_site, site_of
from startup_stats.commands.to_verify import open_published, require_commit
from startup_stats.config.reading import parse_config
from startup_stats.config.settings import Config
from startup_stats.document.claim import read_claim
from startup_stats.document.difference import Difference, differences, first_other_line
from startup_stats.document.edition import Since, since
from startup_stats.errors import StartupStatsError, UsageError
from startup_stats.git.checkout import SourceInfo, origin
from startup_stats.git.content_tree import content_id
from startup_stats.git.run import run_git
from startup_stats.language import Text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.document.claim import Claim


class VerifyOptions(NamedTuple):
    """What `verify` was asked: a file, or « REF:path » in the site; without a site, the checkout of that file.

    What the site's history does not hold can be given.
    """

    file: str
    site: str | None
    cache: Path
    config_file: Path | None = None
    ledger: Path | None = None
    history: Path | None = None


class Verified(NamedTuple):
    """What came of it: the first place where the file is not what was computed, None where it is, byte for byte.

    `more` says that there are others. `line` is where it is written otherwise, where its values are the same.
    `computed_by` is this program, where the file says that another version wrote it. `since` is what moved until today,
    of an edition that is equal.
    """

    file: str
    claim: Claim
    difference: Difference | None = None
    more: bool = False
    line: int | None = None
    computed_by: str | None = None
    since: Since | None = None

    @property
    def is_equal(self) -> bool:
        """Say whether the file is what was computed."""
        return self.difference is None and self.line is None


def verify(options: VerifyOptions) -> Verified:
    """Compute a published stats.json again from the commit, configuration, ledger and history that it names.

    Raises UsageError for a file that is none, and for a given file that is another than named; OutsideError where git
    lacks what is named.
    """
    published = open_published(options.file, options.site, options.cache)
    claim = read_claim(published.content, options.file)
    require_commit(published.folder, claim)
    tips = ("HEAD",) if published.commit is None else ("HEAD", published.commit)
    where = sources.Where(published.folder, claim.commit, tips)
    site = _site(claim, options, where)
    beside = Beside(
        sources.find(sources.LEDGER, claim.digests["ledger"], options.ledger, where),
        sources.find(sources.HISTORY, claim.digests["history"], options.history, where),
    )
    document = figures(site, claim.as_of, read_site(site, claim.as_of), beside, _about(claim, site)).document
    computed_by = document["generator"] if claim.generator not in (None, document["generator"]) else None
    if computed_by is not None:
        document["generator"] = claim.generator
    found = list(islice(differences(claim.document, document), 2))
    line = None if found else _line(published.content, to_rows(document))
    verified = Verified(options.file, claim, found[0] if found else None, len(found) > 1, line, computed_by)
    is_edition = published.lies_in(site.config.publication.editions)
    return verified._replace(since=_since(claim, site.folder)) if is_edition and verified.is_equal else verified


def _since(edition: Claim, folder: Path) -> Since | None:
    """Compare an edition with the site's later stats.json; None where there is none that can be compared."""
    file = folder / STATS_FILE
    try:
        today = read_claim(file.read_bytes(), str(file))
        return since(edition, today) if today.as_of > edition.as_of else None
    except (OSError, StartupStatsError, LookupError, TypeError):
        return None


def _line(content: bytes, text: str) -> int | None:
    """Return the first line that is written otherwise, though it says the same; None where every byte is the same."""
    return None if content == text.encode() else first_other_line(content.decode(), text)


def _site(claim: Claim, options: VerifyOptions, where: sources.Where) -> Site:
    """Return the site as its commit has it, configured and counted as the file says."""
    found = sources.find(sources.CONFIGURATION, claim.digests["configuration"], options.config_file, where)
    config = Config() if found is None else parse_config(found[0].as_posix(), found[1])
    config = config._replace(methods={**config.methods, **claim.methods})
    overrides = Overrides(language=claim.language)
    site = configured(where.folder, config, None if found is None else found[1], overrides)
    if claim.as_of.year < config.first_year:
        raise UsageError(_TOO_EARLY.fill(day=claim.as_of, year=str(config.first_year)))
    return site_of(site, claim.commit)


def _about(claim: Claim, site: Site) -> SourceInfo:
    """Describe the content; its repository is the file's word where the checkout does not know one."""
    committed_at = run_git(["log", "-1", "--format=%cI", claim.commit], site.folder)
    content = content_id(site.folder, claim.commit, [folder for folder in site.folders.values() if folder])
    return SourceInfo(origin(site.folder) or claim.repository, claim.commit, committed_at, content)


_TOO_EARLY = Text(
    "$.as_of : le {day} précède la première année des séries ({year}), et « build » n'aurait rien écrit.",
    '$.as_of: {day} is before the first year of the series ({year}), and "build" would have written nothing.',
)
