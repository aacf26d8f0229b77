"""The rules that need evidence: apart, because `check` lists them and needs nothing else of the standards."""

from __future__ import annotations

from startup_stats.findings import Rule, Severity
from startup_stats.language import Text

ACCESSIBILITY_CONTRADICTED = Rule(
    "accessibility-contradicted",
    Severity.WARNING,
    Text(
        "La fiche dit « {declared} », la page {page} dit « {seen} ».",
        'The file says "{declared}", the page {page} says "{seen}".',
    ),
    Text(
        "Corrigez la fiche, ou la mention en bas des pages du produit.",
        "Correct the file, or the mention at the foot of the product's pages.",
    ),
)
STATS_PAGE_DENIED = Rule(
    "stats-page-denied",
    Severity.WARNING,
    Text(
        "La fiche dit « stats: false », mais la page {page} répond.",
        'The file says "stats: false", but the page {page} answers.',
    ),
    Text("Écrivez « stats: true » si cette page est la bonne.", 'Write "stats: true" if this is the page.'),
)
OBSERVED_RULES = (ACCESSIBILITY_CONTRADICTED, STATS_PAGE_DENIED)
