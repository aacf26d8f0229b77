"""The page as its readers have it: real Jekyll builds the kit, a local server sends it, real Chromium shows it."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from startup_stats.kit import kit_files
from startup_stats.writers.json import to_rows
from tests.conftest import PROJECT
from tests.needed import npm, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Locator, Page, Request

    from startup_stats.language import Language

KIT = PROJECT / "site"
# The strictest policy that the DSFR's own style lives with (its icons are data: addresses).
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"

# A site with the shape of the real layout: the DSFR's style, then the page's; a header and a footer with a logo; last
# in the body the DSFR's script, then the page's.
AROUND = PROJECT / "tests/site"

# The canvases of the site's page of before.
OLD_CANVASES = {"investigation", "product_launch", "end", "national_impact", "agent"}


# Nobody looks at a screen: drawing without a graphics processor that is itself a program takes half the time.
ARGUMENTS = ("--no-sandbox", "--disable-gpu")
# What is run once on each page, axe most of all, is not worth being compiled twice; times are measured without it.
UNTIMED = (*ARGUMENTS, "--js-flags=--no-turbofan")


def chromium() -> str:
    """Return the Chromium of this machine, without its windows where that is a program of its own."""
    return program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def jekyll(
    root: Path,
    document: Mapping[str, Any] | str | None,
    history: Mapping[str, Any] | None = None,
    page: Path | None = None,
    language: Language = "fr",
) -> Path:
    """Build a site that holds the kit, a stats.json (or none) and perhaps a history; return the folder a server sends.

    `page` stands in place of the kit's own; the kit is in a language.
    """
    for part in ("_pages", "_layouts", "_includes", "assets"):
        shutil.copytree(KIT / part, root / part)
    for path, text in kit_files(language).items():
        (root / path).write_text(text, encoding="utf-8")
    shutil.copytree(AROUND, root, dirs_exist_ok=True)
    dsfr = npm("@gouvfr/dsfr/dist")
    shutil.copytree(dsfr / "fonts", root / "assets/gouvfr/fonts")
    for file in ("dsfr.min.css", "dsfr.module.min.js"):
        shutil.copy(dsfr / file, root / "assets/gouvfr")
    (root / "_config.yml").write_text("title: Un site\ninclude: [_pages]\n", encoding="utf-8")
    (root / "_data").mkdir(exist_ok=True)
    if document is not None:
        text = document if isinstance(document, str) else to_rows(document)
        (root / "_data/stats.json").write_text(text, encoding="utf-8")
    if history is not None:
        (root / "_data/stats_history.json").write_text(to_rows(history), encoding="utf-8")
    if page is not None:
        shutil.copy(page, root / "_pages/stats.md")
    _build(root)
    return root / "_site"


def _build(site: Path) -> None:
    builder = _builder()
    assert builder.stdin is not None
    assert builder.stdout is not None
    builder.stdin.write(f"{site}\n")
    builder.stdin.flush()
    assert builder.stdout.readline() == "true\n", f"Jekyll could not build {site}: it says above why"


@cache
def _builder() -> subprocess.Popen[str]:
    """Start Jekyll once for all the sites of this process."""
    builder = subprocess.Popen(
        [program("ruby"), PROJECT / "tests/build_sites.rb"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(builder.communicate)  # without a site to build, it ends
    return builder


class _Sender(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, policy: str, **options: Any) -> None:
        self.policy = policy
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Keep the tests' output for the tests."""


@contextmanager
def served(folder: Path, policy: str = POLICY) -> Iterator[str]:
    """Send a folder from the loopback; give the address of its statistics page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Sender, directory=str(folder), policy=policy)) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/stats/"
        server.shutdown()


@contextmanager
def opened(browser: Browser, address: str, *, script: bool = True, width: int = 1280, **context: Any) -> Iterator[Page]:
    """Open a page and hold it to its word: no error in the console, no cookie, no request to another host.

    Without the script, only the script is missing: the browser still runs axe.
    """
    made = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True, **context)
    page = made.new_page()
    page.set_default_timeout(30_000)  # a busy machine is no fault of the page
    errors: list[str] = []
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", note)
    if not script:
        page.route("**/stats.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(address)
    if context.get("java_script_enabled", True):
        _wait_until_ready(page)
    yield page
    home = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
    assert errors == []
    assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []
    assert made.cookies() == []
    made.close()


def _wait_until_ready(page: Page) -> None:
    """Wait until the page's script, where there is one, has seen to all of the page, piece by piece."""
    ready = "!window.startupStats || !document.getElementById('stats-data') ||"
    wait_until(page, f"Boolean({ready} performance.getEntriesByName('stats-ready').length)")


def draw_all(page: Page) -> dict[str, Any]:
    """Have every chart drawn, and read back from Chart.js what each shows, by canvas id."""
    page.evaluate("for (const print of ['beforeprint', 'afterprint']) dispatchEvent(new Event(print))")
    drawn: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries([...startupStats.charts].map(([id, chart]) => [id, {
          labels: chart.data.labels,
          sets: Object.fromEntries(chart.data.datasets.map((set, of) => [set.label, {
            data: set.data.map((value) => (value === null ? null : (value.count ?? value))),
            sizes: chart.getDatasetMeta(of).data.map((bar) => Math.min(bar.width ?? 1, bar.height ?? 1)),
          }])),
        }]))"""
    )
    return drawn


def lay_out_all(page: Page) -> None:
    """Have what is far below laid out too, as if the reader had been there."""
    boxes = page.locator(".stats-figure, .stats-table--gaps")
    boxes.evaluate_all("(boxes) => { for (const box of boxes) box.style.contentVisibility = 'visible'; }")


@cache
def _axe() -> str:
    return npm("axe-core/axe.min.js").read_text(encoding="utf-8")


# A table's row is looked at where it has a cell of which no cell of its column had the elements, classes and attributes
# before it: hundreds of rows take axe ten seconds. The others, and the figures that were judged before, are back before
# anybody looks again; that no two parts share an id is asked of the whole.
_WITHOUT_ALIKE = """(figures) => {
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  const said = ({ name, value }) => (["class", "colspan", "style"].includes(name) ? `${name}=${value}` : name);
  const parts = (each) => [each.tagName, !each.textContent.trim(), ...[...each.attributes].map(said)];
  const shape = (each) => [each, ...each.querySelectorAll("*")].map(parts);
  const taken = [];
  const take = (each) => {
    taken.push([each.parentNode, each, each.nextSibling]);
    each.remove();
  };
  const all = [...document.querySelectorAll(".stats-figure")];
  for (const place of figures) take(all[place]);
  for (const body of document.querySelectorAll("tbody")) {
    const seen = new Set();
    const alike = [...body.rows].filter((row) => {
      const cells = [...row.cells].map((cell, column) => [column, shape(cell)]);
      const shapes = [[parts(row), cells.length], ...cells].map((each) => JSON.stringify(each));
      const fresh = shapes.filter((each) => !seen.has(each));
      for (const each of fresh) seen.add(each);
      return !fresh.length;
    });
    alike.forEach(take);
  }
  globalThis.restore = () => { for (const [around, each, next] of taken.reverse()) around.insertBefore(each, next); };
  return twice.map((id) => `two parts have the id ${id}`);
}"""


# What keeps axe from deciding: what a scrolling frame, or the window, cuts off; a heading that sticks above rows; and
# grounds that are pictures, by which the DSFR underlines links and marks lists of choices.
_DECIDABLE = """
  .stats-table { overflow: visible !important; max-height: none !important; max-width: none !important; }
  .stats-table :is(thead, th) { position: static !important; }
  a, select { background-image: none !important; }
  body { width: max-content; min-width: 100%; }
"""
# Axe looks at one character too: it leaves those undecided else, since they may be pictures, and ours are figures.
_ASKED = """async ([style, sizes]) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  const { id, options } = axe._audit.checks["color-contrast"]; // a configured check has no other options than given
  axe.configure({ checks: [{ id, options: { ...options, ignoreLength: true } }] });
  // The logo is the layout's: the DSFR draws a part of it behind its words.
  const rules = { "target-size": { enabled: sizes } }; // of WCAG 2.2, that axe asks only where it is told to
  const found = await axe.run({ include: [["body"]], exclude: [[".fr-logo"]] }, { rules, selectors: false });
  document.adoptedStyleSheets = [];
  // All that axe found would take three times as long to be brought here as to be found.
  const told = ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`);
  return [found.passes.length, found.violations.flatMap(told), found.incomplete.flatMap(told)];
}"""


# What stays undecided, and why it may: the headings of a table that has no row to show have no cell to be judged by.
_UNDECIDABLE = {"th-has-data-cells"}


# A figure as HTML, wherever its page is sent from.
_HTML = "(figures) => figures.map((each) => each.outerHTML.replaceAll(location.origin, ''))"


class Judged(NamedTuple):
    """What axe-core says of a page: how many rules passed, what is at fault, and what it could not decide."""

    passed: int
    faults: list[str]
    undecided: list[str]


def judged(page: Page, known: set[str] | None = None, *, sizes: bool = True) -> Judged:
    """Ask axe-core of the page as it is now, in such a way that it can decide whatever can be decided.

    `known` holds the figures, as HTML, that were found without fault on pages of one width, theme and medium: they are
    not judged again, and those that are found so now are added. Whether a finger hits what it aims at takes a quarter
    of the time, on a phone most of it: without `sizes` that is not asked, of paper or of a page on which it was.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    lay_out_all(page)
    figures = page.locator(".stats-figure").evaluate_all(_HTML)
    before = [place for place, figure in enumerate(figures) if figure in (known or ())]
    twice = page.evaluate(_WITHOUT_ALIKE, before)
    passed, faults, undecided = page.evaluate(_ASKED, [_DECIDABLE, sizes])
    page.evaluate("restore()")
    if known is not None and not faults and all(_may_stay_undecided(each) for each in undecided):
        known.update(figures)
    return Judged(passed, faults + twice, undecided)


def accessibility_faults(page: Page, known: set[str] | None = None, *, sizes: bool = True) -> list[str]:
    """Return what axe-core holds against the page as it is now, and what it can't decide; the others: see judged."""
    _, faults, undecided = judged(page, known, sizes=sizes)
    return [*faults, *(f"undecided: {each}" for each in undecided if not _may_stay_undecided(each))]


def _may_stay_undecided(told: str) -> bool:
    return told.partition(":")[0] in _UNDECIDABLE


def plain(text: Locator | str) -> str:
    """Return a text with plain spaces: the page has those that French does not break at."""
    written = text if isinstance(text, str) else text.text_content() or ""
    return " ".join(written.split())


def words_of(page: Page) -> list[str]:
    """Return the words of the figures; what cites them and where their files are is the site's own."""
    text: str = page.locator(".stats-page").evaluate(
        """(page) => {
          const copy = page.cloneNode(true);
          for (const each of copy.querySelectorAll(".stats-cite, .stats-files")) each.remove();
          return copy.textContent;
        }"""
    )
    return text.split()


def click(target: Locator) -> None:
    """Click on what a reader sees: after a jump over many screens, what is around it takes its place first."""
    target.scroll_into_view_if_needed()
    target.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    target.click()


def saved(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        click(page.get_by_role("button", name=name).first)
    return download.value.suggested_filename, download.value.path().read_bytes()


def wait_until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression is true: what a reader asks for is done piece by piece."""
    for _ in range(3_000):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(10)
    pytest.fail(f"{expression} is not true")


def changed(page: Page, expression: str, old: Any) -> Any:
    """Return the expression's value as soon as it is another: charts are drawn again one after the other."""
    for _ in range(1_000):
        value = page.evaluate(expression)
        if value != old:
            return value
        page.wait_for_timeout(10)
    return pytest.fail(f"{expression} is still {old!r}")
