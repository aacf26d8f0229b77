"""How others read what is read or written here: each by a program of theirs, or written from their own words."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any, NamedTuple

import cmarkgfm
import html5lib
import yaml
from cmarkgfm.cmark import Options


class Undecided(Exception):  # noqa: N818 - no error: there is nothing to compare with
    """The other reader can't say."""


def yaml_values(text: str) -> Any:
    """Return what PyYAML's own constructor makes of a text, dates as ISO texts; raises Undecided."""
    try:
        return _plain(yaml.load(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError, LookupError, AttributeError, OverflowError, TypeError):
        raise Undecided from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise Undecided
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, (bytes, set, tuple)):
        raise Undecided
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise Undecided
    return value


def letters(text: str) -> str:
    """Return the letters and figures of a text alone, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if char.isalnum() and char.isascii())


def page_text(source: str) -> str:
    """Return all text of a page as html5lib's parser, made from the standard, sees it."""
    tree = html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)
    return "".join(tree.itertext())


class Command(NamedTuple):
    """A command as a workflow's runner obeys it."""

    name: str
    properties: dict[str, str]
    data: str


def runner_commands(printed: str) -> list[Command]:
    """Return the commands of a log, as actions/runner's ActionCommand reads them: new form first, else the old one."""
    return [found for line in re.split(r"\r\n|\r|\n", printed) for found in (_new(line) or _old(line),) if found]


def _new(line: str) -> Command | None:
    text = line.lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return None
    name, _, told = text[2:end].partition(" ")
    pairs = (each.partition("=") for each in told.split(",") if each.strip())
    properties = {key.strip(): _unescape(value, _OF_PROPERTIES) for key, sign, value in pairs if sign}
    return Command(name, properties, _unescape(text[end + 2 :], _OF_DATA))


def _old(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    return None if start < 0 or end < 0 else Command(line[start + 3 : end], {}, line[end + 1 :])


_OF_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_OF_PROPERTIES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def _unescape(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, meant in pairs:
        text = text.replace(written, meant)
    return text


def csv_rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows of a CSV by RFC 4180, with a lone carriage return or line feed ending a row as well."""
    rows: list[list[str]] = [[]]
    cells = re.compile(rf'(?:"((?:[^"]|"")*)"|([^"\r\n{delimiter}]*))({delimiter}|\r\n|\r|\n|$)')
    place = 0
    while place < len(text):
        match = cells.match(text, place)
        assert match is not None, f"no cell at {place}"
        rows[-1].append(match[2] if match[1] is None else match[1].replace('""', '"'))
        place = match.end()
        if match[3] != delimiter:
            rows.append([])
    return [row for row in rows if row]


_MENTION = re.compile(r"(?<![\w`/])@[A-Za-z0-9]")


def markdown_elements(text: str) -> list[str]:
    """Return the elements, in their order, that GitHub's own renderer makes of a Markdown text; mentions are some."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    tree = html5lib.parseFragment(rendered, treebuilder="etree", namespaceHTMLElements=False)
    elements = [str(each.tag) for each in tree.iter()]
    return elements + ["mention"] * len(_MENTION.findall("".join(tree.itertext())))
