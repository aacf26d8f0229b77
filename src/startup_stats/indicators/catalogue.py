"""What each indicator is called, counts, and says it counts: the source of the page and of docs/indicators.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.indicators.terms import Method


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of an indicator; `counted` starts « … en 2025 : 6 »."""

    subject: Literal["product", "member"]
    title: Text
    unit: Text
    counted: Text
    description: Mapping[Method, Text]


def _both(text: Text) -> Mapping[Method, Text]:
    return {"programme": text, "site": text}


_PRODUCTS = Text("produits", "products")
_PEOPLE = Text("personnes", "people")

CATALOGUE: Mapping[str, Entry] = {
    "investigation": Entry(
        "product",
        Text("Problèmes investigués", "Problems investigated"),
        _PRODUCTS,
        Text("Investigations menées à leur terme", "Investigations brought to their end"),
        {
            "programme": Text(
                "L'année où l'investigation s'est terminée : la fin de la phase, sinon le début de la phase "
                "suivante. Une investigation en cours n'est pas encore comptée.",
                "The year an investigation ended: the end of the phase, else the start of the next one. "
                "An open investigation is not counted yet.",
            ),
            "site": Text(
                "La fin de l'investigation, sinon son début, sinon la première date de toutes les phases.",
                "The end of the investigation, else its start, else the earliest date of all phases.",
            ),
        },
    ),
    "product_launch": Entry(
        "product",
        Text("Produits lancés", "Products launched"),
        _PRODUCTS,
        Text("Produits lancés", "Products launched"),
        {
            "programme": Text(
                "L'année du lancement noté dans la fiche (événement « product_launch », le premier s'il y en a "
                "plusieurs), sinon du début de la phase de construction. Un lancement encore à venir n'est pas "
                "compté.",
                'The year of the launch noted in the file (event "product_launch", the first of several), else of '
                "the start of the construction phase. A launch still to come is not counted.",
            ),
            "site": Text(
                "L'année du lancement noté en premier dans la fiche (événement « product_launch »), sinon du début "
                "de la phase de construction, même à venir.",
                'The year of the launch noted first in the file (event "product_launch"), else of the start of the '
                "construction phase, also when still to come.",
            ),
        },
    ),
    "end": Entry(
        "product",
        Text("Produits abandonnés", "Products abandoned"),
        _PRODUCTS,
        Text("Produits abandonnés", "Products abandoned"),
        {
            "programme": Text(
                "L'année de l'abandon noté dans la fiche (événement « end »), sinon du début de la phase d'abandon. "
                "Une investigation sans suite n'est pas un produit abandonné.",
                'The year of the end noted in the file (event "end"), else of the start of the abandon phase. An '
                "investigation that led nowhere is not an abandoned product.",
            ),
            "site": Text(
                "L'année de l'abandon noté dans la fiche (événement « end »).",
                'The year of the end noted in the file (event "end").',
            ),
        },
    ),
    "national_impact": Entry(
        "product",
        Text("Produits à impact national", "Products of national impact"),
        _PRODUCTS,
        Text("Produits à impact national", "Products of national impact"),
        {
            "programme": Text(
                "L'année évaluée : à partir de {from_year}, l'évaluation se tient au début de l'année "
                "suivante ; une évaluation datée de {months} (événement « national_impact » de la fiche) compte donc "
                "pour l'année précédente.",
                "The year evaluated: from {from_year} on the evaluation is held early in the following year; "
                'one dated {months} (event "national_impact" in the file) counts for the year before.',
            ),
            "site": Text(
                "L'année de l'évaluation notée dans la fiche (événement « national_impact »).",
                'The year of the evaluation noted in the file (event "national_impact").',
            ),
        },
    ),
    "dinum_launch": Entry(
        "product",
        Text("Produits lancés par l'incubateur {incubators}", "Products launched by incubator {incubators}"),
        _PRODUCTS,
        Text("Produits lancés par cet incubateur", "Products launched by this incubator"),
        _both(
            Text(
                "Les produits lancés dont l'incubateur est aujourd'hui : {incubators}.",
                "The products launched whose incubator is today: {incubators}.",
            )
        ),
    ),
    "fast": Entry(
        "product",
        Text("Produits soutenus par le fonds FAST", "Products supported by the FAST fund"),
        _PRODUCTS,
        Text("Produits soutenus", "Products supported"),
        _both(
            Text(
                "L'année du premier soutien noté dans la fiche (événement « fast »), sinon celle de la promotion si "
                "la configuration la donne ; les autres produits soutenus sont listés à part, sans date.",
                'The year of the first support noted in the file (event "fast"), else that of the promotion where '
                "the configuration gives it; the other products supported are listed apart, undated.",
            )
        ),
    ),
    "agent": Entry(
        "member",
        Text("Agents publics impliqués", "Public agents involved"),
        _PEOPLE,
        Text("Agents publics arrivés", "Public agents arrived"),
        {
            "programme": Text(
                "Chaque personne une fois, l'année où commence sa première mission d'agent public.",
                "Each person once, in the year their first mission as a public agent starts.",
            ),
            "site": Text(
                "Chaque personne une fois, l'année où commence la première mission d'agent public dans "
                "l'ordre de sa fiche.",
                "Each person once, in the year the first mission as a public agent in their file starts.",
            ),
        },
    ),
    "new_member": Entry(
        "member",
        Text("Nouveaux membres", "New members"),
        _PEOPLE,
        Text("Nouveaux membres", "New members"),
        _both(
            Text(
                "Chaque personne une fois, l'année où commence sa première mission, quel que soit son statut.",
                "Each person once, in the year their first mission starts, whatever its status.",
            )
        ),
    ),
}
