"""What the feeds of a site have in common: its address, and ids that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from startup_stats.schema.formats import split_address
from startup_stats.writers.atom import tag_uri

if TYPE_CHECKING:
    from startup_stats.config.settings import Config

# A tag says that its address was its owner's in a year that is over; this one never changes, so that no id does.
_YEAR = 2026
# A feed of a folder that is no repository's is its owner's alone.
_NOWHERE = "http://localhost/"


def site_address(config: Config, repository: str | None) -> str | None:
    """Return the site's address, where its configuration says it; else its repository's, None where that is none."""
    site = split_address(config.product_url)
    if site is not None and "{" not in site.netloc:
        return f"{site.scheme}://{site.netloc}/"
    return None if repository is None else f"https://github.com/{quote(repository)}"


def feed_id(address: str | None, *names: str) -> str:
    """Return the id of a feed, or of an entry of it, of a site at an address."""
    return tag_uri(address or _NOWHERE, _YEAR, *names)
