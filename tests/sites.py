"""Small sites and records for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

from startup_stats.checks.engine import read_and_check
from startup_stats.config.settings import Config
from startup_stats.content.portfolio import Reading, make_portfolio, modelled
from startup_stats.content.records import Record, list_files, read_record
from startup_stats.content.source import FolderSource
from startup_stats.model import Event, FastSupport, Member, Mission, Phase, Portfolio, Product
from startup_stats.probing.engine import Pace
from startup_stats.standards.figures import standard_terms
from startup_stats.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.indicators.terms import Terms

TODAY = date(2026, 8, 20)

PRODUCT = """\
---
title: Marché voisin
mission: Trouver le marché le plus proche
incubator: ruche
contact: marche@voisin.example
link: https://voisin.example
sponsors: [/organisations/marees]
phases:
  - name: investigation
    start: 2020-01-15
  - name: construction
    start: 2020-06-01
---
Un texte.
"""
MEMBER = """\
---
fullname: Ana Corail
role: Développeuse
domaine: Développement
missions:
  - start: 2020-01-15
    end: 2027-01-14
    status: admin
---
"""
INCUBATOR = "---\ntitle: La Ruche\n---\n"
ORGANISATION = "---\nname: Ministère des Marées\n---\n"

FOLDERS = Config().folders
PHASES = VOCABULARY.phases
# The standards as the first site has them, looked for everywhere.
DEFAULT_TERMS = standard_terms({}, PHASES)
KEEP = partial(modelled, vocabulary=VOCABULARY)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def phase(name: str, start: date | None, end: date | None, index: int) -> Phase:
    """Make a phase of the first site's words."""
    return Phase(name, start, end, index, PHASES.get(name))


def product(
    phases: list[tuple[str, ...]] | None = None,
    events: list[tuple[str, str | None]] | None = None,
    *,
    incubators: tuple[str, ...] = ("ruche",),
    fast: FastSupport | None = None,
    product_id: str = "p",
) -> Product:
    """Make a product: phases as (name, start[, end]), events as (name, date), in the order of the file."""
    made = [
        phase(name, day(dates[0] if dates else None), day(dates[1] if len(dates) > 1 else None), index)
        for index, (name, *dates) in enumerate(phases or [])
    ]
    made.sort(key=lambda phase: phase.order)
    named = tuple(Event(name, day(when), index) for index, (name, when) in enumerate(events or []))
    return Product(product_id, f"content/_startups/{product_id}.md", "P", incubators, tuple(made), named, fast)


def member(*missions: tuple[str | None, str | None, str], domain: str = "Design", member_id: str = "m.m") -> Member:
    """Make a member with missions as (start, end, status)."""
    made = tuple(Mission(day(start), day(end), status, n) for n, (start, end, status) in enumerate(missions))
    return Member(member_id, f"content/_authors/{member_id}.md", domain, made)


def portfolio(products: list[Product] | None = None, members: list[Member] | None = None) -> Portfolio:
    return Portfolio(tuple(products or []), tuple(members or []), (), ())


def terms(**changes: Any) -> Terms:
    return replace(Config().terms(TODAY), **changes)


def write_site(root: Path, **files: str | bytes) -> Path:
    """Write a site of one record a collection; other files by path, with « / » as « __ » in the name."""
    standard = {
        "content/_startups/voisin.md": PRODUCT,
        "content/_authors/ana.corail.md": MEMBER,
        "content/_incubators/ruche.md": INCUBATOR,
        "content/_organisations/marees.md": ORGANISATION,
    }
    for path, content in {**standard, **files}.items():
        place = root / path.replace("__", "/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def record(fields: dict[str, Any]) -> str:
    """Write a record's file from its fields."""
    return f"---\n{yaml.dump(fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)}---\n"


def check(root: Path, as_of: date = TODAY) -> list[Finding]:
    """Return all findings on a site."""
    return list(read_and_check(FolderSource(root), FOLDERS, as_of, VOCABULARY, lambda _: None).findings)


def reading(source: Source, folders: Mapping[str, str] = FOLDERS) -> Reading:
    """Read a site by the one road from bytes to a portfolio."""
    checked = read_and_check(source, folders, TODAY, VOCABULARY, KEEP)
    return Reading(checked.records, make_portfolio(checked.kept))


def records(source: Source, collection: str, folder: str) -> list[Record]:
    """Read a collection's files."""
    found = [read_record(source, place) for place in list_files(source, collection, folder)]
    return [record for record in found if record is not None]


def read(root: Path) -> Portfolio:
    return reading(FolderSource(root)).portfolio


def pace(**changes: Any) -> Pace:
    """The configuration's pace, as far as a test does not change it."""
    probing = Config().probing
    return replace(Pace(probing.concurrency, probing.per_host, probing.budget), **changes)
