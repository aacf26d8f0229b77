"""A figure that a reader takes along: cited, shown in a frame of another page, as a table for a spreadsheet."""

from __future__ import annotations

import csv
import html
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import PROJECT
from tests.pages import accessibility_faults, click, jekyll, opened, plain, saved, served, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator, Page

SOURCE = {"repository": "a/b", "commit": "0123456789abcdef0123456789abcdef01234567"}
CITED = (
    "« Produits lancés », Un site, chiffres au 20 août 2026, fiches de a/b, version 0123456789ab, Licence Ouverte 2.0, "
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, fictive: Path) -> Path:
    """The page of figures whose repository, commit and licence are known."""
    figures = json.loads((fictive / "stats.json").read_text(encoding="utf-8"))
    figures["source"] |= SOURCE
    figures["licence"] = {"name": "Licence Ouverte 2.0", "url": "https://licence.example"}
    return jekyll(tmp_path_factory.mktemp("taken"), figures)


def test_a_figure_is_cited_with_its_day_version_licence_and_address(browser: Browser, site: Path) -> None:
    with (
        served(site) as url,
        opened(browser, url + "?q=a", permissions=["clipboard-read", "clipboard-write"]) as page,
    ):
        figure = page.locator("#figure-product_launch")
        click(figure.get_by_text("Citer, reprendre"))
        cited = f"{CITED}{url}#figure-product_launch"
        assert plain(figure.locator(".stats-citation")) == cited
        for button, taken in {"la citation": cited, "le code": figure.get_by_role("textbox").input_value()}.items():
            click(figure.get_by_role("button", name=f"Copier {button} : Produits lancés"))
            assert page.evaluate("navigator.clipboard.readText()") == taken
        assert accessibility_faults(page) == []
        commit = figure.locator(".stats-source").get_by_role("link", name="version 0123456")
        assert commit.get_attribute("href") == f"https://github.com/a/b/commit/{SOURCE['commit']}"
        definitions = page.locator(".stats-source").get_by_role("link", name="Définition")
        places = {definition.get_attribute("href") or "" for definition in definitions.all()}
    assert len(places) == 2
    assert all((PROJECT / "docs/fr" / place.rpartition("/")[2]).exists() for place in places)


def test_without_javascript_a_figure_is_cited_too(browser: Browser, site: Path) -> None:
    with served(site) as url, opened(browser, url, java_script_enabled=False) as page:
        cited = page.locator("#figure-product_launch .stats-citation")
        assert plain(cited) == f"{CITED}adresse de cette figure"
        assert cited.get_by_text("adresse").get_attribute("href") == "#figure-product_launch"


def code_of(browser: Browser, url: str, figure: str) -> str:
    with opened(browser, url) as page:
        return page.locator(f"#figure-{figure} textarea").input_value()


def framed(page: Page, url: str, code: str) -> FrameLocator:
    """Open another page of the site that has the frame below words of its own."""
    host = "{0.scheme}://{0.netloc}/autre.html".format(urlsplit(url))
    body = f"<!DOCTYPE html><html lang=fr><title>Autre</title><link rel=icon href=data:,><p>Avant.</p>{code}"
    page.route(host, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(host)
    return page.frame_locator("iframe")


@pytest.mark.parametrize("name", ["product_launch", "standards-overview"])
def test_a_frame_shows_the_figure_alone(browser: Browser, site: Path, name: str) -> None:
    with served(site) as url:
        code = code_of(browser, url, name)
        assert f'src="{url}?figure={name}#figure-{name}"' in html.unescape(code)
        with opened(browser, url) as page:
            frame = framed(page, url, code)
            figure = frame.locator(f"#figure-{name}")
            figure.get_by_role("button", name="Copier le lien").wait_for()
            wait_until(page.frames[1], "performance.getEntriesByName('stats-ready').length > 0")
            assert frame.locator("figure:visible").count() == 1
            assert frame.locator("header:visible, footer:visible, h1:visible, form:visible").count() == 0
            assert frame.locator("canvas:visible").count() == (name == "product_launch")
            assert figure.locator(".stats-source").is_visible()
            links = figure.locator("a").evaluate_all("(all) => all.map((each) => each.href)")
            assert not any("?figure" in link for link in links)
            assert page.frames[1].evaluate("document.querySelector('base').target") == "_blank"


def test_a_frame_without_javascript_stands_at_the_figure(browser: Browser, site: Path) -> None:
    with served(site) as url:
        code = code_of(browser, url, "end")
        with opened(browser, url, java_script_enabled=False) as page:
            frame = framed(page, url, code)
            title = frame.locator("#figure-end .stats-title")
            title.wait_for()
            box, shown = page.locator("iframe").bounding_box(), title.bounding_box()
    assert box is not None
    assert shown is not None
    assert box["y"] <= shown["y"] <= box["y"] + 200


@pytest.mark.parametrize("asked", ["nowhere", "", "%22%3E%3Cscript%3E", "stats-data"])
def test_a_figure_that_is_not_there_is_not_asked_for(browser: Browser, site: Path, asked: str) -> None:
    with served(site) as url, opened(browser, f"{url}?figure={asked}") as page:
        assert page.locator("h1:visible").count() == 1
        assert page.locator("form").is_visible()


def test_a_title_is_text_in_the_code_of_a_frame(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    title = """"><script>document.title='pwned'</script> & « d'été »"""
    figures["indicators"]["end"]["title"] = title
    with served(jekyll(tmp_path, figures)) as url:
        code = code_of(browser, url, "end")
        with opened(browser, url) as page:
            framed(page, url, code)
            assert page.locator("iframe").get_attribute("title") == title
            assert page.title() == "Autre"


def test_shares_are_taken_along_with_what_they_count(browser: Browser, site: Path, figures: dict[str, Any]) -> None:
    with served(site) as url, opened(browser, url) as page:
        _, content = saved(page, "Données (CSV), à télécharger : Les standards en un coup d'œil")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        _, detail = saved(page, "Données (CSV), à télécharger : Code source ouvert")
        phases = list(csv.DictReader(io.StringIO(detail.decode("utf-8-sig")), delimiter=";"))
    of = {row["Standard"]: row for row in rows}
    for standard in figures["standards"].values():
        row = of[standard["title"]]
        told = [row[f"Ensemble : {part}"] for part in ("respecté", "produits concernés", "inconnu")]
        assert told == [str(standard[key]) for key in ("met", "total", "unknown")]
    standard = figures["standards"]["open_source"]
    counted = [str(row["met"]) if row["applies"] else "" for row in standard["by_phase"]]
    assert [row["Respecté"] for row in phases] == counted
    assert [row["Produits"] for row in phases] == [str(row["total"]) for row in standard["by_phase"]]
