"""What the definitions of indicators may ask beside the content: the day, and the parameters of the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Method = Literal["programme", "site"]


class Cohort(NamedTuple):
    """From `from_year` on, January to `last_month` belong to the evaluation of the year before."""

    from_year: int = 2023
    last_month: int = 4

    def year(self, day: date) -> int:
        """Return the year whose evaluation a date belongs to."""
        early = day.year >= self.from_year and day.month <= self.last_month
        return day.year - 1 if early else day.year


@dataclass(frozen=True, slots=True)
class Terms:
    """What the definitions may ask: the day the figures are of, and the parameters of the configuration."""

    as_of: date
    first_year: int = 2013
    cohort: Cohort = field(default_factory=Cohort)
    launch_incubators: tuple[str, ...] = ("dinum",)
    promotion_years: Mapping[int, int] = field(default_factory=dict)
