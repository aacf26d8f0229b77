"""Words for people, in French and in English: both are written where a thing is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Language = Literal["fr", "en"]
DEFAULT_LANGUAGE: Language = "fr"

# A space that keeps a number and its unit on one line (Imprimerie nationale's rules for French).
NARROW_SPACE = "\u202f"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; `fill` sets values into both."""

    fr: str
    en: str

    def said(self, language: Language) -> str:
        """Return the sentence in that language."""
        return self.fr if language == "fr" else self.en

    def fill(self, **values: object) -> Text:
        """Set values into the sentence's braces; a value may itself be a Text, a date or a number."""
        return Text(
            self.fr.format(**{name: say(value, "fr") for name, value in values.items()}),
            self.en.format(**{name: say(value, "en") for name, value in values.items()}),
        )


MONTHS = (
    Text("janvier", "January"),
    Text("février", "February"),
    Text("mars", "March"),
    Text("avril", "April"),
    Text("mai", "May"),
    Text("juin", "June"),
    Text("juillet", "July"),
    Text("août", "August"),
    Text("septembre", "September"),
    Text("octobre", "October"),
    Text("novembre", "November"),
    Text("décembre", "December"),
)


def same(words: str) -> Text:
    """Return words that both languages share: a name, a quotation of the content."""
    return Text(words, words)


def say(value: object, language: Language) -> str:
    """Write a value for a reader: 1 234 in French and 1,234 in English, 20 août 2026, a Text's sentence."""
    if isinstance(value, Text):
        return value.said(language)
    if isinstance(value, date):
        return _say_date(value, language)
    if isinstance(value, int):
        return f"{value:,}".replace(",", NARROW_SPACE) if language == "fr" else f"{value:,}"
    return str(value)


def listed(texts: Iterable[Text]) -> Text:
    """Join texts as an enumeration: « a, b et c », "a, b and c"."""
    items = list(texts)
    return Text(_enumerate([t.fr for t in items], " et "), _enumerate([t.en for t in items], " and "))


def number_of(count: int, one: Text, several: Text) -> Text:
    """Write a count and what is counted: « 0 produit », « 2 produits », and 0 products in English."""
    number = Text("{count} {noun}", "{count} {noun}")
    noun = Text((one if count < 2 else several).fr, (one if count == 1 else several).en)  # noqa: PLR2004 - two are several
    return number.fill(count=count, noun=noun)


def within(sentence: Text) -> Text:
    """Return a sentence, or a title, as it goes on within another one: without its capital, where that is an article's.

    A name keeps its own.
    """
    return Text(*(_OPENING.sub(lambda found: found[0].lower(), text) for text in (sentence.fr, sentence.en)))


def lines(texts: Iterable[Text]) -> Text:
    """Put texts below each other."""
    items = list(texts)
    return Text("\n".join(text.fr for text in items), "\n".join(text.en for text in items))


def _say_date(value: date, language: Language) -> str:
    day = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1].said(language)} {value.year}"


def _enumerate(words: list[str], last: str) -> str:
    return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


# What begins a sentence and is no name: articles, and our own reasons' first words.
_OPENING = re.compile(r"\A(?:L'|L’|Les?|La|Un|Une|Pas|Aucune?|The|A|An|Not?|Files)(?=\W|(?<=['’]))")
