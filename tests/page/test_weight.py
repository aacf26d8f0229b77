"""What is sent to a reader of a portfolio three times as large as today's."""

from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING, Any

from tests.conftest import PROJECT
from tests.pages import jekyll

if TYPE_CHECKING:
    from pathlib import Path

PRODUCTS, INCUBATORS = 2_000, 80
# The real site's 662 products have 140 different rows of verdicts, in nine phases.
ALIKE = 40
# Of how many products an indicator counts, in all its years: more than the real site's do.
COUNTED = {"product_launch": 0.7, "investigation": 0.4, "end": 0.3}
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "ou", "an", "eau", "é")]


def grown(figures: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Give as many products, each of its own name, its verdicts, days and years by chance."""

    def name(words: int) -> str:
        return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(words))

    models = figures["products"]
    phases = list(dict.fromkeys(each["phase"] for each in models))

    def verdicts_in(phase: str) -> dict[str, Any]:
        """Each standard's verdict is that of any product in the phase."""
        alike = [each["standards"] for each in models if each["phase"] == phase]
        return {standard: chance.choice(alike)[standard] for standard in alike[0]}

    rows = {phase: [verdicts_in(phase) for _ in range(ALIKE)] for phase in phases}
    hosts = [name(1) for _ in range(INCUBATORS)]
    years = figures["indicators"]["product_launch"]["years"]
    first = figures["incubators"][0]
    figures["incubators"] = [
        first
        | {
            "incubator": host,
            "title": f"Incubateur {name(3)}",
            "total": PRODUCTS // INCUBATORS,
            "by_phase": {phase: chance.randint(0, 9) for phase in phases},
            "launched_by_year": {str(year["year"]): chance.randint(0, 9) for year in years},
        }
        for host in hosts
    ]
    figures["products"] = [
        {
            "id": (title := name(2)).replace(" ", "-"),
            "title": title,
            "phase": (phase := chance.choice(models)["phase"]),
            "since": f"20{chance.randint(15, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "incubators": [chance.choice(hosts)],
            "url": f"/startups/{title.replace(' ', '-')}.html",
            "standards": chance.choice(rows[phase]),
        }
        for _ in range(PRODUCTS)
    ]
    ids = [product["id"] for product in figures["products"]]
    for indicator, share in COUNTED.items():
        for year in figures["indicators"][indicator]["years"]:
            year["counted"] = sorted(chance.sample(ids, int(share * PRODUCTS) // len(years)))
    for row in figures["phases"]["by_phase"]:
        row["counted"] = [product["id"] for product in figures["products"] if product["phase"] == row["phase"]]
    for standard in figures["standards"].values():
        standard["by_incubator"] = [
            {"incubator": host, "total": 25, "declared": 9, "met": chance.randint(0, 25), "unmet": 1, "undeclared": 1,
             "unknown": chance.randint(0, 3)}
            for host in hosts
        ]  # fmt: skip
    return figures


MONTHS = [f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13)][7:67]
# How often a month is another than the one before, and by how much at most. Of the real site's 0.4 are (phases), 0.8
# (shares), 0.2 (incubators): of three times as many products more are; an incubator's are as many as there.
PHASES, SHARES, STATUSES, PEOPLE, HOSTS = (0.7, 9), (0.9, 9), (0.7, 9), (0.95, 20), (0.2, 3)
Moves = tuple[float, int]
TRENDS = 6


def walked(chance: random.Random, most: int, moves: Moves) -> list[int]:
    """Give a count a month."""
    often, step = moves
    values = [chance.randint(0, most)]
    for _ in MONTHS[1:]:
        move = chance.randint(1, step) * chance.choice([-1, 1]) if chance.random() < often else 0
        values.append(max(0, min(most, values[-1] + move)))
    return values


def grown_history(figures: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Give sixty months of all trends: of phases, standards, statuses, and of every incubator."""
    concerned = [1_000 + count for count in walked(chance, PRODUCTS // 10, SHARES)]

    def lines(titles: dict[str, str], most: int, moves: Moves) -> list[dict[str, Any]]:
        return [{"id": of, "title": title, "values": walked(chance, most, moves)} for of, title in titles.items()]

    def shares(titles: dict[str, str]) -> list[dict[str, Any]]:
        made = lines(titles, 1_000, SHARES)
        return [
            each | {"counts": each["values"], "totals": concerned, "values": _percent(each, concerned)} for each in made
        ]

    standards = {name: standard["title"] for name, standard in figures["standards"].items()}
    statuses = list(figures["accessibility"]["by_phase"][0])[2:]
    people = ("admin", "independent", "service")
    series = {
        "products_by_phase": lines({row["phase"]: row["title"] for row in figures["phases"]["by_phase"]}, 400, PHASES),
        "declared": shares(standards),
        "observed": shares(standards),
        "accessibility": lines(dict(zip(statuses, statuses, strict=True)), PRODUCTS, STATUSES),
        "active_members": lines(dict(zip(people, people, strict=True)), PRODUCTS, PEOPLE),
        "products_by_incubator": lines(
            {each["incubator"]: each["title"] for each in figures["incubators"]}, 2 * PRODUCTS // INCUBATORS, HOSTS
        ),
    }
    trends = [{"id": name, "months": MONTHS, "series": of} for name, of in series.items()]
    return {"trends": trends, "breaks": [], "published": []}


def _percent(line: dict[str, Any], totals: list[int]) -> list[float]:
    return [round(100 * count / total, 1) for count, total in zip(line["values"], totals, strict=True)]


def test_two_thousand_products_are_no_more_than_200_kilobytes(tmp_path: Path, figures: dict[str, Any]) -> None:
    """All that is sent, with sixty months of trends."""
    chance = random.Random(1)  # noqa: S311 - names, not secrets
    document = grown(figures, chance)
    site = jekyll(tmp_path, document, grown_history(document, chance), PROJECT / "docs/beta.gouv.fr/stats.md")
    names = ("stats/index.html", "assets/additional/js/stats.js", "assets/additional/style/stats.css")
    sent = {name: len(gzip.compress((site / name).read_bytes())) for name in names}
    page = (site / "stats/index.html").read_text(encoding="utf-8")
    assert page.count("<tr data-stats-product>") == PRODUCTS
    assert page.count('<th scope="row">juillet 2026') == TRENDS
    assert sum(sent.values()) <= 200_000, sent
