"""Atom feeds: what RFC 4287 requires, read back by a parser, whatever the texts in them are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.writers.atom import Category, Entry, Feed, tag_uri, to_atom

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ENTRY = Entry("tag:x.example,2026:a", "Un défaut", date(2026, 8, 1), "<p>Bien</p>")
FEED = Feed("tag:x.example,2026:", "Défauts", date(2026, 8, 20), "Équipe", "fr", (ENTRY,))


def read(feed: Feed) -> ET.Element:
    # Through bytes, as a reader gets it: a lone surrogate would not even be written.
    return ET.fromstring(to_atom(feed).encode())  # noqa: S314 - of our own making


def text(element: ET.Element, name: str) -> str:
    [found] = element.findall(f"{ATOM}{name}")
    return found.text or ""


def test_a_feed_and_its_entries_have_what_the_standard_requires() -> None:
    linked = replace(
        ENTRY, link="https://x.example/?a=1&b=2", categories=(Category("ANCT"), Category("b'", 'Le "b" & co'))
    )
    feed = read(replace(FEED, entries=(linked,), link="https://x.example/", address="https://x.example/f.atom"))
    assert (feed.tag, feed.get(f"{XML}lang")) == (f"{ATOM}feed", "fr")
    assert [text(feed, name) for name in ("id", "title", "updated")] == [
        "tag:x.example,2026:", "Défauts", "2026-08-20T00:00:00Z",
    ]  # fmt: skip
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Équipe"
    assert [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")] == [
        ("alternate", "https://x.example/"), ("self", "https://x.example/f.atom"),
    ]  # fmt: skip
    [entry] = feed.findall(f"{ATOM}entry")
    assert [text(entry, name) for name in ("id", "title", "updated", "content")] == [
        "tag:x.example,2026:a", "Un défaut", "2026-08-01T00:00:00Z", "<p>Bien</p>",
    ]  # fmt: skip
    assert [link.attrib for link in entry.findall(f"{ATOM}link")] == [
        {"rel": "alternate", "href": "https://x.example/?a=1&b=2"}
    ]
    assert [category.attrib for category in entry.findall(f"{ATOM}category")] == [
        {"term": "ANCT"}, {"term": "b'", "label": 'Le "b" & co'},
    ]  # fmt: skip


@pytest.mark.parametrize("content_type", ["text", "html"])
def test_content_says_what_it_is(content_type: str) -> None:
    entry = Entry("urn:a", "A", date(2026, 8, 1), "1 < 2", content_type)  # type: ignore[arg-type]
    found = read(replace(FEED, entries=(entry,))).find(f"{ATOM}entry/{ATOM}content")
    assert found is not None
    assert (found.get("type"), found.text) == (content_type, "1 < 2")


def test_without_entries_it_is_a_feed_all_the_same() -> None:
    feed = read(replace(FEED, entries=()))
    assert text(feed, "updated") == "2026-08-20T00:00:00Z"
    assert feed.findall(f"{ATOM}link") == []


MOMENTS = {
    "a day": (date(2026, 8, 1), "2026-08-01T00:00:00Z"),
    "a moment": (datetime(2026, 8, 1, 12, 30, 5, 250, tzinfo=UTC), "2026-08-01T12:30:05Z"),
    "elsewhere": (datetime(2026, 8, 1, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2026-07-31T23:00:00Z"),
    "without a zone": (datetime(2026, 8, 1, 12, 30), "2026-08-01T12:30:00Z"),  # noqa: DTZ001 - as it may come
    "the first years": (date(1, 1, 1), "0001-01-01T00:00:00Z"),
}


@pytest.mark.parametrize(("updated", "written"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment_is_written_in_utc(updated: date, written: str) -> None:
    assert text(read(replace(FEED, updated=updated)), "updated") == written


TEXTS = {
    "markup": ("</title><script>&amp;]]>", "</title><script>&amp;]]>"),
    "controls": ("a\x00b\x08c\x0bd\x1be\x7f", "abcde\x7f"),
    "spaces": ("a\tb\nc\rd", "a\tb\nc\rd"),
    "half a character": ("a\ud800b\udfff", "ab"),
    "no character": ("a\ufffe\uffffb", "ab"),
    "beyond the first plane": ("🚀 é", "🚀 é"),
    "doctype": ('<!DOCTYPE x [<!ENTITY e "e">]>&e;', '<!DOCTYPE x [<!ENTITY e "e">]>&e;'),
}


@pytest.mark.parametrize(("given_text", "kept"), TEXTS.values(), ids=TEXTS)
def test_a_text_comes_back_as_it_was_but_for_what_xml_forbids(given_text: str, kept: str) -> None:
    entry = Entry(given_text, given_text, date(2026, 8, 1), given_text, categories=(Category(given_text, given_text),))
    feed = read(replace(FEED, author=given_text, title=given_text, link=given_text, entries=(entry,)))
    [read_entry] = feed.findall(f"{ATOM}entry")
    [category] = read_entry.findall(f"{ATOM}category")
    [link] = feed.findall(f"{ATOM}link")
    seen = {
        feed.findtext(f"{ATOM}author/{ATOM}name"), text(feed, "title"), link.get("href"), text(read_entry, "id"),
        text(read_entry, "title"), text(read_entry, "content"), category.get("term"), category.get("label"),
    }  # fmt: skip
    assert seen == {kept}


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_a_text_holds_the_feed_can_be_read(anything: str) -> None:
    feed = replace(FEED, title=anything, entries=(replace(ENTRY, content=anything, link=anything),))
    assert len(read(feed).findall(f"{ATOM}entry")) == 1
    assert to_atom(feed) == to_atom(feed)


TAGS = {
    "a site": (("https://Beta.gouv.example/", 2026, "findings", "anct"), "tag:beta.gouv.example,2026:findings:anct"),
    "a repository": (("https://github.com/o/n", 2026, "findings"), "tag:github.com,2026:o/n:findings"),
    "a hostile id": (("https://x.example", 2026, "a b:é/<"), "tag:x.example,2026:a%20b%3A%C3%A9/%3C"),
    "no address": (("", 2026, "findings"), "tag:,2026:findings"),
    "half a character": (("https://x.example", 2026, "\ud800"), "tag:x.example,2026:%3F"),
}


@pytest.mark.parametrize(("given_parts", "tag"), TAGS.values(), ids=TAGS)
def test_a_tag_names_a_thing_for_good(given_parts: tuple[str, int, str], tag: str) -> None:
    assert tag_uri(*given_parts) == tag
