"""News in words: a heading for each kind, and what is said after a product's name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.language import Text, listed, same
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from startup_stats.history.news import Kind, News, Source
    from startup_stats.model import Product
    from startup_stats.vocabulary import Phases

LONGEST_TITLE, LONGEST_MISSION = 80, 300


class Names(NamedTuple):
    """What news names by id: products, the titles of incubators, and phases; and the last day that is told.

    `told`: the incubator is said already.
    """

    products: Mapping[str, Product]
    incubators: Mapping[str, str]
    phases: Phases
    last: date
    told: bool = False

    def incubator(self, name: str) -> Text:
        """Return what an incubator is called; its id where no file gives a title."""
        return same(shortened(self.incubators.get(name) or name, LONGEST_TITLE))

    def phase(self, name: str) -> Text:
        """Return what a phase is called, in quotes."""
        return _QUOTED.fill(words=self.phases[name].title)

    def where(self, product: Product) -> Text:
        """Say of which incubators a product is, in brackets."""
        if self.told or not product.incubators:
            return same("")
        return _WHERE.fill(incubators=listed(self.incubator(each) for each in product.incubators))


def shortened(text: str, length: int) -> str:
    """Return other people's text as one line of a length at most."""
    line = plain(" ".join(text.split()))
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def title(product: Product) -> str:
    """Return the name by which a product is told."""
    return shortened(product.title or product.id, LONGEST_TITLE)


def _created(news: News, names: Names) -> Text:
    given = news.product.fields.get("mission")
    mission = shortened(given, LONGEST_MISSION) if isinstance(given, str) else ""
    parts = [same(mission if mission.endswith((".", "…", "!", "?")) else f"{mission}.")] if mission else []
    parts.append(_sentence(_phase(news.after[0], news.day, names)) if news.after else _WITHOUT_PHASE)
    rest = Text(" ".join(part.fr for part in parts), " ".join(part.en for part in parts))
    return _COLON.fill(where=names.where(news.product), rest=rest)


def _phase(name: str, day: date | None, names: Names) -> Text:
    """Name a phase, with the day on which it began, or is to begin."""
    if day is None:
        return names.phase(name)
    return (_SINCE if day <= names.last else _FROM_ON).fill(phase=names.phase(name), day=day)


def _passage(of_event: Text) -> Callable[[News, Names], Text]:
    """Return what says into which phase a product went; `of_event` is said where an event alone tells it."""

    def said(news: News, names: Names) -> Text:
        if not news.after:
            return _verb(news, names, of_event, _ON)
        words = _GOES_TO.fill(after=names.phase(news.after[0]), before=listed(map(names.phase, news.before)))
        return _verb(news, names, words if news.before else _IS_AT.fill(after=names.phase(news.after[0])), _BEGUN)

    return said


def _verb(news: News, names: Names, words: Text, dated: Text) -> Text:
    """Say what a product does, after its name and its incubators; and the day, where there is one."""
    day = same("") if news.day is None else dated.fill(day=news.day)
    return _DOES.fill(where=names.where(news.product), words=words, day=day)


def _with_day(words: Text, dated: Text) -> Callable[[News, Names], Text]:
    """Return what says the same of everybody, and the day where there is one."""
    return lambda news, names: _verb(news, names, words, dated)


def _announced(news: News, names: Names) -> Text:
    return _verb(news, names, _GOING_TO.fill(phase=names.phase(news.after[0])), _FROM)


def _fast(news: News, names: Names) -> Text:
    return _verb(news, names, _PROMOTION.fill(promotion=news.after[0]) if news.after else _SUPPORTED, same(""))


def _incubators(news: News, names: Names) -> Text:
    """Say which incubator a product joins, and which it leaves."""
    joined, left = (
        listed(names.incubator(each) for each in ids if each not in others)
        for ids, others in ((news.after, news.before), (news.before, news.after))
    )
    words = _MOVES if joined.fr and left.fr else _JOINS if joined.fr else _LEAVES
    return _DOES.fill(where=same(""), words=words.fill(joined=joined, left=left), day=same(""))


def _renamed(news: News, names: Names) -> Text:
    return _verb(news, names, _ONCE.fill(title=shortened(news.before[0], LONGEST_TITLE)), same(""))


def _gone(news: News, names: Names) -> Text:
    heir = names.products.get(news.after[0]) if news.after else None
    return _verb(news, names, _REMOVED if heir is None else _MERGED.fill(title=title(heir)), same(""))


def before_standards(news: Iterable[News], names: Names) -> Text:
    """Say what one product won, or lost: each standard once, with who says so, and the status where it has some."""
    found: dict[str, list[News]] = {}
    for each in news:
        found.setdefault(each.standard or "", []).append(each)
    first = next(iter(found.values()))[0]
    told = _sentence(listed(_standard(each) for each in found.values()))
    return _COLON.fill(where=names.where(first.product), rest=told)


def _standard(news: Sequence[News]) -> Text:
    first = news[0]
    standard = STANDARDS[first.standard or ""].title
    by = listed(_SOURCES[each.source or "file"] for each in news)
    if not first.after:
        return _BY.fill(standard=standard, by=by)
    before = _BEFORE.fill(status=first.before[0]) if first.before else same("")
    return _STATUS.fill(standard=standard, status=first.after[0], before=before, by=by)


def _of_standard(news: News, names: Names) -> Text:
    return before_standards([news], names)


def _sentence(words: Text) -> Text:
    return Text(*(f"{text[:1].upper()}{text[1:]}." for text in (words.fr, words.en)))


class Words(NamedTuple):
    """What a kind of news is called, and what is said of each."""

    heading: Text
    said: Callable[[News, Names], Text]


_SOURCES: Mapping[Source, Text] = MappingProxyType(
    {"file": Text("d'après la fiche", "by the file"), "web": Text("constaté sur le web", "seen on the web")}
)
_WHERE = Text(" ({incubators})", " ({incubators})")
_COLON = Text("{where} : {rest}", "{where}: {rest}")
_DOES = Text("{where} {words}{day}.", "{where} {words}{day}.")
_QUOTED = Text("« {words} »", '"{words}"')
_ON = Text(" le {day}", " on {day}")
_BEGUN = Text(" (depuis le {day})", " (since {day})")
_FROM = Text(" le {day}", " on {day}")
_ASSESSED = Text(" (évaluation du {day})", " (assessed on {day})")
_SINCE = Text("{phase} depuis le {day}", "{phase} since {day}")
_FROM_ON = Text("{phase} à partir du {day}", "{phase} from {day} on")
_WITHOUT_PHASE = Text("Sans phase connue.", "Without a known phase.")
_GOES_TO = Text("passe à {after}, après {before}", "goes on to {after}, after {before}")
_IS_AT = Text("est à {after}", "is at {after}")
_GOING_TO = Text("passera à {phase}", "will go on to {phase}")
_MOVES = Text("rejoint {joined} et quitte {left}", "joins {joined} and leaves {left}")
_JOINS = Text("rejoint {joined}", "joins {joined}")
_LEAVES = Text("quitte {left}", "leaves {left}")
_ONCE = Text("s'appelait « {title} »", 'was called "{title}"')
_PROMOTION = Text("est de la promotion {promotion}", "is of promotion {promotion}")
_SUPPORTED = Text("est soutenu", "is supported")
_REMOVED = Text("n'a plus de fiche", "has no file any more")
_MERGED = Text("est réuni à « {title} »", 'is merged into "{title}"')
_BY = Text("{standard} ({by})", "{standard} ({by})")
_STATUS = Text("{standard} « {status} »{before} ({by})", '{standard} "{status}"{before} ({by})')
_BEFORE = Text(", auparavant « {status} »", ', before "{status}"')
_NATIONAL = Text("est d'impact national", "is of national impact")
_WITHDRAWN = Text("n'est plus noté d'impact national", "is not noted as of national impact any more")
_UNREADABLE = Text(
    "a une fiche qui ne peut plus être lue : ce qui y a changé n'est pas raconté",
    "has a file that can't be read any more: what changed in it is not told",
)
_LAUNCHED, _STOPPED = Text("est lancé", "was launched"), Text("est arrêté", "was stopped")

WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        "created": Words(Text("Nouveaux produits", "New products"), _created),
        "recognised": Words(Text("Impact national", "National impact"), _with_day(_NATIONAL, _ASSESSED)),
        "withdrawn": Words(
            Text("Impact national retiré", "National impact withdrawn"), _with_day(_WITHDRAWN, _ASSESSED)
        ),
        "launched": Words(Text("Lancements", "Launches"), _passage(_LAUNCHED)),
        "progressed": Words(Text("Changements de phase", "Changes of phase"), _passage(same(""))),
        "resumed": Words(Text("Reprises", "Resumed"), _passage(same(""))),
        "handed_over": Words(Text("Transmissions", "Hand-overs"), _passage(same(""))),
        "stopped": Words(Text("Arrêts", "Stops"), _passage(_STOPPED)),
        "announced": Words(Text("À venir", "To come"), _announced),
        "supported": Words(Text("Soutien du fonds FAST", "Support by the FAST fund"), _fast),
        "incubators": Words(Text("Changements d'incubateur", "Changes of incubator"), _incubators),
        "renamed": Words(Text("Nouveaux noms", "New names"), _renamed),
        "won": Words(Text("Standards gagnés", "Standards won"), _of_standard),
        "lost": Words(Text("Standards perdus", "Standards lost"), _of_standard),
        "stated": Words(Text("Conformité déclarée autrement", "Conformity declared otherwise"), _of_standard),
        "gone": Words(Text("Fiches retirées", "Files removed"), _gone),
        "unreadable": Words(Text("Fiches illisibles", "Unreadable files"), _with_day(_UNREADABLE, same(""))),
        "readable": Words(Text("Fiches de nouveau lisibles", "Files that can be read again"), _created),
    }
)
