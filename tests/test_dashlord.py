"""Dashlord's list and report, over a real server."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.model import Product
from startup_stats.probing import dashlord
from startup_stats.probing.dashlord import (
    Listing,
    host_of,
    list_entries,
    read_instances,
    report_entries,
)
from startup_stats.probing.pieces import ShapeFaultError
from startup_stats.probing.web import Limits, Web
from startup_stats.standards.ledger import Answer
from tests.web import Reply, Served, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = """\
title: Tableau de bord
urls:
  - url: https://www.plume.example/accueil
    title: Plume
    betaId: plume
    tools: {nuclei: false}
  - url: https://encre.example
    category: incubateur
    repositories: [exemple/encre]
"""
REPORT = [
    {
        "url": "https://papier.example",
        "betaId": "papier",
        "declaration-a11y": {"mention": "non", "url": "x"},
        "n": [1, {}],
    },
    {"stats": {"grade": "A"}, "url": "https://gomme.example/fr", "betaId": None},
]
ADDRESSES = {
    "by its id": ("plume", "https://ailleurs.example", True),
    "by a former id": ("crayon", "https://ailleurs.example", True),
    "by host": ("e", "https://encre.example/demarches", True),
    "by host with www": ("e", "http://WWW.encre.example:80", True),
    "by an id of the report": ("papier", "https://ailleurs.example", True),
    "by a host of the report": ("g", "https://gomme.example", True),
    "not by the host of what names another product": ("p", "https://plume.example", False),
    "not by a host inside another": ("e", "https://blanche-encre.example", False),
    "not at all": ("x", "https://ailleurs.example", False),
    "not without a host": ("x", "https://[", False),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    pages = {
        "d.example/dashlord.yml": Reply(body=LIST),
        "d.example/report.json": Reply(body=json.dumps(REPORT)),
        "d.example/renamed.yml": Reply(body="sites: []"),
        "d.example/empty.yml": Reply(body="urls: []"),
        "d.example/page.json": Reply(body="<!doctype html><p>Connexion"),
        "d.example/stuck.json": Reply(way="short"),
        "d.example/down.json": Reply(503),
    }
    with Served(pages) as web:
        yield web


def read(served: Served, *instances: dict[str, str]) -> Listing:
    web = Web("x", resolve=resolve, allow_private=True)
    given = [{kind: served.url(f"d.example/{name}") for kind, name in instance.items()} for instance in instances]
    listing = read_instances(web, given)
    web.close()
    return listing


BOTH = {"list": "dashlord.yml", "report": "report.json"}


@pytest.mark.parametrize(("product_id", "address", "listed"), ADDRESSES.values(), ids=ADDRESSES)
def test_who_is_listed(served: Served, product_id: str, address: str, *, listed: bool) -> None:
    former = ("plume",) if product_id == "crayon" else ()
    product = Product(product_id, f"{product_id}.md", "X", (), (), (), None, former_ids=former)
    expected = Answer("ok", "listed") if listed else Answer("broken", "not-listed")
    assert read(served, BOTH).answer(product, address) == expected


# An instance beside a good one → what becomes of a product that neither lists.
FAULTS = {
    "another shape of list": ({"list": "renamed.yml"}, "shape"),
    "an empty list": ({"list": "empty.yml"}, "shape"),
    "a page in place of the report": ({"report": "page.json"}, "shape"),
    "no list": ({"list": "none.yml"}, "http-404"),
    "a server that is down": ({"report": "down.json"}, "http-503"),
    "a report that breaks off": ({"report": "stuck.json"}, "bad-response"),
    "a report that is too long": ({"report": "report.json"}, "truncated"),
    "the first fault counts": ({"list": "none.yml", "report": "page.json"}, "http-404"),
}


@pytest.mark.parametrize(("instance", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_no_empty_list(
    served: Served, instance: dict[str, str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other instances list counts all the same; what they don't is unknown, not absent."""
    if fault == "truncated":
        monkeypatch.setattr(dashlord, "REPORT_LIMITS", Limits(max_bytes=40))
    listing = read(served, instance, BOTH)
    product = Product("x", "x.md", "X", (), (), (), None)
    assert listing.answer(product, "https://ailleurs.example") == Answer("unknown", fault)
    assert listing.answer(product, "https://encre.example") == Answer("ok", "listed")


SHAPES = {
    "nothing": "",
    "a mapping": '{"urls": []}',
    "an empty list": "[]",
    "a list of texts": '["https://a.example"]',
    "a list of lists": "[[]]",
    "a text": '"a"',
    "an open list": '[{"url": "a"}',
    "text after it": '[{"url": "a"}] x',
    "no UTF-8": b'[{"url": "\xff"}]',
    "deep": "[" * 200_000,
    "deep inside": '[{"x": ' + "[" * 200_000,
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_reports_of_another_shape(text: str | bytes) -> None:
    body = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ShapeFaultError):
        list(report_entries([body]))


LIST_SHAPES = {
    "nothing": "", "a text": "urls", "a list": "- url: a", "no list": "urls: a", "bad YAML": "urls: [", "bytes": b"\xff\xfe",
}  # fmt: skip


@pytest.mark.parametrize("text", LIST_SHAPES.values(), ids=LIST_SHAPES)
def test_lists_of_another_shape(text: str | bytes) -> None:
    with pytest.raises(ShapeFaultError):
        list(list_entries([text if isinstance(text, bytes) else text.encode()]))


@pytest.mark.parametrize("entry", ["a", None, {}, {"url": None}, {"url": ["a"]}])
def test_entries_of_another_shape(entry: object) -> None:
    with pytest.raises(ShapeFaultError):
        Listing().add(entry)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.a.example/x", "a.example"),
        ("a.example/x", "a.example"),
        ("A.Example:8080", "a.example"),
        ("https://[", ""),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert host_of(url) == host


def test_an_entry_without_id_or_host_lists_nobody() -> None:
    listing = Listing()
    listing.add({"url": "https://["})
    assert listing == Listing()


@pytest.mark.unmeasured
def test_eighteen_megabytes_are_never_held() -> None:
    """A report as large as the largest known, piece by piece: less than 2 MB at a time."""
    entry = {"url": "https://site.example", "nuclei": [{"info": "x" * 1_000, "n": 1.5}] * 17}
    piece = (json.dumps(entry) + ",").encode()
    count = 18_000_000 // len(piece)

    def pieces() -> Iterator[bytes]:
        yield b"["
        for _ in range(count):
            yield piece
        yield json.dumps({"url": "https://dernier.example", "betaId": "dernier"}).encode() + b"]"

    tracemalloc.start()
    entries = sum(1 for _ in report_entries(pieces()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert entries == count + 1
    assert peak < 2_000_000


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "betaId", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(["url", "betaId", "x"]), JSON, max_size=3), min_size=1, max_size=4),
    st.integers(1, 9),
)
def test_a_report_reads_as_json_does_however_it_is_cut(report: list[dict[str, Any]], size: int) -> None:
    """The url and the betaId are those of the whole document; a list or mapping in their place is no text."""
    body = json.dumps(report).encode()
    read = list(report_entries(body[start : start + size] for start in range(0, len(body), size)))

    def told(entry: dict[str, Any], name: str) -> str | None:
        return entry[name] if isinstance(entry.get(name), str) else None

    assert [[told(each, name) for name in ("url", "betaId")] for each in read] == [
        [told(each, name) for name in ("url", "betaId")] for each in report
    ]
