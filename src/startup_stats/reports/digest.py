"""What `digest` says: sections of sentences, as Markdown, an Atom feed or JSON; nothing when nothing happened."""

from __future__ import annotations

from html import escape as escape_html
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from startup_stats.document.feeds import feed_id
from startup_stats.language import MONTHS, Text, same
from startup_stats.reports.impact import figure_plain
from startup_stats.reports.narrative import parts
from startup_stats.reports.news import WORDS, Names, title
from startup_stats.writers.atom import Category, Entry, Feed, to_atom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from startup_stats.commands.digest import Told
    from startup_stats.history.news import News
    from startup_stats.language import Language
    from startup_stats.reports.narrative import Item, Part, Section

# A section has so many lines, and all of them so many bytes: an issue takes no more. JSON has all.
MOST_ITEMS = 60
MOST_BYTES = 60_000


def period(first: date, last: date) -> Text:
    """Write the days told: « du 1er au 31 mai 2026 », without what both have in common."""
    if first == last:
        return _ONE_DAY.fill(day=first)
    if first.year != last.year:
        return _FROM_TO.fill(first=first, last=last)
    number = Text("1er" if first.day == 1 else str(first.day), str(first.day))
    if first.month == last.month:
        return _FROM_TO.fill(first=number, last=last)
    return _FROM_TO.fill(first=_MONTH_DAY.fill(number=number, month=MONTHS[first.month - 1]), last=last)


def heading(told: Told) -> Text:
    """Say of which days this is the digest."""
    return _HEADING.fill(period=period(told.first, told.last))


def _markdown(told: Told, language: Language, *, by_incubator: bool) -> str:
    """Write headings and lists; where it is too long for an issue the rest is left out, and said."""
    found = parts(told, by_incubator=by_incubator)
    blocks, room = list[str](), MOST_BYTES
    for block in (block for part in found for block in _blocks(part, language)):
        room -= len(block.encode())
        if room < 0:
            blocks.append(f"\n{_TOO_LONG.said(language)}\n")
            break
        blocks.append(block)
    return f"# {heading(told).said(language)}\n{''.join(blocks)}" if found else ""


def _blocks(part: Part, language: Language) -> Iterator[str]:
    """Yield what may be cut off: headings, and lines with what stands below them."""
    if part.name is not None:
        yield f"\n## {_safe(part.name, language)}\n"
    for section in part.sections:
        yield f"\n{'##' if part.name is None else '###'} {section.heading.said(language)}\n\n"
        for item in section.items[:MOST_ITEMS]:
            yield "".join(f"{line}\n" for line in _lines(item, language))
        if len(section.items) > MOST_ITEMS:
            yield f"- {_more(section).said(language)}\n"


def _lines(item: Item, language: Language) -> Iterator[str]:
    lead = f"**{_safe(same(item.lead), language)}**" if item.lead else ""
    yield f"- {lead}{_safe(item.rest, language)}"
    yield from (f"  - {_safe(line, language)}" for line in item.below)


def _safe(text: Text, language: Language) -> str:
    """Return a text as Markdown shows it: what stands after a name keeps its distance."""
    from startup_stats.writers.markdown import escape

    words = text.said(language)
    return f"{' ' if words.startswith(' ') else ''}{escape(words)}"


def _more(section: Section) -> Text:
    return _MORE.fill(count=len(section.items) - MOST_ITEMS)


def _atom(told: Told, language: Language, *, by_incubator: bool) -> str:
    """Write one entry, or one an incubator; its id is that of the days told, so that readers keep the others."""
    found = parts(told, by_incubator=by_incubator)
    words = heading(told).said(language)
    entries = (_entry(part, told, words, language) for part in found)
    feed = Feed(
        feed_id(told.address, "digest"), _FEED.said(language), told.last, "startup-stats", language, tuple(entries),
        link=told.address,
    )  # fmt: skip
    return to_atom(feed) if found else ""


def _entry(part: Part, told: Told, words: str, language: Language) -> Entry:
    days = f"{told.first}/{told.last}"
    if part.id is None or part.name is None:
        return Entry(feed_id(told.address, "digest", days), words, told.last, _html(part, language))
    name = part.name.said(language)
    categories = (Category(part.id, name),)
    return Entry(
        feed_id(told.address, "digest", days, part.id),
        f"{name} : {words}",
        told.last,
        _html(part, language),
        categories=categories,
    )


def _html(part: Part, language: Language) -> str:
    return "".join(_html_section(section, language) for section in part.sections)


def _html_section(section: Section, language: Language) -> str:
    items = "".join(_html_item(each, language) for each in section.items[:MOST_ITEMS])
    more = _html_more(section, language)
    return f"<h2>{section.heading.said(language)}</h2>\n<ul>\n{items}{more}</ul>\n"


def _html_more(section: Section, language: Language) -> str:
    return f"<li>{_more(section).said(language)}</li>\n" if len(section.items) > MOST_ITEMS else ""


def _html_item(item: Item, language: Language) -> str:
    lead = f"<strong>{escape_html(item.lead)}</strong>" if item.lead else ""
    below = "".join(f"<li>{escape_html(line.said(language))}</li>" for line in item.below)
    return f"<li>{lead}{escape_html(item.rest.said(language))}{f'<ul>{below}</ul>' if below else ''}</li>\n"


def _json(told: Told, language: Language, *, by_incubator: bool) -> str:  # noqa: ARG001 - each news names its incubators
    from startup_stats.writers.json import to_json

    names, found = Names(told.digest.products, told.incubators, told.phases, told.last), told.digest
    arrivals = found.arrivals
    value = {
        "since": {"day": told.first.isoformat(), "commit": told.commits[0]},
        "until": {"day": told.last.isoformat(), "commit": told.commits[1]},
        "news": [_news(each, names, language) for each in found.news],
        "incubators": {
            "came": found.incubators.came,
            "gone": found.incubators.gone,
            "renamed": [{"from": old, "to": new} for old, new in found.incubators.renamed],
        },
        "members": None if arrivals is None else arrivals._asdict(),
        "figures": [figure_plain(figure) for figure in found.figures],
        "reworded": found.reworded,
    }
    return to_json(value)


def _news(news: News, names: Names, language: Language) -> dict[str, Any]:
    plain = {
        "kind": news.kind,
        "product": news.product.id,
        "title": title(news.product),
        "incubators": news.product.incubators,
        "before": news.before,
        "after": news.after,
        "day": None if news.day is None else news.day.isoformat(),
        "standard": news.standard,
        "source": news.source,
        "text": f"{title(news.product)}{WORDS[news.kind].said(news, names).said(language)}",
    }
    return {name: value for name, value in plain.items() if value not in (None, ())}


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[..., str]] = MappingProxyType({"markdown": _markdown, "json": _json, "atom": _atom})
_HEADING = Text("Ce qui a changé {period}", "What changed {period}")
_ONE_DAY = Text("le {day}", "on {day}")
_FROM_TO = Text("du {first} au {last}", "from {first} to {last}")
_MONTH_DAY = Text("{number} {month}", "{number} {month}")
_FEED = Text("Ce qui change dans le portefeuille", "What changes in the portfolio")
_MORE = Text("… et {count} de plus ; « --format json » les donne toutes.", "… and {count} more; --format json has all.")
_TOO_LONG = Text(
    "… La suite est trop longue pour tenir ici : « --format json » donne tout.",
    "… The rest is too long to stand here: --format json has all.",
)
