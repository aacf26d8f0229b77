"""The page with figures that nobody has today."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from startup_stats.kit import read_kit
from startup_stats.schema import validators
from startup_stats.writers.json import to_rows
from startup_stats.writers.preview import to_preview
from tests.pages import (
    OLD_CANVASES,
    accessibility_faults,
    click,
    draw_all,
    jekyll,
    opened,
    plain,
    saved,
    served,
    words_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


TITLES = {
    "markup": "</script><img src=x onerror=document.title='pwned'>",
    "comment": "<!--<script>",
    "liquid": "{{ site.title }} {% include x %}",
    "right to left": "برنامج 🦑 بحري",
    "very long": "Une démarche interminable " * 12,
    "odd characters": "a\u2028b\u0085c\ufeffd",
    "formula": "=HYPERLINK(1)",
    "one word": "x" * 300,
}


def renamed(document: dict[str, Any], titles: list[str]) -> dict[str, Any]:
    """Give the titles to the products and the incubators in turn, so that each has several of both."""
    changed: dict[str, Any] = json.loads(json.dumps(document))
    products, incubators = changed["products"], changed["incubators"]
    changed["incubators"] = [
        {**incubators[number % len(incubators)], "incubator": f"i{number}", "title": title}
        for number, title in enumerate(titles)
    ]
    changed["products"] = [
        {**products[number % len(products)], "id": f"p{number}", "title": title}
        for number, title in enumerate(titles * 2)
    ]
    launched = changed["indicators"]["product_launch"]["years"][-1]
    launched.update(value=len(titles) * 2, counted=[product["id"] for product in changed["products"]])
    return changed


def test_other_people_s_titles_are_text(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    titles = list(TITLES.values())
    changed = renamed(figures, titles)
    with served(jekyll(tmp_path, to_rows(changed))) as url, opened(browser, url, width=320) as page:
        figure = page.locator("#figure-product_launch")
        click(figure.locator("[aria-label^=Tableau]").first)
        click(figure.locator(".stats-open").last)
        listed = [text.strip() for text in figure.locator(".stats-picked bdi").all_text_contents()]
        assert sorted(listed) == sorted(title.strip() for title in titles * 2)
        assert sorted(page.locator(".stats-gaps tbody th bdi").all_text_contents()) == sorted(titles * 2)
        headed = page.locator("#figure-incubators-by-phase tbody th bdi").all_text_contents()
        assert set(headed) == set(titles)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        _, content = saved(page, "Télécharger ce qui est montré (CSV)")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        written = [f"'{title}" if title.startswith("=") else title for title in titles * 2]
        assert sorted(row[0] for row in rows[1:]) == sorted(written)
        assert "pwned" not in page.title()


def without_values(document: dict[str, Any]) -> None:
    for indicator in document["indicators"].values():
        indicator["years"] = []


def one_year(document: dict[str, Any]) -> None:
    for indicator in document["indicators"].values():
        indicator["years"] = indicator["years"][-1:]


def sixty_incubators(document: dict[str, Any]) -> None:
    """Twice as many as are drawn, which is all that matters: axe takes ten seconds for the rows of two hundred."""
    first = document["incubators"][0]
    document["incubators"] = [
        {**first, "incubator": f"i{number}", "title": f"Incubateur {number}", "total": number} for number in range(60)
    ]


def everything_unknown(document: dict[str, Any]) -> None:
    for standard in document["standards"].values():
        for row in (standard, *standard["by_phase"], *standard["by_incubator"]):
            row.update(met=0, unmet=0, unknown=row["total"])
    for product in document["products"]:
        for verdict in product["standards"].values():
            verdict.update(verdict="unknown", reason="time-out", since="2026-08-01")


def nothing_at_all(document: dict[str, Any]) -> None:
    without_values(document)
    for key in ("incubators", "products", "fast_promotions"):
        document[key] = []
    document["phases"] = {"by_phase": [], "without_phase": [], "alternative": ""}
    document["members"] = {"active": {"by_domain": {}, "by_status": {}}, "new_by_year": [], "alternative": ""}
    document["standards"] = {}


def a_part_is_missing(document: dict[str, Any]) -> None:
    for key in ("phases", "members", "standards", "incubators", "accessibility", "fast_promotions", "products"):
        del document[key]


def a_product_without_phase(document: dict[str, Any]) -> None:
    document["products"][0].update(phase=None, since=None, incubators=[])


def another_indicator(document: dict[str, Any]) -> None:
    document["indicators"]["eig"] = {**document["indicators"]["investigation"], "title": "Défis EIG"}


def as_it_is(_document: dict[str, Any]) -> None:
    """Nothing is changed: only the history is odd."""


def twelve_standards(document: dict[str, Any]) -> None:
    """Three that nobody knows today, asked of every product that others are asked of."""
    model = document["standards"]["dashlord"]
    for number in range(len(document["standards"]) + 1, 13):
        document["standards"][f"other_{number}"] = {**model, "title": f"Standard {number}"}
        for product in document["products"]:
            if "dashlord" in product["standards"]:
                product["standards"][f"other_{number}"] = product["standards"]["dashlord"]


def one_target(document: dict[str, Any]) -> None:
    """One standard has a target, and all others have none."""
    standard = document["standards"]["dashlord"]
    standard["target"] = {"share": 80, "by": "2027-12-31", "phases": ["acceleration"], "total": 4, "met": 2}
    standard["alternative"] += " Objectif : 80 % au 31 décembre 2027, pour les phases Accélération."


LONG = (
    "L'Incubateur des services numériques de proximité, "
    "au ministère de l'Aménagement du territoire et des collectivités uni"
)


def long_names(document: dict[str, Any]) -> None:
    """Names of 120 characters: in words, and in one that nothing breaks."""
    document["incubators"][0]["title"], document["incubators"][1]["title"] = LONG, "x" * 120


def history_of(months: list[str], breaks: list[dict[str, Any]]) -> dict[str, Any]:
    declared = {"values": [40.0] * len(months), "counts": [4] * len(months), "totals": [10] * len(months)}
    series = {
        "products_by_phase": [{"id": "construction", "title": "Construction", "values": [7] * len(months)}],
        "declared": [{"id": "open_source", "title": "Code source ouvert", **declared}],
        "products_by_incubator": [{"id": "ruche", "title": LONG, "values": [3] * len(months)}],
    }
    trends = [{"id": name, "months": months, "series": lines} for name, lines in series.items()]
    return {"trends": trends, "breaks": breaks, "published": []}


MONTHS = [f"{year}-{month:02}" for year in range(2020, 2027) for month in range(1, 13)][:79]
BREAK = {
    "day": f"{MONTHS[-1]}-12",
    "indicators": ["investigation"],
    "reason": "Une phase a changé de nom.",
    "records": 9,
}
ONE_MONTH, LAST_MONTH = history_of(MONTHS[-1:], []), history_of(MONTHS, [BREAK])


class Odd(NamedTuple):
    """What is changed, the charts still drawn, words that must be on the page, or must not, and its history."""

    change: Any
    charts: set[str]
    words: str
    absent: str = "undefined"
    history: dict[str, Any] | None = None


ODD: dict[str, Odd] = {
    "no year": Odd(without_values, {"phases", "new_member"}, "Aucune année à montrer"),
    "one year": Odd(one_year, OLD_CANVASES - {"national_impact", "end"}, "année en cours"),
    "60 incubators": Odd(sixty_incubators, {"phases"}, "Incubateur 59"),
    "all unknown": Odd(everything_unknown, {"standard-dashlord"}, "depuis le 1er août 2026"),
    "no phase": Odd(a_product_without_phase, {"phases"}, "Phase inconnue"),
    "another indicator": Odd(another_indicator, {"eig", "investigation"}, "Autres indicateurs"),
    "empty": Odd(nothing_at_all, set(), "Aucun produit"),
    "parts missing": Odd(a_part_is_missing, {"investigation"}, "Produits lancés"),
    "no history": Odd(as_it_is, OLD_CANVASES - {"end"}, "Sur cette page", "mois par mois"),
    "a history of one month": Odd(as_it_is, {"phases"}, "Construction : 7 en juillet 2026.", "2025 ;", ONE_MONTH),
    "a break on the last month": Odd(
        as_it_is, {"phases"}, "en pointillé, un jour depuis lequel les phases portent d'autres noms", history=LAST_MONTH
    ),
    "a target for one standard, none for the others": Odd(
        one_target, {"standard-dashlord", "standard-open_source"}, "Objectif : 80 % au 31 décembre 2027"
    ),
    "no target": Odd(as_it_is, {"standard-dashlord"}, "d'après les fiches : respecté par", "Objectif : "),
    "twelve standards": Odd(twelve_standards, {"standard-other_10", "standard-other_12"}, "Standard 12"),
    "an incubator's name of 120 characters": Odd(long_names, {"phases"}, LONG, history=LAST_MONTH),
}


# The figures that one of the pages below had without fault: most stand on all of them, which are shown alike.
JUDGED: set[str] = set()


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_the_page_says_what_it_has(browser: Browser, tmp_path: Path, figures: dict[str, Any], odd: Odd) -> None:
    changed = json.loads(json.dumps(figures))
    odd.change(changed)
    with served(jekyll(tmp_path, changed, odd.history)) as url, opened(browser, url) as page:
        assert odd.charts <= set(draw_all(page))
        text = plain(page.locator("body"))
        assert odd.words in text
        assert odd.absent not in text
        assert accessibility_faults(page, JUDGED) == []
        shown = words_of(page)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    preview = tmp_path / "preview.html"
    preview.write_text(to_preview(changed, read_kit(), odd.history), encoding="utf-8")
    with opened(browser, preview.as_uri()) as page:
        assert words_of(page) == shown


def test_what_was_judged_before_hides_no_fault(browser: Browser, fictive: Path) -> None:
    """A figure that changed is judged anew, beside those that are known; and an id is seen twice wherever it stands."""
    known: set[str] = set()
    with served(fictive / "kit/_site") as url, opened(browser, url) as page:
        draw_all(page)
        figures, shown = page.locator(".stats-figure"), words_of(page)
        assert accessibility_faults(page, known) == []
        assert len(known) == figures.count()
        assert accessibility_faults(page, known) == []
        assert words_of(page) == shown  # all is back, in its order
        figures.nth(1).evaluate("(figure) => figure.append(document.createElement('button'))")
        assert [fault.partition(":")[0] for fault in accessibility_faults(page, known)] == ["button-name"]
        figures.nth(1).evaluate("(figure) => { figure.lastElementChild.outerHTML = '<p id=stats-data>Deux</p>'; }")
        assert accessibility_faults(page, known) == ["two parts have the id stats-data"]


REFUSED: dict[str, tuple[Any, str, bool]] = {
    "no file": (None, "le fichier _data/stats.json manque", False),
    "no figures in it": ("{}\n", "le fichier _data/stats.json manque", False),
    "another version": ({"schema_version": 3}, "sont à la version 3, et cette page connaît la version 2", True),
    "no version": ({"schema_version": None}, "sont à la version inconnue", True),
}


@pytest.mark.parametrize(("change", "words", "has_tables"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_known_is_said_and_the_tables_stay(
    browser: Browser, tmp_path: Path, figures: dict[str, Any], change: Any, words: str, *, has_tables: bool
) -> None:
    content = {**figures, **change} if isinstance(change, dict) else change
    with served(jekyll(tmp_path, content)) as url, opened(browser, url) as page:
        assert words in page.locator(".stats-refusal").inner_text()
        assert page.locator("#figure-national_impact > .stats-table table").is_visible() == has_tables
        assert page.locator("canvas:visible").count() == 0
        assert accessibility_faults(page, JUDGED) == []


HISTORY = {
    "trends": [
        {
            "id": "declared",
            "months": MONTHS,
            "series": [
                {"id": "open_source", "title": "Code source ouvert",
                 "values": [None, *[20.0] * 65, 30.5, *[40.4] * 12], "counts": [None, *[4] * 78],
                 "totals": [None, *[10] * 78]},
                {"id": "dashlord", "title": "Suivi par Dashlord", "values": [0.0] * 79},
            ],
        },
        {
            "id": "products_by_phase",
            "months": MONTHS,
            "series": [
                {"id": "construction", "title": "Construction", "values": [7] * 79},
                {"id": "opere", "title": "Opéré", "values": [*[None] * 78, 1]},
            ],
        },
        {"id": "observed", "months": [], "series": []},
    ],
    "breaks": [
        {"day": "2026-05-11", "indicators": ["investigation"], "reason": "Une phase a changé de nom.", "records": 9}
    ],
    "published": [
        {"indicator": "end", "year": 2025, "value": 9, "source": "Bilan",
         "reproduced": [{"method": "site", "from": "2026-01-02", "to": "2026-01-31"}]},
        {"indicator": "end", "year": 2024, "value": 8, "source": "Bilan", "reproduced": []},
    ],
}  # fmt: skip


def test_history_is_in_sight(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(figures))
    for year in changed["indicators"]["end"]["years"]:
        if year["year"] in {2024, 2025}:
            value = 9 if year["year"] == 2025 else 8
            year["published"] = {"value": value, "source": "Bilan", "others": []}
    since = {"since": "2026-07-20", "moved": [{"indicator": "end", "year": 2025, "before": 1, "after": 2}]}
    changed["recent"] = since
    assert validators.errors("stats", changed) == []
    with served(jekyll(tmp_path, changed, HISTORY)) as url, opened(browser, url) as page:
        trend = page.locator("#figure-standard-open_source .stats-line")
        assert plain(trend) == "40 % en juillet 2026 ; 31 % en juillet 2025 ; 20 % en août 2021."
        assert trend.locator("path").count() == 3  # the ground, the break, the line
        assert page.locator("#figure-trend-declared .stats-line").count() == 0  # each stands with its standard
        assert page.locator("#figure-trend-observed").count() == 0
        lines = page.locator("#figure-trend-products-by-phase .stats-line")
        assert [plain(text) for text in lines.all_text_contents()] == [
            "Construction : 7 en juillet 2026 ; 7 en juillet 2025 ; 7 en août 2021.", "Opéré : 1 en juillet 2026.",
        ]  # fmt: skip
        _, content = saved(page, "Données (CSV), à télécharger : Standards déclarés dans les fiches")
        *_, last = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        assert last == {
            "Mois": "2026-07", "Code source ouvert (%)": "40", "Code source ouvert : déclaré": "4",
            "Code source ouvert : produits concernés": "10",
        }  # fmt: skip
        assert page.locator("#figure-trend-declared tbody tr").count() == 60
        published = [plain(row) for row in page.locator("#figure-end .stats-words tbody tr").all_text_contents()]
        assert (
            "Elles le donnaient du 2 janvier 2026 au 31 janvier 2026, compté comme sur l'ancienne page." in published[1]
        )
        assert "Aucun jour et aucune façon de compter ne le redonnent." in published[0]
        click(page.get_by_text("Ce qui a bougé depuis le 20 juillet 2026"))
        assert "Produits abandonnés, 2025 : 1 → 2" in plain(page.locator(".stats-news"))
        assert page.get_by_role("link", name="Évolutions").is_visible()
        assert accessibility_faults(page, JUDGED) == []


def test_news_are_told_since_the_last_edition(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    editions = tmp_path / "_data/stats_editions"
    editions.mkdir(parents=True)
    for name, day, open_source in (("a", "2026-01-31", 5), ("b", "2025-06-30", 1), ("c", "2027-01-01", 2)):
        edition = json.loads(json.dumps(figures)) | {"as_of": day}
        edition["standards"]["open_source"]["met"] = open_source
        (editions / f"{name}.json").write_text(json.dumps(edition), encoding="utf-8")
    with served(jekyll(tmp_path, figures)) as url, opened(browser, url, script=False) as page:
        news = plain(page.locator(".stats-news"))
        assert news.startswith("Ce qui a bougé depuis la dernière version, du 31 janvier 2026")
        met = figures["standards"]["open_source"]["met"]
        assert news.endswith(f"Code source ouvert, produits qui le respectent d'après leur fiche : 5 → {met}")


def test_figures_that_the_web_has_a_part_in_say_so(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(figures))
    changed["standards"]["open_source"]["verified"] = True
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url) as page:
        source = "Source : fiches des produits et vérifications en ligne"
        told = {
            canvas: plain(page.locator(f"#figure-{canvas} .stats-source")).startswith(source)
            for canvas in ("standard-open_source", "standard-dashlord", "standards-by-incubator")
        }
        assert told == {"standard-open_source": True, "standard-dashlord": False, "standards-by-incubator": True}
        assert "les fiches et le registre des vérifications sont publics" in plain(page.locator(".stats-page"))


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without it"])
def test_first_figures_and_revisions_are_a_table(
    browser: Browser, tmp_path: Path, figures: dict[str, Any], *, script: bool
) -> None:
    changed = json.loads(json.dumps(figures))
    for indicator in changed["indicators"].values():
        for year in indicator["years"][:-1]:
            year |= {"first": None, "revised": {"changes": 1, "last": "2020-07-24"}}
    year = changed["indicators"]["end"]["years"][-2]
    year |= {"first": 3, "revised": {"changes": 12, "last": "2026-05-11"}}
    assert not validators.errors("stats", changed)
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url, script=script) as page:
        if script:
            draw_all(page)
        past = page.locator("#figure-end details").filter(has_text="leurs révisions")
        click(past.locator("summary"))
        table = past.get_by_role("table", name="Premiers chiffres et révisions : Produits abandonnés")
        cells = table.get_by_role("row").last.locator("th, td").all_text_contents()
        gap = year["value"] - 3
        told = f"{'+' if gap > 0 else '−' if gap < 0 else ''}{abs(gap)}"
        assert cells == [str(year["year"]), "3", str(year["value"]), told, "12", "11 mai 2026"]
        assert past.get_by_role("region", name="Tableau : premiers chiffres et révisions, Produits abandonnés").count()
        assert accessibility_faults(page, JUDGED if script else None) == []


def test_titles_are_in_their_french_order(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    titles = ["Zèbre", "Éolienne", "avion", "Ciel", "écoute", "œuvre"]
    changed = json.loads(json.dumps(figures))
    for product, title in zip(changed["products"], titles, strict=False):
        product["title"] = title
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url, script=False) as page:
        shown = [title for title in page.locator(".stats-gaps tbody th bdi").all_text_contents() if title in titles]
    assert shown == ["avion", "Ciel", "écoute", "Éolienne", "œuvre", "Zèbre"]


def test_every_figure_that_stands_for_products_opens_their_list(
    browser: Browser, tmp_path: Path, figures: dict[str, Any]
) -> None:
    changed = json.loads(json.dumps(figures))
    launched = changed["indicators"]["product_launch"]["years"][-2]
    first = changed["incubators"][0]
    rows, names = {str(launched["year"]): len(launched["counted"])}, [f'i,"{number}' for number in range(40)]
    changed["incubators"] = [
        {**first, "incubator": name, "title": f"Incubateur {number}", "launched_by_year": rows}
        for number, name in enumerate(names)
    ]
    for product in changed["products"]:
        if product["id"] in launched["counted"]:
            product["incubators"] = names
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url) as page:
        figure = page.locator("#figure-launches-by-incubator")
        assert figure.locator(".stats-open").count() == 40
        click(figure.get_by_role("button", name=f"voir la liste, Incubateur 39, {launched['year']}"))
        assert figure.locator(".stats-picked li").count() == len(launched["counted"])
        labels = page.get_by_role("button").evaluate_all(
            "(all) => all.map((each) => each.ariaLabel ?? each.textContent)"
        )
        assert len(labels) == len(set(labels))
