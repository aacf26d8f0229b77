"""What teams answered of themselves elsewhere, by category: kept apart from what files declare and the web shows."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from startup_stats.language import Text
from startup_stats.standards.catalogue import ACCESSIBILITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from startup_stats.standards.definition import Standard

# All criteria of a category: answered, or met.
ALL = 100


class Category(NamedTuple):
    """What a group of questions is about; `id` is the word of standards.beta.gouv.fr, `standard` the one it is of."""

    id: str
    title: Text
    standard: Standard | None = None


_ENTRIES = (
    Category("accessibilité", Text("Accessibilité", "Accessibility"), ACCESSIBILITY),
    Category("design", Text("Design", "Design")),
    Category("impact", Text("Impact", "Impact")),
    Category("qualité-du-support", Text("Qualité du support", "Quality of support")),
    Category("qualité-logicielle", Text("Qualité logicielle", "Quality of software")),
    Category("sécurité", Text("Sécurité", "Security")),
    Category("transparence", Text("Transparence", "Transparency")),
    Category("vie-privée", Text("Vie privée", "Privacy")),
    Category("équipe", Text("Équipe", "Team")),
)


def _letters(word: str) -> str:
    """Return a word without accents, case and what stands between its parts."""
    return "".join(char for char in normalize("NFKD", word.casefold()) if char.isalnum())


# In the order in which they are shown.
CATEGORIES: Mapping[str, Category] = MappingProxyType({category.id: category for category in _ENTRIES})
_BY_LETTERS = {_letters(name): category for name, category in CATEGORIES.items()}


def find_category(word: str) -> Category | None:
    """Return the category that a word names, however it writes accents, capitals and hyphens; None of any other."""
    return _BY_LETTERS.get(_letters(word))


class Levels(NamedTuple):
    """One team's answers: by category, how many percent of the criteria it answered, and how many it says it meets."""

    completion: Mapping[str, float]
    conformity: Mapping[str, float]

    def has_answered(self, category: Category) -> bool:
        """Say whether the team answered anything: who did not has 0 in both, which says nothing of the product."""
        return self.completion.get(category.id, 0) > 0

    def is_complete(self, category: Category) -> bool:
        """Say whether the team answered all."""
        return self.completion.get(category.id) == ALL

    def says_all_met(self, category: Category) -> bool:
        """Say whether the team says that it meets all criteria; those that it holds not applicable count as met."""
        return self.has_answered(category) and self.conformity.get(category.id) == ALL


class SelfAssessment(NamedTuple):
    """What all teams answered, by product, and the day since which it is so."""

    day: date
    products: Mapping[str, Levels]


class Answers(NamedTuple):
    """Products: all that were asked about, and of these who answered, who answered all, who says it meets all."""

    total: int
    answered: int
    complete: int
    conforming: int


def count(assessment: SelfAssessment, category: Category, products: Iterable[str]) -> Answers:
    """Count what the teams of some products answered in a category."""
    asked = list(products)
    levels = [assessment.products[name] for name in asked if name in assessment.products]
    return Answers(
        len(asked),
        sum(each.has_answered(category) for each in levels),
        sum(each.is_complete(category) for each in levels),
        sum(each.says_all_met(category) for each in levels),
    )


def to_plain(assessment: SelfAssessment) -> dict[str, Any]:
    """Return what the ledger's file holds of it."""
    products = {
        name: {"completion": dict(levels.completion), "conformity": dict(levels.conformity)}
        for name, levels in sorted(assessment.products.items())
    }
    return {"day": assessment.day.isoformat(), "products": products}


def from_plain(plain: Mapping[str, Any]) -> SelfAssessment:
    """Read what a valid ledger's file holds of it."""
    products = {name: Levels(told["completion"], told["conformity"]) for name, told in plain["products"].items()}
    return SelfAssessment(date.fromisoformat(plain["day"]), products)
