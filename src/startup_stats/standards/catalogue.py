"""The eight standards; a new one is one entry (docs/standards.md is made from them)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.language import Text
from startup_stats.standards.definition import CONFORMITY, FROM_ACCELERATION, Standard, StandardTerms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from startup_stats.model import Product

YES = "oui"


def _address(field: str) -> Callable[[Product], str | None]:
    def declared(product: Product) -> str | None:
        value = product.declared.get(field)
        return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None

    return declared


def stats_page(product: Product) -> str | None:
    """Return the statistics page: `stats_url`, else where the site itself links to for `stats: true`."""
    given, link = _address("stats_url")(product), _address("link")(product)
    if given is None and link is not None and product.declared.get("stats") is True:
        return link.rstrip("/") + "/stats"
    return given


def accessibility_status(product: Product) -> str | None:
    """Return the conformity that a file tells, None for a word that is none."""
    status = product.declared.get("accessibility_status")
    return status if isinstance(status, str) and status in CONFORMITY else None


def _risk_analysis(product: Product) -> str | None:
    address = _address("analyse_risques_url")(product)
    return address or (YES if product.declared.get("analyse_risques") is True else None)


def _mon_service_securise(product: Product) -> str | None:
    return YES if product.declared.get("mon_service_securise") is True else None


_ENTRIES = (
    Standard(
        "open_source",
        Text("Code source ouvert", "Open source"),
        Text(
            "Le code est publié : la fiche donne un dépôt, et la forge le montre à tous.",
            "The code is published: the file names a repository, and the forge shows it to everyone.",
        ),
        "repository",
        _address("repository"),
        subject=_address("repository"),
    ),
    Standard(
        "stats_page",
        Text("Page de statistiques", "Statistics page"),
        Text(
            "Le produit publie ses statistiques d'usage : la fiche donne la page, et elle répond.",
            "The product publishes its usage figures: the file gives the page, and it answers.",
        ),
        "stats_url",
        stats_page,
        subject=stats_page,
    ),
    Standard(
        "dashlord",
        Text("Suivi par Dashlord", "Followed by Dashlord"),
        Text(
            "Les bonnes pratiques du site sont suivies par un Dashlord : la fiche le donne, et le produit y est listé.",
            "A Dashlord follows the site's good practices: the file names it, and it lists the product.",
        ),
        "dashlord_url",
        _address("dashlord_url"),
        subject=_address("link"),
    ),
    Standard(
        "accessibility",
        Text("Accessibilité", "Accessibility"),
        Text(
            "Le produit est totalement ou partiellement conforme au RGAA, et le dit en bas de ses pages.",
            "The product conforms to the RGAA fully or in part, and says so at the foot of its pages.",
        ),
        "accessibility_status",
        accessibility_status,
        FROM_ACCELERATION,
        subject=_address("link"),
    ),
    Standard(
        "budget_page",
        Text("Page de budget", "Budget page"),
        Text("La fiche donne une page qui dit le budget du produit.", "The file gives a page on the product's budget."),
        "budget_url",
        _address("budget_url"),
    ),
    Standard(
        "impact_page",
        Text("Page d'impact", "Impact page"),
        Text(
            "La fiche donne une page qui dit l'impact du produit.",
            "The file gives a page on the product's impact.",
        ),
        "impact_url",
        _address("impact_url"),
        FROM_ACCELERATION,
    ),
    Standard(
        "risk_analysis",
        Text("Analyse de risques", "Risk analysis"),
        Text(
            "La fiche dit qu'une analyse de risques a été menée, ou en donne l'adresse.",
            "The file says that a risk analysis was made, or gives its address.",
        ),
        "analyse_risques",
        _risk_analysis,
    ),
    Standard(
        "mon_service_securise",
        Text("MonServiceSécurisé", "MonServiceSécurisé"),
        Text(
            "La fiche dit que le produit est suivi dans MonServiceSécurisé.",
            "The file says that the product is followed in MonServiceSécurisé.",
        ),
        "mon_service_securise",
        _mon_service_securise,
    ),
)

STANDARDS: Mapping[str, Standard] = {standard.id: standard for standard in _ENTRIES}
# What each is by default, for a configuration that says nothing.
DEFAULT_TERMS: Mapping[str, StandardTerms] = {name: StandardTerms(each.phases) for name, each in STANDARDS.items()}
# Those that a probe can look at.
OBSERVED = tuple(name for name, each in STANDARDS.items() if each.subject is not None)
