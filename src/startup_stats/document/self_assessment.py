"""What teams answered of themselves, as stats.json holds it: counts beside the other two sources, never among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.language import Text
from startup_stats.standards.self_assessment import CATEGORIES, count

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from startup_stats.language import Language
    from startup_stats.standards.definition import Standard
    from startup_stats.standards.ledger import Ledger
    from startup_stats.standards.self_assessment import Answers, Category, SelfAssessment
    from startup_stats.standards.verdict import Case


def self_assessment_section(
    cases: Mapping[str, Sequence[Case]], ledger: Ledger | None, language: Language
) -> dict[str, Any]:
    """Return `self_assessment`: by category how many products answered; nothing where nobody asked."""
    told = None if ledger is None else ledger.self_assessment
    if told is None:
        return {}
    counted = [(category, _counted(told, category, cases)) for category in _categories(told)]
    rows = [
        {
            "category": category.id,
            "title": category.title.said(language),
            **_of_standard(category, cases),
            **answers._asdict(),
        }
        for category, answers in counted
    ]
    concerned = _concerned(cases, None)
    answered = [
        name for name, levels in told.products.items() if any(value > 0 for value in levels.completion.values())
    ]
    section = {
        "title": _TITLE.said(language),
        "description": _DESCRIPTION.said(language),
        "day": told.day.isoformat(),
        "total": len(concerned),
        "answered": sum(name in concerned for name in answered),
        "outside": sum(name not in concerned for name in answered),
        "categories": rows,
        "alternative": _alternative(told, counted).said(language),
    }
    return {"self_assessment": section}


def self_assessed(name: str, cases: Mapping[str, Sequence[Case]], ledger: Ledger | None) -> dict[str, Any]:
    """Return `self_assessed` of a standard that a category is of: its counts and their day; nothing of any other."""
    told = None if ledger is None else ledger.self_assessment
    if told is None:
        return {}
    of_standard = [each for each in _categories(told) if each.standard is not None and each.standard.id == name]
    counted = [{"day": told.day.isoformat(), **_counted(told, each, cases)._asdict()} for each in of_standard]
    return {"self_assessed": counted[0]} if counted else {}


def _categories(told: SelfAssessment) -> Iterator[Category]:
    """Yield the categories that somebody was asked about: of another one 0 would say more than anybody knows."""
    asked = {name for levels in told.products.values() for name in levels.completion}
    return (category for name, category in CATEGORIES.items() if name in asked)


def _counted(told: SelfAssessment, category: Category, cases: Mapping[str, Sequence[Case]]) -> Answers:
    return count(told, category, _concerned(cases, category.standard))


def _concerned(cases: Mapping[str, Sequence[Case]], standard: Standard | None) -> set[str]:
    """Return the ids of the products to which a standard applies; without one, to which any does."""
    # A category of a standard that the portfolio does not have is one of no standard.
    looked_at = (cases[standard.id],) if standard is not None and standard.id in cases else cases.values()
    return {case.product.id for of_standard in looked_at for case in of_standard if case.verdict is not None}


def _of_standard(category: Category, cases: Container[str]) -> dict[str, str]:
    standard = category.standard
    return {} if standard is None or standard.id not in cases else {"standard": standard.id}


def _alternative(told: SelfAssessment, counted: Sequence[tuple[Category, Answers]]) -> Text:
    parts = [_CATEGORY.fill(title=category.title, **answers._asdict()) for category, answers in counted]
    by_category = Text(" ; ".join(text.fr for text in parts), "; ".join(text.en for text in parts))
    return _ALTERNATIVE.fill(day=told.day, parts=by_category) if counted else _NOBODY.fill(day=told.day)


_TITLE = Text("Ce que les équipes répondent", "What teams answer")
_DESCRIPTION = Text(
    "Les réponses des équipes elles-mêmes aux standards, que personne n'a vérifiées. Une équipe a répondu dès qu'elle "
    "renseigne un critère ; elle dit tout respecter quand elle le dit de chaque critère, ou qu'il ne la concerne pas.",
    "The answers of the teams themselves to the standards, which nobody verified. A team has answered as soon as it "
    "answers one criterion; it says it meets all when it says so of each criterion, or that it is not applicable.",
)
_CATEGORY = Text("{title} : {answered} sur {total}, dont {conforming}", "{title}: {answered} of {total}, {conforming}")
_ALTERNATIVE = Text(
    "Réponses inchangées depuis le {day} et non vérifiées : combien d'équipes ont répondu, sur les produits concernés, "
    "et combien disent tout respecter. {parts}.",
    "Answers unchanged since {day} and not verified: how many teams answered, of the products concerned, and how many "
    "say they meet all. {parts}.",
)
_NOBODY = Text("Depuis le {day}, aucune équipe n'a répondu.", "Since {day}, no team has answered.")
