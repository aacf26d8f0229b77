"""What the definitions of indicators may ask beside the content: the day, and the parameters of the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from startup_stats.language import MONTHS, Text, listed, same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.vocabulary import Vocabulary

Method = Literal["programme", "site"]


class Cohort(NamedTuple):
    """From `from_year` on, January to `last_month` belong to the evaluation of the year before."""

    from_year: int
    last_month: int

    def year(self, day: date) -> int:
        """Return the year whose evaluation a date belongs to."""
        early = day.year >= self.from_year and day.month <= self.last_month
        return day.year - 1 if early else day.year


class Coverage(NamedTuple):
    """What a configuration says of one indicator: the first year that files cover, a note on it, and on some years."""

    first_year: int | None = None
    note: str | None = None
    notes: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the definitions may ask: the day the figures are of, and the parameters of the configuration.

    `names` are what people call incubators, by id, for words alone.
    """

    as_of: date
    first_year: int
    cohort: Cohort
    launch_incubators: tuple[str, ...]
    promotion_years: Mapping[int, int]
    coverages: Mapping[str, Coverage]
    vocabulary: Vocabulary
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    def coverage(self, indicator: str, first_year: int | None, note: Text | None) -> tuple[int | None, Text | None]:
        """Return the first year that files cover of an indicator, and the note on it: as configured, else as given."""
        given = self.coverages.get(indicator, Coverage())
        return given.first_year or first_year, note if given.note is None else same(given.note)

    def is_unevaluated(self, year: int) -> bool:
        """Say whether a year's evaluation, held early in the following one, has not begun."""
        return bool(self.cohort.last_month) and year >= max(self.cohort.from_year, self.as_of.year)

    def fill(self, text: Text) -> Text:
        """Set the parameters in force into an indicator's title or definition."""
        return text.fill(
            from_year=str(self.cohort.from_year),
            months=_months_until(self.cohort.last_month),
            incubators=listed(same(self.names.get(each, each)) for each in self.launch_incubators),
            **self._phases(),
        )

    def _phases(self) -> dict[str, Text]:
        """Return the words for the phases that definitions speak of, as they go on within a sentence."""
        phases = self.vocabulary.phases
        launch, closed = (listed(map(same, phases.of(role))) for role in ("launch", "closed"))
        titles = [phases[name].title for name in phases.of("handed-over")]
        handed_over = Text(
            ", ".join(title.fr.lower() for title in titles), ", ".join(title.en.lower() for title in titles)
        )
        return {
            "launch_phase": Text(_of(launch.fr), launch.en),
            "closed_phase": Text(_of(closed.fr), closed.en),
            "handed_over": _IN_BRACKETS.fill(words=handed_over) if titles else same(""),
        }


def _of(word: str) -> str:
    """Put « de » before a word, as French writes it before a vowel."""
    return f"d'{word}" if word[:1].lower() in _VOWELS else f"de {word}"


_IN_BRACKETS = Text(" ({words})", " ({words})")
_VOWELS = frozenset("aeiouyàâéèêëîïôöûü")


def _months_until(last: int) -> Text:
    if last <= 1:
        return MONTHS[0]
    return Text("{first} à {last}", "{first} to {last}").fill(first=MONTHS[0], last=MONTHS[last - 1])
