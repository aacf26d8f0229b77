"""Where the files of findings are corrected."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from startup_stats.content.documents import record_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.config.settings import Config
    from startup_stats.findings import Finding


def edit_links(findings: Iterable[Finding], config: Config) -> dict[str, str]:
    """Return where each product's file is corrected: the files are exports of another tool."""
    if config.edit_url is None:
        return {}
    folder = PurePosixPath(config.folders["product"])
    paths = [PurePosixPath(finding.location.path) for finding in findings]
    return {
        str(path): config.edit_url.replace("{id}", quote(record_id(path.name), safe=""))
        for path in paths
        if path.parent == folder
    }
