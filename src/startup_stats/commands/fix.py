"""`check --fix`: what can be mended without asking anybody, in memory first, then each file whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.check import check
from startup_stats.content.edits import apply
from startup_stats.errors import UsageError
from startup_stats.files import write_if_changed
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.commands.check import CheckOptions
    from startup_stats.commands.site import Site
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding, Fix

# One for what overlaps another fix, one for what shows only once the first is mended; more is an accident.
_MAX_ROUNDS = 5


class Mended(NamedTuple):
    """What was or would be mended: the site with it, what is left, and each file's text before and after."""

    site: Site
    findings: tuple[Finding, ...]
    texts: Mapping[str, tuple[str, str]]


class MendedSource:
    """A source some of whose files are already mended, and not yet written."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.texts: dict[str, str] = {}

    def files(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder."""
        return self._source.files(folder)

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return self._source.exists(path)

    def read(self, path: str) -> bytes:
        """Return a file's bytes as they are once it is mended."""
        return self.texts[path].encode() if path in self.texts else self._source.read(path)


def mend(site: Site, options: CheckOptions) -> Mended:
    """Mend what a check finds, in memory; files that the change in hand does not touch are left alone.

    Raises UsageError for a site that is no folder of the user's, and what `check` raises.
    """
    if not site.is_local:
        raise UsageError(_NOT_LOCAL)
    source = MendedSource(site.source)
    mended = site._replace(source=source)
    findings = check(mended, options)
    for _ in range(_MAX_ROUNDS):
        again = {path: apply(source.read(path).decode(), fixes) for path, fixes in _fixes(findings).items()}
        source.texts |= again
        findings = check(mended, options) if again else findings
    texts = {path: (site.source.read(path).decode(), text) for path, text in sorted(source.texts.items())}
    return Mended(mended, findings, texts)


def write(mended: Mended) -> None:
    """Write what was mended, each file whole or not at all; raises OutsideError."""
    for path, (_, text) in mended.texts.items():
        write_if_changed(mended.site.folder / path, text)


def _fixes(findings: Sequence[Finding]) -> dict[str, list[Fix]]:
    fixes: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix is not None and not finding.elsewhere:
            fixes.setdefault(finding.location.path, []).append(finding.fix)
    return fixes


_NOT_LOCAL = Text(
    "« --fix » et « --diff » corrigent un dossier de cette machine : récupérez le dépôt, puis donnez son dossier.",
    '"--fix" and "--diff" mend a folder of this machine: fetch the repository first, and give its folder.',
)
