"""The document of what was read of a site and beside it; nothing is written."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.commands.evidence import parse_ledger
from startup_stats.commands.history_file import parse_history
from startup_stats.git.content_tree import content_id, content_on_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.content.portfolio import Reading
    from startup_stats.findings import Finding
    from startup_stats.git.checkout import SourceInfo


class Beside(NamedTuple):
    """What is read beside the content, the ledger and the history: where it lies and its bytes; None without it."""

    ledger: tuple[Path, bytes] | None = None
    history: tuple[Path, bytes] | None = None


class Figures(NamedTuple):
    """The document, what is wrong with the content, and the history that was used: none that counts otherwise."""

    document: dict[str, Any]
    findings: tuple[Finding, ...]
    history: Mapping[str, Any] | None
    is_other_history: bool


def figures(
    site: Site, as_of: date, read: tuple[Reading, tuple[Finding, ...]], beside: Beside, about: SourceInfo
) -> Figures:
    """Compute the document of what was read of a site, as of a day, and tell what is wrong with it.

    Raises OutsideError for a ledger or a history of another shape.
    """
    from startup_stats.document.whole import Digests, Inputs, counting_digest, make_document
    from startup_stats.standards.contradictions import contradictions

    reading, findings = read
    ledger = None if beside.ledger is None else parse_ledger(*beside.ledger)
    if ledger is not None:
        judged_by = site.config.standard_terms()
        contradicted = contradictions(
            reading.portfolio.products, ledger, site.source, judged_by, as_of, site.config.vocabulary
        )
        findings = tuple(sorted((*findings, *contradicted), key=lambda finding: finding.sort_key))
    history = None if beside.history is None else parse_history(*beside.history)
    is_other = history is not None and history["source"]["counting"] != counting_digest(site.config)
    used = None if is_other else history
    digests = Digests(*map(digest, (site.configuration, *(file and file[1] for file in beside))))
    inputs = Inputs(reading, findings, ledger, digests, used)
    document = make_document(inputs, site.config, site.config.terms(as_of), about)
    return Figures(document, findings, used, is_other)


def content_of(site: Site, folders: Sequence[str]) -> AbstractContextManager[Callable[[], str | None]]:
    """Name the content that is read, a commit's or the one that is checked out: what is given says it in the end."""
    if site.commit is None:
        return content_on_disk(site.folder, folders)
    return nullcontext(partial(content_id, site.folder, site.commit, folders))


def digest(content: bytes | None) -> str | None:
    """Return the sha256 of a file's bytes, as `source` tells it; None where there is no file."""
    import hashlib

    return None if content is None else hashlib.sha256(content).hexdigest()
