"""stats_findings.json as an Atom feed: an entry an incubator, which changes its date when something new is found."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from startup_stats.document.feeds import feed_id, site_address
from startup_stats.document.shares import counted, shares
from startup_stats.language import Text
from startup_stats.writers.atom import Category, Entry, Feed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.config.settings import Config
    from startup_stats.document.shares import Faulty, Share
    from startup_stats.language import Language


def findings_feed(document: Mapping[str, Any], config: Config) -> Feed:
    """Return the feed of a document: of its findings' days, and of nothing else's, so that it changes with them."""
    language: Language = document["language"]
    address = site_address(config, document["source"]["repository"])
    tag = partial(feed_id, address, "findings")
    entries = tuple(_entry(share, tag, language) for share in shares(document))
    updated = max((entry.updated for entry in entries), default=_content_day(document))
    return Feed(tag(), _TITLE.said(language), updated, "startup-stats", language, entries,
                link=address)  # fmt: skip


def _entry(share: Share, tag: Callable[..., str], language: Language) -> Entry:
    names = ("without-incubator",) if share.incubator is None else ("incubator", share.incubator)
    title, numbers = share.title.said(language), counted(share.findings)
    return Entry(
        tag(*names),
        _ENTRY.fill(title=title, numbers=numbers).said(language),
        max(date.fromisoformat(finding["since"]) for finding in share.findings),
        "\n".join(line for file in share.files for line in _file(file, language)),
        categories=() if share.incubator is None else (Category(share.incubator, title),),
    )


def _file(file: Faulty, language: Language) -> Iterator[str]:
    title = escape(file.title, quote=False)
    linked = title if file.edit_url is None else f'<a href="{escape(file.edit_url)}">{title}</a>'
    yield f"<h3>{linked}</h3>\n<ul>"
    for finding in file.findings:
        day = date.fromisoformat(finding["since"])
        told = _FINDING.fill(message=finding["message"], help=finding["help"], day=day).said(language)
        yield f"<li>{escape(' '.join(told.split()), quote=False)}</li>"
    yield "</ul>"


def _content_day(document: Mapping[str, Any]) -> date:
    """Return the day of the content: with nothing to tell, a feed changes with that alone."""
    committed = document["source"]["committed_at"]
    return date.fromisoformat(document["as_of"] if committed is None else committed[:10])


_TITLE = Text("Défauts des fiches, par incubateur", "Findings, by incubator")
_ENTRY = Text("{title} : {numbers}", "{title}: {numbers}")
_FINDING = Text("{message} {help} Depuis le {day}.", "{message} {help} Since {day}.")
