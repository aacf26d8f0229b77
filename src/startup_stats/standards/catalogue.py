"""The standards; a new one is one entry (docs/standards.md and the ids in the schemas are made from them)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.language import Text
from startup_stats.standards.definition import FROM_RUNNING, Part, Standard
from startup_stats.vocabulary import CONFORMITY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from startup_stats.model import Product

YES = "oui"


def _address(field: str) -> Callable[[Product], str | None]:
    def declared(product: Product) -> str | None:
        value = product.fields.get(field)
        return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None

    return declared


def _stats_page(product: Product) -> str | None:
    """Return the statistics page: `stats_url`, else where the site itself links to for `stats: true`."""
    given, link = _address("stats_url")(product), _address("link")(product)
    if given is None and link is not None and product.fields.get("stats") is True:
        return link.rstrip("/") + "/stats"
    return given


def _accessibility_status(product: Product) -> str | None:
    """Return the conformity that a file tells, None for a word that is none."""
    status = product.fields.get("accessibility_status")
    return status if isinstance(status, str) and status in CONFORMITY else None


def _risk_analysis(product: Product) -> str | None:
    address = _address("analyse_risques_url")(product)
    return address or (YES if product.fields.get("analyse_risques") is True else None)


def _mon_service_securise(product: Product) -> str | None:
    return YES if product.fields.get("mon_service_securise") is True else None


def _contact(product: Product) -> str | None:
    given = product.fields.get("contact")
    return given if isinstance(given, str) and given.strip() else None


# What the programme asks every file for.
_PARTS = (
    Part("link", Text("le site", "the site"), _address("link")),
    Part("stats", Text("la page de statistiques", "the statistics page"), _stats_page),
    Part("budget", Text("la page de budget", "the budget page"), _address("budget_url")),
    Part("code", Text("le code source", "the source code"), _address("repository")),
    Part("contact", Text("un contact", "a contact"), _contact),
)


def _up_to_date(product: Product) -> str | None:
    return YES if all(part.given(product) is not None for part in _PARTS) else None


_ENTRIES = (
    Standard(
        "open_source",
        Text("Code source ouvert", "Open source"),
        Text(
            "Le code est publié : la fiche donne un dépôt, et la forge le montre à tous.",
            "The code is published: the file names a repository, and the forge shows it to everyone.",
        ),
        fields=("repository",),
        declared=_address("repository"),
        subject=_address("repository"),
        visit="repository",
    ),
    Standard(
        "stats_page",
        Text("Page de statistiques", "Statistics page"),
        Text(
            "Le produit publie ses statistiques d'usage : la fiche donne la page, et elle répond.",
            "The product publishes its usage figures: the file gives the page, and it answers.",
        ),
        fields=("stats_url", "stats", "link"),
        declared=_stats_page,
        subject=_stats_page,
        visit="page",
        denied_by="stats",
    ),
    Standard(
        "dashlord",
        Text("Suivi par Dashlord", "Followed by Dashlord"),
        Text(
            "Les bonnes pratiques du site sont suivies par un Dashlord : la fiche le donne, et le produit y est listé.",
            "A Dashlord follows the site's good practices: the file names it, and it lists the product.",
        ),
        fields=("dashlord_url",),
        declared=_address("dashlord_url"),
        subject=_address("link"),
        visit="listing",
    ),
    Standard(
        "accessibility",
        Text("Accessibilité", "Accessibility"),
        Text(
            "Le produit est totalement ou partiellement conforme au RGAA, et le dit en bas de ses pages.",
            "The product conforms to the RGAA fully or in part, and says so at the foot of its pages.",
        ),
        fields=("accessibility_status",),
        declared=_accessibility_status,
        roles=FROM_RUNNING,
        subject=_address("link"),
        visit="home",
        statuses=CONFORMITY,
        # A statement that admits faults and names them meets the duty; one that says "non conforme" does not.
        met_by=CONFORMITY[:2],
    ),
    Standard(
        "budget_page",
        Text("Page de budget", "Budget page"),
        Text(
            "Le produit publie son budget : la fiche donne la page, et elle répond.",
            "The product publishes its budget: the file gives the page, and it answers.",
        ),
        fields=("budget_url",),
        declared=_address("budget_url"),
        subject=_address("budget_url"),
        visit="page",
    ),
    Standard(
        "impact_page",
        Text("Page d'impact", "Impact page"),
        Text(
            "Le produit publie son impact : la fiche donne la page, et elle répond.",
            "The product publishes its impact: the file gives the page, and it answers.",
        ),
        fields=("impact_url",),
        declared=_address("impact_url"),
        roles=FROM_RUNNING,
        subject=_address("impact_url"),
        visit="page",
    ),
    Standard(
        "risk_analysis",
        Text("Analyse de risques", "Risk analysis"),
        Text(
            "La fiche dit qu'une analyse de risques a été menée, ou en donne l'adresse.",
            "The file says that a risk analysis was made, or gives its address.",
        ),
        fields=("analyse_risques", "analyse_risques_url"),
        declared=_risk_analysis,
        denied_by="analyse_risques",
    ),
    Standard(
        "mon_service_securise",
        Text("MonServiceSécurisé", "MonServiceSécurisé"),
        Text(
            "La fiche dit que le produit est suivi dans MonServiceSécurisé.",
            "The file says that the product is followed in MonServiceSécurisé.",
        ),
        fields=("mon_service_securise",),
        declared=_mon_service_securise,
        denied_by="mon_service_securise",
    ),
    Standard(
        "up_to_date",
        Text("Fiche à jour", "File up to date"),
        Text(
            "La fiche donne le site, la page de statistiques, la page de budget, le code source et un contact.",
            "The file gives the site, the statistics page, the budget page, the source code and a contact.",
        ),
        fields=("link", "stats_url", "budget_url", "repository", "contact"),
        declared=_up_to_date,
        parts=_PARTS,
    ),
)

# In the order in which they are shown.
STANDARDS: Mapping[str, Standard] = MappingProxyType({standard.id: standard for standard in _ENTRIES})
# The one whose statuses have figures of their own.
ACCESSIBILITY = STANDARDS["accessibility"]
# Those that a probe can look at, and those that have degrees.
OBSERVED = tuple(name for name, each in STANDARDS.items() if each.visit is not None)
GRADED = tuple(name for name, each in STANDARDS.items() if each.statuses)
