"""The statistics page in a real browser, built by real Jekyll."""

from __future__ import annotations

import csv
import io
import json
import struct
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from startup_stats import cli
from startup_stats.kit import read_kit
from startup_stats.schema import validators
from startup_stats.writers.json import to_rows
from startup_stats.writers.preview import to_preview
from tests.conftest import PROJECT
from tests.pages import accessibility_faults, chromium, draw_all, jekyll, lay_out_all, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

DAY = "2026-08-20"
SCREENSHOTS = PROJECT / "build/screenshots"
OLD_CANVASES = {"investigation", "product_launch", "end", "national_impact", "agent"}


def built(site: Path, folder: Path, *options: str) -> dict[str, Any]:
    output = folder / "stats.json"
    arguments = ["build", str(site), "--as-of", DAY, "-o", str(output), "--quiet", *options]
    assert cli.main([*arguments, "--preview", str(folder / "preview.html")]) == 0
    document: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")  # its threads end with it: the reader forks only where there are none
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def fictive(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    folder = tmp_path_factory.mktemp("fictive")
    (folder / "kit").mkdir()
    jekyll(folder / "kit", built(example, folder))
    return folder


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, real_site: Path) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "kit").mkdir()
    config = PROJECT / "docs/beta.gouv.fr/startup-stats.yml"
    jekyll(folder / "kit", json.dumps(built(real_site, folder, "--config", str(config)), ensure_ascii=False))
    return folder


@pytest.fixture(params=["fictive", "real"])
def folder(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with served(folder / "kit/_site") as url:
        yield url


@pytest.fixture
def small(fictive: Path) -> Iterator[str]:
    with served(fictive / "kit/_site") as url:
        yield url


@pytest.fixture
def document(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def figures(fictive: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((fictive / "stats.json").read_text(encoding="utf-8"))
    return loaded


def test_every_chart_is_drawn_with_the_figures_of_the_file(
    browser: Browser, address: str, document: dict[str, Any]
) -> None:
    with opened(browser, address) as page:
        drawn = draw_all(page)
    assert set(drawn) >= OLD_CANVASES
    for name, indicator in document["indicators"].items():
        if name == "new_member" or not any(year["value"] for year in indicator["years"]):
            continue
        years = indicator["years"]
        assert drawn[name]["labels"] == [str(year["year"]) for year in years]
        sets = drawn[name]["sets"]
        assert sets[indicator["unit"]]["data"] == [year["value"] for year in years]
        for bar, year in zip(sets[indicator["unit"]]["sizes"], years, strict=True):
            assert (bar > 0) == (year["value"] > 0)
        published = [(year.get("published") or {}).get("value") for year in years]
        assert sets.get("chiffre publié", {"data": [None] * len(years)})["data"] == published
        targets = [year.get("target") or {"revised": None, "initial": None} for year in years]
        wanted = [each["initial"] if each["revised"] is None else each["revised"] for each in targets]
        assert sets.get("objectif", {"data": [None] * len(years)})["data"] == wanted


def test_standards_people_and_incubators_are_those_of_the_file(
    browser: Browser, address: str, document: dict[str, Any]
) -> None:
    with opened(browser, address) as page:
        drawn = draw_all(page)
    for name, standard in document["standards"].items():
        rows = [row for row in standard["by_phase"] if row["applies"] and row["total"]]
        sets = drawn[f"standard-{name}"]["sets"]
        assert sets["respecté"]["data"] == [row["met"] for row in rows]
        assert sets["non respecté"]["data"] == [row["unmet"] for row in rows]
        assert drawn[f"standard-{name}"]["labels"] == [
            f"{phase['title']} ({row['total']})"
            for row in rows
            for phase in document["phases"]["by_phase"]
            if phase["phase"] == row["phase"]
        ]
    status = {"agents publics": "admin", "indépendants": "independent", "prestataires": "service"}
    for label, key in status.items():
        assert drawn["new_member"]["sets"][label]["data"] == [row[key] for row in document["members"]["new_by_year"]]
    by_phase = document["phases"]["by_phase"]
    assert drawn["phases"]["sets"]["produits"]["data"] == [row["value"] for row in by_phase]
    incubators = sorted(document["incubators"], key=lambda each: -each["total"])
    shown = drawn["incubators-by-phase"]
    assert shown["labels"] == [each["title"] for each in incubators if each["total"]]
    for phase in by_phase:
        if phase["title"] in shown["sets"]:
            expected = [each["by_phase"][phase["phase"]] for each in incubators if each["total"]]
            assert shown["sets"][phase["title"]]["data"] == expected


def test_without_javascript_every_figure_is_a_table_with_its_alternative(
    browser: Browser, address: str, document: dict[str, Any]
) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        for name, indicator in document["indicators"].items():
            if name == "new_member":
                continue
            figure = page.locator(f"#figure-{name}")
            assert plain(figure.locator(".stats-alternative")) == plain(indicator["alternative"])
            cells = figure.locator("tbody tr td:first-of-type").all_text_contents()
            assert [int(cell.replace("\u202f", "")) for cell in cells] == [year["value"] for year in indicator["years"]]
            figure.scroll_into_view_if_needed()
            figure.locator("table").wait_for()  # visible
            assert not figure.locator("canvas").is_visible()
            assert "20 août 2026" in plain(figure.locator(".stats-source"))
        for name, standard in document["standards"].items():
            total = page.locator(f"#figure-standard-{name} tfoot td").all_text_contents()
            counted = [standard[key] for key in ("total", "declared", "met", "unmet", "unknown")]
            assert [int(text) for text in total[:5]] == counted
            assert total[5].replace("\u00a0", " ") == f"{_per_cent(standard)} %"
        assert page.locator("[data-stats-product]").count() == len(document["products"])
        assert not page.locator("form").is_visible()


def plain(text: Locator | str) -> str:
    """Return a text with plain spaces: the page has those that French does not break at."""
    written = text if isinstance(text, str) else text.text_content() or ""
    return " ".join(written.split())


def _per_cent(standard: dict[str, Any]) -> int:
    return int((200 * standard["met"] + standard["total"]) // (2 * standard["total"]))


def words_of(page: Page) -> list[str]:
    return (page.locator(".stats-page").text_content() or "").split()


def test_the_preview_is_the_same_page(browser: Browser, folder: Path, address: str) -> None:
    with opened(browser, address) as page:
        shown = words_of(page)
    with opened(browser, (folder / "preview.html").as_uri()) as page:
        assert words_of(page) == shown
        assert set(draw_all(page)) >= OLD_CANVASES
        assert page.locator("html").get_attribute("data-fr-theme") == "light"


STATES = {
    "light": {},
    "dark": {"theme": "dark"},
    "no script": {"script": False},
    "phone": {"width": 320},
    "dark phone": {"width": 320, "theme": "dark"},
    "print": {"media": "print"},
    "dark print": {"media": "print", "theme": "dark"},
    "tables": {"click": "Tableau"},
    "products of a bar": {"click": "Tableau", "then": "#figure-product_launch .stats-open >> nth=-1"},
    "gaps filtered": {"query": "?verdict=unmet&standard=dashlord&tri=-phase"},
    "no product left": {"query": "?q=zzzz"},
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_axe_finds_no_fault(browser: Browser, small: str, state: dict[str, Any]) -> None:
    query, width, script = state.get("query", ""), state.get("width", 1280), state.get("script", True)
    with opened(browser, small + query, width=width, script=script) as page:
        if "theme" in state:
            page.evaluate("(theme) => { document.documentElement.dataset.frTheme = theme }", state["theme"])
        if "media" in state:
            page.emulate_media(media=state["media"])
        if "click" in state:
            for each in page.get_by_role("button", name=state["click"]).all():
                each.click()
        if "then" in state:
            page.locator(state["then"]).click()
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_axe_finds_no_fault_on_the_real_figures(browser: Browser, real: Path, *, script: bool) -> None:
    with served(real / "kit/_site") as url, opened(browser, url, script=script) as page:
        assert accessibility_faults(page) == []


def press_until(page: Page, name: str, *, limit: int = 400) -> None:
    """Press Tab until an element of this accessible name has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"Tab never reached {name!r}")


def test_the_keyboard_is_enough(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    year = next(each for each in figures["indicators"]["product_launch"]["years"] if each["value"] > 1)
    title = figures["indicators"]["product_launch"]["title"]
    with opened(browser, small) as page:
        press_until(page, f"Tableau : {title}")
        page.keyboard.press("Enter")
        assert page.locator("#figure-product_launch table").is_visible()
        assert not page.locator("#product_launch").is_visible()
        press_until(page, f"{year['value']} : voir la liste, {year['year']}")
        page.keyboard.press("Enter")
        listed = page.locator("#figure-product_launch .stats-picked li")
        titles = {product["id"]: product["title"] for product in figures["products"]}
        assert listed.all_inner_texts() == [titles[name] for name in year["counted"]]
        links = [link.get_attribute("href") for link in listed.locator("a").all()]
        assert links == [product["url"] for name in year["counted"] for product in figures["products"]
                         if product["id"] == name]  # fmt: skip
        page.keyboard.press("Tab")  # from the button into the list, not past it
        assert page.evaluate("document.activeElement.textContent") == titles[year["counted"][0]]
        press_until(page, f"Fermer la liste : {year['year']}", limit=len(year["counted"]))
        page.keyboard.press("Enter")
        assert not page.locator("#figure-product_launch .stats-picked").is_visible()
        assert page.evaluate("document.activeElement.className") == "stats-open"


def test_a_click_on_a_bar_lists_its_products(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    years = figures["indicators"]["product_launch"]["years"]
    index = max(range(len(years)), key=lambda of: years[of]["value"])
    with opened(browser, small) as page:
        draw_all(page)
        page.locator("#product_launch").scroll_into_view_if_needed()
        spot = page.evaluate(
            """([id, index]) => { const chart = startupStats.charts.get(id);
              const of = chart.data.datasets.findIndex((set) => set.label === "produits");
              const { x, y, base } = chart.getDatasetMeta(of).data[index]; return { x, y: (y + base) / 2 } }""",
            ["product_launch", index],
        )
        page.locator("#product_launch").hover(position=spot)
        page.locator("#product_launch").click(position=spot)
        page.locator("#figure-product_launch .stats-picked li").first.wait_for()  # Chart.js answers in the next frame
        tooltip = page.evaluate("startupStats.charts.get('product_launch').tooltip.afterBody")
        listed = page.locator("#figure-product_launch .stats-picked li").all_inner_texts()
    titles = {product["id"]: product["title"] for product in figures["products"]}
    assert listed == [titles[name] for name in years[index]["counted"]]
    assert tooltip == listed


def test_a_target_or_a_published_figure_lists_nothing(browser: Browser, real: Path) -> None:
    """Behind « objectif : 50 » stand no 42 products."""
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        draw_all(page)
        page.locator("#product_launch").scroll_into_view_if_needed()
        spots = page.evaluate(
            """() => { const chart = startupStats.charts.get("product_launch");
              return ["objectif", "chiffre publié"].flatMap((label) => {
                const of = chart.data.datasets.findIndex((set) => set.label === label);
                return chart.getDatasetMeta(of).data.filter((mark) => !mark.skip).map(({ x, y }) => ({ x, y }));
              }); }"""
        )
        assert len(spots) > 5
        for spot in spots:
            page.locator("#product_launch").click(position=spot)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            assert page.locator("#product_launch").evaluate("(canvas) => canvas.style.cursor") == ""
        assert not page.locator("#figure-product_launch .stats-picked").is_visible()


def test_the_focus_is_never_lost(browser: Browser, small: str) -> None:
    """The list's opener is out of sight when the chart is back: the pressed button has the focus then."""
    with opened(browser, small) as page:
        figure = page.locator("#figure-product_launch")
        figure.get_by_role("button", name="Tableau : ").click()
        figure.locator(".stats-open").first.press("Enter")
        figure.get_by_role("button", name="Graphique : ").click()
        figure.get_by_role("button", name="Fermer la liste : ").press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Graphique : Produits lancés"


def test_a_tooltip_stays_within_a_phone_s_chart(browser: Browser, real: Path) -> None:
    with served(real / "kit/_site") as url, opened(browser, url, width=390) as page:
        draw_all(page)
        larger = page.evaluate(
            """() => [...startupStats.charts].flatMap(([id, chart]) => chart.data.datasets.flatMap((set, of) =>
              set.data.map((_, index) => {
                chart.tooltip.setActiveElements([{ datasetIndex: of, index }], { x: 9, y: 9 });
                chart.update("none");
                const { tooltip } = chart;
                return [id, of, index, tooltip.width > chart.width, tooltip.height > chart.height];
              }))).filter(([, , , tooWide, tooHigh]) => tooWide || tooHigh)"""
        )
    assert larger == []


def test_every_figure_that_stands_for_products_opens_their_list(
    browser: Browser, tmp_path: Path, figures: dict[str, Any]
) -> None:
    changed = json.loads(json.dumps(figures))
    launched = changed["indicators"]["product_launch"]["years"][-2]
    first = changed["incubators"][0]
    rows = [{"year": launched["year"], "value": len(launched["counted"]), "counted": launched["counted"]}]
    changed["incubators"] = [
        {**first, "incubator": f'i,"{number}', "title": f"Incubateur {number}", "launched_by_year": rows}
        for number in range(40)
    ]
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url) as page:
        figure = page.locator("#figure-launches-by-incubator")
        figure.get_by_role("button", name="Tableau : ").click()
        assert figure.locator(".stats-open").count() == 40  # seven have bars of their own
        figure.get_by_role("button", name=f"voir la liste, Incubateur 39, {launched['year']}").click()
        assert figure.locator(".stats-picked li").count() == len(launched["counted"])
        names = page.get_by_role("button").evaluate_all(
            "(all) => all.map((each) => each.ariaLabel ?? each.textContent)"
        )
        assert len(names) == len(set(names))


def rows_shown(page: Page) -> list[str]:
    rows = page.locator("[data-stats-product]:visible")
    return [row.get_attribute("data-stats-product") or "" for row in rows.all()]


def test_filters_show_what_they_say_and_stand_in_the_address(
    browser: Browser, small: str, figures: dict[str, Any]
) -> None:
    unmet = [each["id"] for each in figures["products"]
             if each["standards"].get("dashlord", {}).get("verdict") == "unmet"]  # fmt: skip
    assert 0 < len(unmet) < len(figures["products"])
    with opened(browser, small + "?autre=1#produits") as page:
        page.get_by_label("Standard", exact=True).select_option("dashlord")
        page.get_by_label("Verdict").select_option("unmet")
        page.wait_for_url("**/?autre=1&standard=dashlord&verdict=unmet#produits")
        assert rows_shown(page) == unmet
        assert page.locator(".stats-count").inner_text() == f"{len(unmet)} produits sur {len(figures['products'])}"
        assert page.locator(".stats-gaps thead th:visible").all_inner_texts()[2].startswith("Suivi par Dashlord")
        shared = page.url
    with opened(browser, shared) as page:  # another reader, from the address
        assert rows_shown(page) == unmet
        page.get_by_label("Nom du produit").fill("MÀREE")
        page.wait_for_url("**q=M*")
        found = rows_shown(page)
        assert found == [name for name in unmet if "maree" in name]
        page.get_by_role("button", name="Tout montrer").click()
        assert len(rows_shown(page)) == len(figures["products"])
        assert page.url.endswith("?autre=1#produits")
        page.locator("[data-stats-sort=produit] button").press("Enter")
        ascending = rows_shown(page)
        page.locator("[data-stats-sort=produit] button").press("Enter")
        assert rows_shown(page) == ascending[::-1]
        assert page.locator("[data-stats-sort=produit]").get_attribute("aria-sort") == "descending"


def saved(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_what_is_shown_can_be_taken_away(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    with opened(browser, small + "?verdict=met&standard=open_source") as page:
        name, content = saved(page, "Télécharger ce qui est montré (CSV)")
        assert (name, content[:3]) == ("produits-et-standards.csv", b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [row["Identifiant"] for row in rows] == rows_shown(page)
        assert {row["Code source ouvert"] for row in rows} == {"respecté"}
        headings = page.locator(".stats-gaps thead th").all_text_contents()
        assert [name for name in rows[0] if name in headings] == headings
        name, content = saved(page, "Données (CSV), à télécharger")
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        years = figures["indicators"]["national_impact"]["years"]
        assert name == "national_impact.csv"
        assert [row[:2] for row in table[1:]] == [
            [f"{year['year']}" if year["complete"] else f"{year['year']} (année en cours)", str(year["value"])]
            for year in years
        ]
        page.get_by_role("button", name="Tableau : Produits à impact national").click()
        name, picture = saved(page, "Image (PNG), à télécharger")
        assert (name, picture[:8]) == ("national_impact.png", b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", picture[16:24])
        assert width > 600
        assert height > 300


WRITTEN = """() => {
  const written = {};
  const { fillText } = CanvasRenderingContext2D.prototype;
  let id;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (this.font.startsWith("bold")) (written[id] ??= []).push(text);
    return fillText.call(this, text, ...place);
  };
  for (const [name, chart] of startupStats.charts) { id = name; chart.draw(); }
  CanvasRenderingContext2D.prototype.fillText = fillText;
  return written;
}"""


def test_figures_are_read_without_hovering(browser: Browser, address: str, document: dict[str, Any]) -> None:
    with opened(browser, address) as page:
        draw_all(page)
        written = page.evaluate(WRITTEN)
    launched = [f"{year['value']}" for year in document["indicators"]["product_launch"]["years"] if year["value"]]
    assert written["product_launch"] == launched
    assert written["phases"] == [f"{row['value']}" for row in document["phases"]["by_phase"] if row["value"]]
    met = [row["met"] for row in document["standards"]["open_source"]["by_phase"] if row["applies"] and row["met"]]
    assert written["standard-open_source"][: len(met)] == [f"{count}" for count in met]


def test_a_choice_of_theme_outlives_the_system_s(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    """Where the DSFR's script runs, it alone says which theme is shown."""
    site = jekyll(tmp_path, figures)
    page_file = site / "stats/index.html"
    page_file.write_text(page_file.read_text().replace('data-fr-theme="light"', 'data-fr-scheme="system"'))
    with served(site) as url, opened(browser, url, color_scheme="light") as page:
        page.evaluate("localStorage.setItem('scheme', 'light')")
        page.reload()
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.dataset.frTheme") == "light"


def test_the_table_s_rows_come_in_pieces_and_all_of_them(browser: Browser, real: Path) -> None:
    count = "document.querySelectorAll('[data-stats-product]').length"
    document = json.loads((real / "stats.json").read_text(encoding="utf-8"))
    closed = sum(not product["standards"] for product in document["products"])
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        by_title = page.locator(".stats-gaps tbody th a").all_text_contents()
        assert page.evaluate(count) == len(document["products"])
        click = "document.querySelector('[data-stats-sort=produit] button').click()"
        assert 0 < page.evaluate(f"{click}, {count}") < len(document["products"])  # the first are there at once
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all are on paper
        assert page.evaluate(count) == len(document["products"])
        assert sorted(page.locator(".stats-gaps tbody th a").all_text_contents()) == sorted(by_title)
        page.get_by_label("Standard", exact=True).select_option("dashlord")
        page.get_by_label("Verdict").select_option("not-applicable")
        page.wait_for_url("**verdict=not-applicable*")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(count) == closed
        spans = "[...document.querySelectorAll('.stats-gaps tbody td')].map((cell) => cell.colSpan)"
        assert set(page.evaluate(spans)) == {1}
        page.get_by_role("button", name="Tout montrer").click()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(count) == len(document["products"])


def test_what_was_asked_for_begins_with_its_first_row(browser: Browser, real: Path) -> None:
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        box = page.locator(".stats-table--gaps")
        lay_out_all(page)
        for act in (
            lambda: page.locator("[data-stats-sort=produit] button").press("Enter"),
            lambda: page.get_by_label("Verdict").select_option("unmet"),
        ):
            box.evaluate("(box) => { box.scrollTop = 20000 }")
            assert box.evaluate("(box) => box.scrollTop") > 0
            address = page.url
            act()
            changed(page, "location.href", address)
            assert box.evaluate("(box) => box.scrollTop") == 0


def test_titles_are_in_their_french_order(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    titles = ["Zèbre", "Éolienne", "avion", "Ciel", "écoute", "œuvre"]
    changed = json.loads(json.dumps(figures))
    for product, title in zip(changed["products"], titles, strict=False):
        product["title"] = title
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url, script=False) as page:
        shown = [title for title in page.locator(".stats-gaps tbody th bdi").all_text_contents() if title in titles]
    assert shown == ["avion", "Ciel", "écoute", "Éolienne", "œuvre", "Zèbre"]


@pytest.mark.parametrize("width", [390, 1280])
def test_charts_are_as_wide_on_paper_whatever_the_window(browser: Browser, small: str, width: int) -> None:
    measure = """(event) => {
      dispatchEvent(new Event(event));
      return [...startupStats.charts.values()].map(({ canvas }) => canvas.getBoundingClientRect().width);
    }"""
    with opened(browser, small, width=width) as page:
        assert set(page.evaluate(measure, "beforeprint")) == {680}
        assert max(page.evaluate(measure, "afterprint")) < width


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


def test_a_sort_answers_at_once(browser: Browser, real: Path) -> None:
    """INP's limit is 200 ms; of four tries one must hold it: noise of a machine that tests share only adds."""
    watch = """() => {
      globalThis.longest = 0;
      new PerformanceObserver((tasks) => {
        longest = Math.max(longest, ...tasks.getEntries().map((task) => task.duration));
      }).observe({ type: "longtask" });
    }"""
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        page.evaluate(watch)
        longest = []
        for _ in range(4):
            page.evaluate("globalThis.longest = 0")
            page.locator("[data-stats-sort=produit] button").click()
            page.wait_for_timeout(700)
            longest.append(page.evaluate("longest"))
        assert min(longest) <= 200


def test_who_observes_the_page_sees_one_change_when_it_is_sorted(browser: Browser, small: str) -> None:
    """The DSFR's script looks through each node that is added: 662 rows would hold a phone up for a second."""
    count = """() => {
      globalThis.added = 0;
      const elements = (change) => [...change.addedNodes].filter((node) => node instanceof Element).length;
      new MutationObserver((changes) => changes.forEach((change) => { added += elements(change); }))
        .observe(document.body, { childList: true, subtree: true });
    }"""
    with opened(browser, small) as page:
        page.evaluate(count)
        page.locator("[data-stats-sort=produit] button").press("Enter")
        page.locator("[data-stats-sort=produit][aria-sort=ascending]").wait_for()
        assert page.evaluate("added") == 1


def changed(page: Page, expression: str, old: Any) -> Any:
    """Return the expression's value as soon as it is another: charts are drawn again one after the other."""
    for _ in range(200):
        value = page.evaluate(expression)
        if value != old:
            return value
        page.wait_for_timeout(10)
    return pytest.fail(f"{expression} is still {old!r}")


def test_charts_follow_the_theme(browser: Browser, small: str) -> None:
    colour = "startupStats.charts.get('national_impact').options.scales.y.ticks.color"
    with opened(browser, small) as page:
        light = page.evaluate(colour)
        page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
        dark = changed(page, colour, light)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # paper is light
        assert page.evaluate(colour) == light
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert changed(page, colour, light) == dark
        sets = "startupStats.charts.get('product_launch').data.datasets"
        page.locator("#figure-product_launch").get_by_role("button", name="Tableau : ").click()
        page.evaluate("document.documentElement.dataset.frTheme = 'light'")  # drawn while it is put away
        page.locator("#figure-product_launch").get_by_role("button", name="Graphique : ").click()
        assert page.evaluate(f"{sets}.find((set) => set.label === 'objectif').pointStyle.width") == 30


def test_the_page_stays_light_on_the_real_figures(real: Path, browser: Browser) -> None:
    import gzip

    kit = real / "kit/_site/assets/additional"
    parts = (kit / "js/stats.js", kit / "style/stats.css", real / "stats.json")
    assert sum(len(gzip.compress(part.read_bytes())) for part in parts) <= 150_000
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        first, load = page.evaluate(
            """() => [performance.getEntriesByName("stats-first-chart")[0].startTime,
              performance.getEntriesByType("navigation")[0].loadEventStart]"""
        )
    assert first - load <= 300


SHOTS = {
    "desktop": {},
    "dark": {"theme": "dark"},
    "phone": {"width": 390},
    "no-javascript": {"script": False},
}


@pytest.mark.parametrize(("name", "state"), SHOTS.items(), ids=SHOTS)
def test_screenshots_are_kept(browser: Browser, address: str, folder: Path, name: str, state: dict[str, Any]) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    file = SCREENSHOTS / f"{'real' if 'real' in folder.name else 'example'}-{name}.png"
    with opened(browser, address, width=state.get("width", 1280), script=state.get("script", True)) as page:
        if "theme" in state:
            page.evaluate("(theme) => { document.documentElement.dataset.frTheme = theme }", state["theme"])
        if state.get("script", True):
            draw_all(page)
        lay_out_all(page)
        page.screenshot(path=file, full_page=True)
    assert file.stat().st_size > 50_000


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


def renamed(document: dict[str, Any], title: str) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(document))
    for product in changed["products"]:
        product["title"] = title
    for incubator in changed["incubators"]:
        incubator["title"] = title
    return changed


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_other_people_s_titles_are_text(browser: Browser, tmp_path: Path, figures: dict[str, Any], title: str) -> None:
    changed = renamed(figures, title)
    site = jekyll(tmp_path, to_rows(changed))
    year = next(each for each in changed["indicators"]["product_launch"]["years"] if each["value"])
    with served(site) as url, opened(browser, url, width=320) as page:
        page.locator("#figure-product_launch [aria-label^=Tableau]").first.click()
        page.locator("#figure-product_launch .stats-open").first.click()
        listed = page.locator("#figure-product_launch .stats-picked bdi")
        assert {text.strip() for text in listed.all_text_contents()} == {title.strip()}
        assert listed.count() == year["value"]
        assert page.locator("th bdi").first.text_content() == title
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert "incubators-by-phase" in draw_all(page)
        _, content = saved(page, "Télécharger ce qui est montré (CSV)")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert rows[1][0] == (f"'{title}" if title.startswith("=") else title)
        assert "pwned" not in page.title()


def without_values(document: dict[str, Any]) -> None:
    for indicator in document["indicators"].values():
        indicator["years"] = []


def one_year(document: dict[str, Any]) -> None:
    for indicator in document["indicators"].values():
        indicator["years"] = indicator["years"][-1:]


def two_hundred_incubators(document: dict[str, Any]) -> None:
    first = document["incubators"][0]
    document["incubators"] = [
        {**first, "incubator": f"i{number}", "title": f"Incubateur {number}", "total": number} for number in range(200)
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


TREND = {
    "id": "code-ouvert",
    "title": "Code source ouvert, mois par mois",
    "unit": "produits",
    "description": "Les produits dont le code est ouvert.",
    "months": ["2025-11", "2025-12", "2026-01"],
    "series": [
        {"id": "met", "title": "respecté", "values": [3, None, 5]},
        {"id": "total", "title": "concernés", "values": [8, 8, 9]},
    ],
    "alternative": "De 3 à 5 produits.",
}


def test_history_is_drawn_as_lines(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    with_history = {**figures, "trends": [TREND]}
    assert validators.errors("stats", with_history) == []
    with served(jekyll(tmp_path, with_history)) as url, opened(browser, url) as page:
        sets = draw_all(page)["trend-code-ouvert"]["sets"]
        assert [sets[label]["data"] for label in ("respecté", "concernés")] == [[3, None, 5], [8, 8, 9]]
        kind = "startupStats.charts.get('trend-code-ouvert').getDatasetMeta(0).type"
        assert page.evaluate(kind) == "line"
        cells = page.locator("#figure-trend-code-ouvert tbody td").all_text_contents()
        assert cells == ["3", "8", "–", "8", "5", "9"]
        assert page.locator("#figure-trend-code-ouvert tbody th").last.text_content() == "janvier 2026"
        assert page.get_by_role("link", name="Évolutions").is_visible()
        assert accessibility_faults(page) == []


def a_product_without_phase(document: dict[str, Any]) -> None:
    document["products"][0].update(phase=None, since=None, incubators=[])


def another_indicator(document: dict[str, Any]) -> None:
    document["indicators"]["eig"] = {**document["indicators"]["investigation"], "title": "Défis EIG"}


# what is changed → the charts still drawn, and words that must be on the page
ODD: dict[str, tuple[Any, set[str], str]] = {
    "no year": (without_values, {"phases", "new_member"}, "Aucune année à montrer"),
    "one year": (one_year, OLD_CANVASES - {"national_impact", "end"}, "année en cours"),
    "200 incubators": (two_hundred_incubators, {"incubators-by-phase"}, "Les 30 plus grands sur 199"),
    "all unknown": (everything_unknown, {"standard-dashlord"}, "depuis le 1er août 2026"),
    "no phase": (a_product_without_phase, {"phases"}, "Phase inconnue"),
    "another indicator": (another_indicator, {"eig", "investigation"}, "Autres indicateurs"),
    "empty": (nothing_at_all, set(), "Aucun produit"),
    "parts missing": (a_part_is_missing, {"investigation"}, "Produits lancés"),
}


@pytest.mark.parametrize(("change", "charts", "words"), ODD.values(), ids=ODD)
def test_the_page_says_what_it_has(
    browser: Browser, tmp_path: Path, figures: dict[str, Any], change: Any, charts: set[str], words: str
) -> None:
    changed = json.loads(json.dumps(figures))
    change(changed)
    with served(jekyll(tmp_path, changed)) as url, opened(browser, url) as page:
        assert charts <= set(draw_all(page))
        assert words in (page.locator("body").text_content() or "")
        assert accessibility_faults(page) == []
        shown = words_of(page)
    preview = tmp_path / "preview.html"
    preview.write_text(to_preview(changed, read_kit()), encoding="utf-8")
    with opened(browser, preview.as_uri()) as page:
        assert words_of(page) == shown


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
        assert page.locator("#figure-national_impact table").is_visible() == has_tables
        assert page.locator("canvas:visible").count() == 0
        assert accessibility_faults(page) == []
