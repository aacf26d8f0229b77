"""Indicators as stats.json holds them: plain values, in one language, beside targets and published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.document import alternative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.config.settings import Config, Figure, References
    from startup_stats.document.past import Past
    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.series import Observation, Series
    from startup_stats.indicators.terms import Terms


def indicator_section(
    indicator: Indicator, computed: Series, config: Config, terms: Terms, past: Past
) -> dict[str, Any]:
    """Return one of `indicators`: its words, its years, and who could not be put in one."""
    method, language, public = config.method_of(indicator.id), config.language, indicator.subject.public
    _, note = terms.coverage(indicator.id, indicator.first_year, indicator.note)
    return {
        "title": terms.fill(indicator.title).said(language),
        "description": indicator.description(method, terms).said(language),
        "unit": indicator.subject.unit.said(language),
        "subject": indicator.subject.id,
        "method": method,
        "note": note.said(language) if note else None,
        "years": [_year(indicator, observation, config, past) for observation in computed.observations],
        "undated": list(computed.undated) if public else [],
        "undated_count": len(computed.undated),
        "outside": [{"id": subject, "year": year} for subject, year in computed.outside] if public else [],
        "outside_count": len(computed.outside),
        "alternative": alternative.of_series(indicator, computed, terms).said(language),
    }


def _year(indicator: Indicator, observation: Observation, config: Config, past: Past) -> dict[str, Any]:
    coverage = config.coverages.get(indicator.id)
    note = coverage.notes.get(observation.year) if coverage else None
    reason = observation.reason
    year: dict[str, Any] = {"year": observation.year, "value": observation.value, "complete": observation.complete}
    year |= {"reason": reason.said(config.language)} if reason else {}
    year |= {"note": note} if note else {}
    year |= past.of(indicator.id, observation.year)
    year["counted"] = list(observation.counted) if indicator.subject.public else []
    references = config.references.get((indicator.id, observation.year))
    return year if references is None else year | _references(references)


def _references(references: References) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    if references.initial or references.revised:
        first = (*references.initial[:1], *references.revised[:1])
        figures["target"] = {
            "initial": references.initial[0].value if references.initial else None,
            "revised": references.revised[0].value if references.revised else None,
            "source": " ; ".join(dict.fromkeys(figure.source for figure in first)),
            "others": [*_figures(references.initial[1:]), *_figures(references.revised[1:])],
        }
    if references.published:
        figures["published"] = {
            **_figures(references.published)[0],
            "others": _figures(references.published[1:]),
        }
    return figures


def _figures(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [{key: value for key, value in figure._asdict().items() if value is not None} for figure in figures]
