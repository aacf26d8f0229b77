"""The indicators; a new one is one entry (docs/indicators.md and the ids in the schemas are made from them)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.indicators import people, products
from startup_stats.indicators.definition import MEMBERS, PRODUCTS, Definition, Indicator
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRIES = (
    Indicator(
        "investigation",
        PRODUCTS,
        Text("Problèmes investigués", "Problems investigated"),
        Text("Investigations menées à leur terme", "Investigations brought to their end"),
        programme=Definition(
            Text(
                "L'année où l'investigation s'est terminée : la fin de la phase, sinon le début de la phase "
                "suivante. Une investigation en cours n'est pas encore comptée.",
                "The year an investigation ended: the end of the phase, else the start of the next one. "
                "An open investigation is not counted yet.",
            ),
            products.investigation_programme,
        ),
        site=Definition(
            Text(
                "La fin de l'investigation, sinon son début, sinon la première date de toutes les phases.",
                "The end of the investigation, else its start, else the earliest date of all phases.",
            ),
            products.investigation_site,
        ),
    ),
    Indicator(
        "product_launch",
        PRODUCTS,
        Text("Produits lancés", "Products launched"),
        Text("Produits lancés", "Products launched"),
        programme=Definition(
            Text(
                "L'année du lancement noté dans la fiche (le premier s'il y en a plusieurs), sinon du début de la "
                "phase {launch_phase}. Un lancement encore à venir n'est pas compté.",
                "The year of the launch noted in the file (the first of several), else of "
                "the start of the {launch_phase} phase. A launch still to come is not counted.",
            ),
            products.product_launch,
        ),
        site=Definition(
            Text(
                "L'année du lancement noté en premier dans la fiche, sinon du début "
                "de la phase {launch_phase}, même à venir.",
                "The year of the launch noted first in the file, else of the start of the "
                "{launch_phase} phase, also when still to come.",
            ),
            products.product_launch_site,
        ),
    ),
    Indicator(
        "end",
        PRODUCTS,
        Text("Produits abandonnés", "Products abandoned"),
        Text("Produits abandonnés", "Products abandoned"),
        programme=Definition(
            Text(
                "L'année de l'abandon noté dans la fiche, sinon du début de la phase {closed_phase}. "
                "Une investigation sans suite n'est pas un produit abandonné, ni un produit qui continue sans le "
                "programme{handed_over}.",
                "The year of the end noted in the file, else of the start of the {closed_phase} phase. An "
                "investigation that led nowhere is not an abandoned product, nor is one that goes on without the "
                "programme{handed_over}.",
            ),
            products.end_programme,
        ),
        site=Definition(
            Text(
                "L'année de l'abandon noté dans la fiche.",
                "The year of the end noted in the file.",
            ),
            products.end_site,
        ),
    ),
    Indicator(
        "national_impact",
        PRODUCTS,
        Text("Produits à impact national", "Products of national impact"),
        Text("Produits à impact national", "Products of national impact"),
        programme=Definition(
            Text(
                "L'année évaluée : à partir de {from_year}, l'évaluation se tient au début de l'année "
                "suivante ; une évaluation datée de {months} compte donc "
                "pour l'année précédente.",
                "The year evaluated: from {from_year} on the evaluation is held early in the following year; "
                "one dated {months} counts for the year before.",
            ),
            products.national_impact_programme,
            by_cohort=True,
        ),
        site=Definition(
            Text(
                "L'année de l'évaluation notée dans la fiche.",
                "The year of the evaluation noted in the file.",
            ),
            products.national_impact_site,
        ),
    ),
    Indicator(
        "dinum_launch",
        PRODUCTS,
        Text("Produits lancés par {incubators}", "Products launched by {incubators}"),
        Text("Produits lancés par {incubators}", "Products launched by {incubators}"),
        programme=Definition(
            Text(
                "Les produits lancés dont l'incubateur d'aujourd'hui est {incubators}.",
                "The products launched whose incubator of today is {incubators}.",
            ),
            products.dinum_launch,
        ),
    ),
    Indicator(
        "fast",
        PRODUCTS,
        Text("Produits soutenus par le fonds FAST", "Products supported by the FAST fund"),
        Text("Produits soutenus par le fonds FAST", "Products supported by the FAST fund"),
        programme=Definition(
            Text(
                "L'année de la promotion du fonds FAST notée dans la fiche, sinon celle du premier soutien ; "
                "les autres produits soutenus sont listés à part, sans date.",
                "The year of the promotion of the FAST fund noted in the file, else that of the first support; "
                "the other products supported are listed apart, undated.",
            ),
            products.fast,
        ),
        first_year=2023,
        note=Text(
            "Les fiches ne connaissent que les promotions du fonds FAST depuis 2023 ; les soutiens d'avant n'y sont "
            "pas tous.",
            "Files know the promotions of the FAST fund since 2023 only; not all of the support before is in them.",
        ),
    ),
    Indicator(
        "agent",
        MEMBERS,
        Text("Nouveaux agents publics", "New public agents"),
        Text("Nouveaux agents publics", "New public agents"),
        programme=Definition(
            Text(
                "Chaque personne une fois, l'année où commence sa première mission d'agent public.",
                "Each person once, in the year their first mission as a public agent starts.",
            ),
            people.agent_programme,
        ),
        site=Definition(
            Text(
                "Chaque personne une fois, l'année où commence la première mission d'agent public dans "
                "l'ordre de sa fiche.",
                "Each person once, in the year the first mission as a public agent in their file starts.",
            ),
            people.agent_site,
        ),
    ),
    Indicator(
        "new_member",
        MEMBERS,
        Text("Nouveaux membres", "New members"),
        Text("Nouveaux membres", "New members"),
        programme=Definition(
            Text(
                "Chaque personne une fois, l'année où commence sa première mission, quel que soit son statut.",
                "Each person once, in the year their first mission starts, whatever its status.",
            ),
            people.new_member,
        ),
    ),
)

# In the order in which they are shown.
INDICATORS: Mapping[str, Indicator] = MappingProxyType({each.id: each for each in _ENTRIES})
# Those that other figures are made of, and those whose events are news.
PRODUCT_LAUNCH, AGENT, NEW_MEMBER = INDICATORS["product_launch"], INDICATORS["agent"], INDICATORS["new_member"]
END, NATIONAL_IMPACT, FAST = INDICATORS["end"], INDICATORS["national_impact"], INDICATORS["fast"]
