"""What is sent to a reader of a portfolio three times as large as today's."""

from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING, Any

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


def test_two_thousand_products_are_no_more_than_200_kilobytes(tmp_path: Path, figures: dict[str, Any]) -> None:
    chance = random.Random(1)  # noqa: S311 - names, not secrets
    site = jekyll(tmp_path, grown(figures, chance))
    names = ("stats/index.html", "assets/additional/js/stats.js", "assets/additional/style/stats.css")
    sent = {name: len(gzip.compress((site / name).read_bytes())) for name in names}
    assert (site / "stats/index.html").read_text(encoding="utf-8").count("data-stats-product=") == PRODUCTS
    assert sum(sent.values()) <= 200_000, sent
