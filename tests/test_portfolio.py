from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.commands.site import Overrides, open_folder, read_figures, read_site
from startup_stats.content.source import FolderSource
from startup_stats.errors import OutsideError
from startup_stats.model import Event, FastSupport, Mission
from tests.sites import TODAY, day, phase, read, reading, record, write_site

if TYPE_CHECKING:
    from pathlib import Path


def test_a_site(tmp_path: Path) -> None:
    found = read(write_site(tmp_path))
    (product,) = found.products
    assert (product.id, product.path, product.title) == ("voisin", "content/_startups/voisin.md", "Marché voisin")
    assert product.incubators == ("ruche",)
    assert product.phases == (
        phase("investigation", day("2020-01-15"), None, 0),
        phase("construction", day("2020-06-01"), None, 1),
    )
    (member,) = found.members
    assert (member.id, member.domain) == ("ana.corail", "Développement")
    assert member.missions == (Mission(day("2020-01-15"), day("2027-01-14"), "admin", 0),)
    assert [incubator.title for incubator in found.incubators] == ["La Ruche"]
    assert [organisation.name for organisation in found.organisations] == ["Ministère des Marées"]


# fields of a product → attribute and what it becomes; nothing here may raise
SHAPES: dict[str, tuple[dict[str, Any], str, object]] = {
    "phases are sorted by start, and keep their place": (
        {"phases": [{"name": "abandon", "start": "2022-01-01"}, {"name": "construction", "start": "2020-01-01"}]},
        "phases",
        (phase("construction", day("2020-01-01"), None, 1), phase("abandon", day("2022-01-01"), None, 0)),
    ),
    "a phase has an end": (
        {"phases": [{"name": "investigation", "start": "2020-01-01", "end": "2020-03-31"}]},
        "phases",
        (phase("investigation", day("2020-01-01"), day("2020-03-31"), 0),),
    ),
    "on one day by the order of life": (
        {"phases": [{"name": "construction", "start": "2020-01-01"}, {"name": "investigation", "start": "2020-01-01"}]},
        "phases",
        (phase("investigation", day("2020-01-01"), None, 1), phase("construction", day("2020-01-01"), None, 0)),
    ),
    "phases of another shape": ({"phases": "construction"}, "phases", ()),
    "a phase of another shape keeps the others' place": (
        {"phases": ["?", {"name": "construction", "start": 2020, "end": ["x"]}]},
        "phases",
        (phase("construction", None, None, 1),),
    ),
    "a time stamp is its day": (
        {"events": [{"name": "end", "date": "2020-01-01T10:00:00"}]},
        "events",
        (Event("end", day("2020-01-01"), 0),),
    ),
    "dates that are none": (
        {"events": [{"name": "end", "date": text} for text in ("2020-13-01", "20200101", "2020-1", "demain", "")]},
        "events",
        tuple(Event("end", None, index) for index in range(5)),
    ),
    "a date without its zeros is the day that Jekyll shows": (
        {"events": [{"name": "end", "date": "2020-1-9"}]},
        "events",
        (Event("end", day("2020-01-09"), 0),),
    ),
    "events of another shape": ({"events": {"name": "end"}}, "events", ()),
    "an event without name": ({"events": [{"date": "2020-01-01"}]}, "events", (Event("", day("2020-01-01"), 0),)),
    "co-incubated": ({"incubator": "b", "incubators": ["a", "b"]}, "incubators", ("b", "a")),
    "incubators of another shape": ({"incubator": 3, "incubators": "a"}, "incubators", ()),
    "incubators with other things among them": ({"incubator": "", "incubators": ["a", 1, None]}, "incubators", ("a",)),
    "FAST": ({"fast": {"promotion": 9, "montant": 1.5}}, "fast", FastSupport(9, 1.5)),
    "FAST of another shape": ({"fast": "9"}, "fast", None),
    "FAST without numbers": ({"fast": {"promotion": "9", "montant": "x"}}, "fast", FastSupport(None, None)),
    "a title that is no text": ({"title": 12}, "title", "p"),
    "a title with spaces around": ({"title": " Marché voisin "}, "title", "Marché voisin"),
    "a title of spaces": ({"title": "  "}, "title", "p"),
}


@pytest.mark.parametrize(("fields", "attribute", "becomes"), SHAPES.values(), ids=SHAPES)
def test_shapes(tmp_path: Path, fields: dict[str, Any], attribute: str, becomes: object) -> None:
    found = read(write_site(tmp_path, **{"content/_startups/p.md": record(fields)}))
    assert getattr(found.products[0], attribute) == becomes


def test_one_bad_file_never_hides_the_next(tmp_path: Path) -> None:
    bad = {"content/_startups/a.md": "no fence", "content/_startups/z.md": "---\n- a list\n---\n"}
    found = reading(FolderSource(write_site(tmp_path, **bad)))
    assert [product.id for product in found.portfolio.products] == ["voisin"]
    findings = [finding for record in found.records["product"] for finding in record.findings]
    assert [(finding.rule, finding.location.path) for finding in findings] == [
        ("front-matter-missing", "content/_startups/a.md"),
        ("front-matter-not-a-mapping", "content/_startups/z.md"),
    ]


@pytest.mark.parametrize("collection", ["_startups", "_authors", "_incubators", "_organisations"])
def test_an_empty_scan_is_a_failure(tmp_path: Path, collection: str) -> None:
    site = write_site(tmp_path)
    for file in (site / "content" / collection).iterdir():
        file.write_text("no fence")
    with pytest.raises(OutsideError) as raised:
        read(site)
    assert f"« content/{collection} » ne contient aucune fiche lisible (1 fichier)" in raised.value.message.fr
    for file in (site / "content" / collection).iterdir():
        file.unlink()
    if collection == "_organisations":  # the site had none before 2022
        assert read(site).organisations == ()
        return
    with pytest.raises(OutsideError) as raised:
        read(site)
    assert "(0 fichier)" in raised.value.message.fr


def test_what_is_read_unchecked_is_the_same(example: Path) -> None:
    site = open_folder(example, Overrides())
    checked, findings = read_site(site, TODAY)
    assert findings, "there is something to tell"
    read = read_figures(site)
    assert read.portfolio == checked.portfolio
    for collection, records in checked.records.items():
        told = [(each.id, each.path, each.data, each.shown) for each in records]
        assert [(each.id, each.path, each.data, each.shown) for each in read.records[collection]] == told
