"""stats_findings.json and its feed: whose each finding is, since when, and that nobody is named."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats import cli
from startup_stats.document.findings import same_findings
from startup_stats.document.shares import shares
from startup_stats.document.unnamed import Unnamed
from startup_stats.schema import validators
from tests.conftest import PROJECT
from tests.repositories import SITE, commit, git, repository
from tests.sites import INCUBATOR, MEMBER, PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
VOISIN = "content/_startups/voisin.md"
WRONG = PRODUCT.replace("name: construction", "name: constuction")
LATER = date(2026, 9, 30)


def findings(site: Path, as_of: date = TODAY, *more: str, code: int = 0) -> dict[str, Any]:
    """Build with the findings beside, and return them."""
    path = site / "findings.json"
    arguments = ["build", str(site), "-o", str(site / "out.json"), "--accept", "--findings", str(path), *more]
    assert cli.main(arguments, today=as_of) == code
    read: dict[str, Any] = json.loads(path.read_bytes())
    assert validators.errors("findings", read) == []
    return read


def brief(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    assert [row["incubator"] for row in document["findings"]] == [
        next(iter(row["incubators"]), None) for row in document["findings"]
    ]
    return [(row["product"], row["incubators"], row["field"], row["rule"], row["line"]) for row in document["findings"]]


# what is written → product, incubators, field, rule, line of each finding
FOUND: dict[str, tuple[dict[str, str | bytes], list[tuple[Any, ...]]]] = {
    "nothing": ({}, []),
    "a value": ({VOISIN: WRONG}, [("voisin", ["ruche"], "phases", "value-not-allowed", 11)]),
    "a missing field": (
        {VOISIN: PRODUCT.replace("contact: marche@voisin.example\n", "")},
        [("voisin", ["ruche"], "contact", "field-missing", 1)],
    ),
    "a missing field inside": (
        {VOISIN: PRODUCT.replace("    start: 2020-06-01\n", "")},
        [("voisin", ["ruche"], "phases", "field-missing", 11)],
    ),
    "what the reader finds": (
        {VOISIN: PRODUCT.replace("2020-06-01", "2020-13-01")},
        [("voisin", ["ruche"], "phases", "date-impossible", 12)],
    ),
    "another rule": (
        {VOISIN: PRODUCT.replace("link: https", "stats: false\nstats_url: https://x.example\nlink: https")},
        [("voisin", ["ruche"], "stats", "stats-contradiction", 6)],
    ),
    "two incubators": (
        {VOISIN: WRONG.replace("incubator: ruche", "incubator: ruche\nincubators: [ruche, essaim]"),
         "content/_incubators/essaim.md": INCUBATOR},
        [("voisin", ["ruche", "essaim"], "phases", "value-not-allowed", 12)],
    ),
    "an incubator that no file knows": (
        {VOISIN: PRODUCT.replace("incubator: ruche", "incubator: nulle-part")},
        [("voisin", ["nulle-part"], "incubator", "incubator-unknown", 4)],
    ),
    "no incubator": (
        {VOISIN: PRODUCT.replace("incubator: ruche\n", "")}, [("voisin", [], "incubator", "field-missing", 1)]
    ),
    "no YAML": (
        {VOISIN: PRODUCT.replace("contact: ", 'contact: "')}, [("voisin", ["ruche"], "contact", "yaml-syntax", 5)]
    ),
    "no YAML, and an incubator that is none": (
        {VOISIN: PRODUCT.replace("contact: ", 'contact: "').replace("ruche", "autre")},
        [("voisin", [], "contact", "yaml-syntax", 5)],
    ),
    "no text": ({VOISIN: b"---\n\xff"}, [("voisin", [], None, "encoding-not-utf8", 2)]),
    "a mark": ({VOISIN: b"\xef\xbb\xbf" + PRODUCT.encode()}, [("voisin", ["ruche"], None, "byte-order-mark", 1)]),
    "a rule that is ignored": ({VOISIN: WRONG, "startup-stats.yml": "ignore: [value-not-allowed]\n"}, []),
}  # fmt: skip


@pytest.mark.parametrize(("files", "found"), FOUND.values(), ids=FOUND)
def test_what_is_told_of_a_product(files: dict[str, str | bytes], found: list[tuple[Any, ...]], tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"content/_startups/bien.md": PRODUCT}, **files)
    assert brief(findings(site)) == found


def test_a_finding_has_all_its_owner_needs(tmp_path: Path) -> None:
    config = "edit_url: https://espace.example/{id}\n"
    site = write_site(tmp_path, **{VOISIN: WRONG, "startup-stats.yml": config})
    document = findings(site)
    assert document["findings"] == [{
        "product": "voisin", "title": "Marché voisin", "incubator": "ruche", "incubators": ["ruche"],
        "field": "phases", "rule": "value-not-allowed", "severity": "error", "line": 11, "path": VOISIN,
        "since": "2026-08-20",
        "message": "« constuction » n'est pas une valeur possible de « name ».",
        "help": "Vouliez-vous dire « construction » ?", "edit_url": "https://espace.example/voisin",
    }]  # fmt: skip
    assert document["incubators"] == [{"id": "ruche", "title": "La Ruche", "error": 1, "warning": 0}]
    assert (document["as_of"], document["language"], document["others"]) == ("2026-08-20", "fr", [])
    english = findings(site, TODAY, "--language", "en")
    assert english["findings"][0]["message"] == '"constuction" is no value of "name".'


def test_files_of_incubators_and_organisations_stand_apart(tmp_path: Path) -> None:
    files = {
        "content/_incubators/ruche.md": "---\ntitle: La Ruche\nhighlighted_startups: [parti]\n---\n",
        "content/_organisations/marees.md": "---\nnom: X\n---\n",
    }
    document = findings(write_site(tmp_path, **files))
    assert [(row["collection"], row["id"], row["title"], row["rule"]) for row in document["others"]] == [
        ("incubator", "ruche", "La Ruche", "highlighted-product-unknown"),
        ("organisation", "marees", "marees", "field-missing"),
    ]
    assert document["findings"] == []
    assert [(each["id"], each["warning"]) for each in document["incubators"]] == [("ruche", 1)]


HOSTILE = {
    "an organisation": PRODUCT.replace("/organisations/marees", "/organisations/ana.corail"),
    "an incubator": PRODUCT.replace("incubator: ruche", "incubator: Ana.Corail"),
    "a path": PRODUCT.replace("/organisations/marees", "content/_authors/ana.corail.md"),
    "an address": PRODUCT.replace("link: https://voisin.example", "link: 'x ana.corail@voisin.example'"),
    "a field": PRODUCT.replace("link:", "ana.corail: x\nana.corail: y\nlink:"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_member_who_is_quoted_is_not_named(content: str, tmp_path: Path) -> None:
    document = findings(write_site(tmp_path, **{VOISIN: content}))
    assert document["findings"]
    for row in document["findings"]:
        assert "ana.corail" not in json.dumps([row["message"], row["help"], row["field"]]).casefold()


def test_findings_on_members_are_counted_and_no_more(tmp_path: Path) -> None:
    member = MEMBER.replace("domaine: Développement", "domaine: Voyance").replace("end: 2027", "end: 2019")
    document = findings(write_site(tmp_path, **{"content/_authors/ana.corail.md": member}))
    assert document["members"] == {"error": 2, "warning": 0}
    assert "ana.corail" not in json.dumps(document)


NAMES = {
    "ana.corail": "…", "Ana.Corail, là": "…, là", "x/ana.corail.md": "x/….md", "ana.corail@a.example": "…@a.example",
    "dr.ana.corail": "dr.…", "jean-marc.du.port.fr": "….fr", "ana.corailleuse": "ana.corailleuse", "ana": "ana",
    "x.ana.corail.ana.corail": "x.….…", "jean-marc.du": "jean-marc.du", "": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "unnamed"), NAMES.items(), ids=NAMES)
def test_names_are_taken_out(text: str, unnamed: str) -> None:
    assert Unnamed(["ana.corail", "jean-marc.du.port", "ana"])(text) == unnamed
    assert Unnamed([])(text) == text


RENAMED = WRONG.replace("link:", "redirect_from: [/startups/voisin]\nlink:")
TWO = WRONG.replace("name: investigation", "name: investigatoin")


def _rename(site: Path) -> None:
    (site / VOISIN).unlink()
    (site / "content/_startups/port.md").write_text(RENAMED)


def _edited(site: Path, old: str, new: str) -> None:
    path = site / "findings.json"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def _linked(site: Path) -> None:
    path = site / "findings.json"
    path.rename(site / "other.json")
    path.symlink_to(site / "other.json")


# what happens between two days → since when each finding of the second stands
SINCE: dict[str, tuple[str, Callable[[Path], object], list[str]]] = {
    "nothing": (WRONG, lambda _: None, ["2026-08-20"]),
    "a line moves": (
        WRONG, lambda site: (site / VOISIN).write_text(WRONG.replace("link:", "techno: [x]\nlink:")), ["2026-08-20"]
    ),
    "another wrong value": (
        WRONG, lambda site: (site / VOISIN).write_text(WRONG.replace("constuction", "cnstruction")), ["2026-08-20"]
    ),
    "another finding": (
        WRONG, lambda site: (site / VOISIN).write_text(WRONG.replace("contact: marche@voisin.example\n", "")),
        ["2026-09-30", "2026-08-20"],
    ),
    "one more of the same field": (
        WRONG, lambda site: (site / VOISIN).write_text(TWO), ["2026-09-30", "2026-08-20"]
    ),
    "one fewer of the same field": (TWO, lambda site: (site / VOISIN).write_text(WRONG), ["2026-08-20"]),
    "one of two is another": (
        TWO, lambda site: (site / VOISIN).write_text(TWO.replace("constuction", "cnstruction")),
        ["2026-08-20", "2026-09-30"],
    ),
    "the title changes": (
        WRONG, lambda site: (site / VOISIN).write_text(WRONG.replace("Marché voisin", "Halle")), ["2026-08-20"]
    ),
    "renamed": (WRONG, _rename, ["2026-08-20"]),
    "another has its name now": (
        WRONG, lambda site: (site / "content/_startups/port.md").write_text(RENAMED),
        ["2026-09-30", "2026-09-30", "2026-08-20"],
    ),
    "the file is gone": (WRONG, lambda site: (site / "findings.json").unlink(), ["2026-09-30"]),
    "the file is no JSON": (WRONG, lambda site: (site / "findings.json").write_bytes(b"\xff<<<<"), ["2026-09-30"]),
    "the file is deep": (WRONG, lambda site: (site / "findings.json").write_text("[" * 99_999), ["2026-09-30"]),
    "the file is of another version": (
        WRONG, lambda site: _edited(site, '"schema_version": 1', '"schema_version": 0'), ["2026-09-30"]
    ),
    "the file has a day that is none": (
        WRONG, lambda site: _edited(site, '"since":"2026-08-20"', '"since":"0000-00-00"'), ["2026-09-30"]
    ),
    "the file has a day to come": (
        WRONG, lambda site: _edited(site, '"since":"2026-08-20"', '"since":"2031-01-01"'), ["2026-09-30"]
    ),
    "the file is a link": (WRONG, _linked, ["2026-09-30"]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "change", "since"), SINCE.values(), ids=SINCE)
def test_since_when(content: str, change: Callable[[Path], object], since: list[str], tmp_path: Path) -> None:
    site = write_site(tmp_path, **{VOISIN: content})
    findings(site)
    change(site)
    assert [row["since"] for row in findings(site, LATER)["findings"]] == since


def test_what_was_mended_and_comes_back_is_new(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{VOISIN: WRONG})
    findings(site)
    (site / VOISIN).write_text(PRODUCT)
    assert findings(site, date(2026, 9, 1))["findings"] == []
    (site / VOISIN).write_text(WRONG)
    assert findings(site, LATER)["findings"][0]["since"] == "2026-09-30"
    # A day before: nothing stands since a day to come.
    assert findings(site, TODAY)["findings"][0]["since"] == "2026-08-20"


def test_an_incubator_s_own_file_keeps_its_days_too(tmp_path: Path) -> None:
    wrong = "---\ntitle: La Ruche\nhighlighted_startups: [parti]\n---\n"
    site = write_site(tmp_path, **{"content/_incubators/ruche.md": wrong})
    findings(site)
    assert [row["since"] for row in findings(site, LATER)["others"]] == ["2026-08-20"]


TOLD = {
    "none before": (lambda path: path.unlink(), "Premier relevé des défauts : tous sont datés du 30 septembre 2026."),
    "another shape": (lambda path: path.write_text("{}"), "n'est pas un relevé de défauts de cette version"),
}


@pytest.mark.parametrize(("change", "words"), TOLD.values(), ids=TOLD)
def test_days_that_start_anew_are_told(
    change: Callable[[Path], object], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_site(tmp_path)
    findings(site)
    capsys.readouterr()
    findings(site, LATER)
    assert "relevé" not in capsys.readouterr().err
    change(site / "findings.json")
    findings(site, LATER)
    assert capsys.readouterr().err.count(words) == 1


def test_a_day_alone_is_no_news(tmp_path: Path) -> None:
    """The file is the same bytes on another day, and on the same day made anew; a day that is asked for is written."""
    site = write_site(tmp_path, **{VOISIN: WRONG})
    first = findings(site)
    content = (site / "findings.json").read_bytes()
    assert findings(site, LATER) == first
    assert (site / "findings.json").read_bytes() == content
    asked = findings(site, LATER, "--as-of", "2026-09-30")
    assert asked["as_of"] == "2026-09-30"
    assert same_findings(first, asked)
    (site / "findings.json").unlink()
    findings(site)
    assert (site / "findings.json").read_bytes() == content
    assert (content[:3], content[-1:]) == (b"{\n ", b"\n")


def test_nothing_is_written_when_the_guard_rings(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{VOISIN: WRONG, "content/_startups/port.md": PRODUCT})
    document = findings(site)
    (site / VOISIN).unlink()
    arguments = ["build", str(site), "-o", str(site / "out.json"), "--findings", str(site / "findings.json")]
    assert cli.main(arguments, today=LATER) == 3
    assert json.loads((site / "findings.json").read_bytes()) == document


@pytest.mark.parametrize("option", ["--findings", "--findings-feed"])
def test_a_folder_that_is_not_there(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path)
    assert cli.main(["build", str(site), "-o", "-", option, str(tmp_path / "no" / "x")], today=TODAY) == 2
    assert "n'existe pas" in capsys.readouterr().err


def test_the_feed_alone(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{VOISIN: WRONG})
    assert (
        cli.main(["build", str(site), "-q", "-o", "-", "--findings-feed", str(tmp_path / "f.atom")], today=TODAY) == 0
    )
    assert (tmp_path / "f.atom").read_bytes().startswith(b"<?xml")


def feed(site: Path, as_of: date = TODAY, config: str = "") -> ET.Element:
    (site / "startup-stats.yml").write_text(config)
    path = site / "findings.atom"
    findings(site, as_of, "--findings-feed", str(path))
    return ET.fromstring(path.read_bytes())  # noqa: S314 - of our own making


TWO_INCUBATORS = {
    VOISIN: WRONG.replace("incubator: ruche", "incubator: ruche\nincubators: [ruche, autre]"),
    "content/_startups/port.md": PRODUCT.replace("incubator: ruche\n", "").replace("Marché voisin", "Le port"),
    "content/_startups/quai.md": PRODUCT.replace("sponsors: [/organisations/marees]", "sponsors: [nul, a<b&c]"),
}


def test_the_feed_has_an_entry_an_incubator(tmp_path: Path) -> None:
    site = write_site(tmp_path, **TWO_INCUBATORS)
    findings(site)
    (site / VOISIN).write_text(TWO_INCUBATORS[VOISIN].replace("title:", "stats: false\nstats_url: https://x\ntitle:"))
    read = feed(site, LATER, "product_url: https://Beta.example/p/{id}\nedit_url: https://e.example/{id}?a&b\n")
    assert read.findtext(f"{ATOM}id") == "tag:beta.example,2026:findings"
    assert read.findtext(f"{ATOM}updated") == "2026-09-30T00:00:00Z"
    entries = [
        [entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")]
        + [category.get("term") for category in entry.findall(f"{ATOM}category")]
        for entry in read.findall(f"{ATOM}entry")
    ]
    tag = "tag:beta.example,2026:findings"
    assert entries == [
        [f"{tag}:incubator:autre", "autre : 2 erreurs et 1 avertissement", "2026-09-30T00:00:00Z", "autre"],
        [f"{tag}:incubator:ruche", "La Ruche : 4 erreurs et 1 avertissement", "2026-09-30T00:00:00Z", "ruche"],
        [f"{tag}:without-incubator", "Sans incubateur : 1 erreur", "2026-08-20T00:00:00Z"],
    ]
    content = read.findall(f"{ATOM}entry/{ATOM}content")[1].text or ""
    assert '<h3><a href="https://e.example/quai?a&amp;b">Marché voisin</a></h3>' in content
    assert "a&lt;b&amp;c" in content
    assert "Depuis le 20 août 2026." in content


def test_the_feed_depends_on_nothing_but_the_findings(tmp_path: Path) -> None:
    site = write_site(tmp_path, **TWO_INCUBATORS)
    feed(site)
    before = (site / "findings.atom").read_bytes()
    feed(site, LATER)
    assert (site / "findings.atom").read_bytes() == before


ADDRESSES = {
    "the site's": ("product_url: https://x.example/a/{id}\n", "tag:x.example,2026:findings", "https://x.example/"),
    "none": ("", "tag:localhost,2026:findings", None),
    "one that is of each product": ("product_url: https://{id}.x.example/\n", "tag:localhost,2026:findings", None),
    "one that is none": ("product_url: 'https://[{id}'\n", "tag:localhost,2026:findings", None),
}


@pytest.mark.parametrize(("config", "tag", "link"), ADDRESSES.values(), ids=ADDRESSES)
def test_whose_the_feed_is(config: str, tag: str, link: str | None, tmp_path: Path) -> None:
    read = feed(write_site(tmp_path), TODAY, config)
    found = read.find(f"{ATOM}link")
    assert (read.findtext(f"{ATOM}id"), None if found is None else found.get("href")) == (tag, link)
    assert (read.findall(f"{ATOM}entry"), read.findtext(f"{ATOM}updated")) == ([], "2026-08-20T00:00:00Z")


def test_the_feed_of_a_repository_without_findings_is_of_its_content_s_day(tmp_path: Path) -> None:
    site = repository(tmp_path / "site")
    commit(site, "2026-05-04", SITE)
    git(site, "remote", "add", "origin", "https://github.com/o/n.git")
    read = feed(site, LATER)
    assert read.findtext(f"{ATOM}id") == "tag:github.com,2026:o/n:findings"
    assert read.findtext(f"{ATOM}updated") == "2026-05-04T00:00:00Z"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_a_title_holds_it_is_told(title: str) -> None:
    row = {
        "product": "p", "title": title, "incubators": [title or "x"], "path": "p.md", "edit_url": None, "line": 1,
        "severity": "error",
    }  # fmt: skip
    incubators = [{"id": title or "x", "title": title}]
    [share] = shares({"findings": [row], "others": [], "incubators": incubators})
    assert (share.incubator, share.findings) == (title or "x", [row])


@pytest.mark.unmeasured
def test_the_real_content(real_site: Path, tmp_path: Path) -> None:
    """Nobody is named, by whole words; the file is small, its feed too, and the same at each run."""
    arguments = ["build", str(real_site), "-o", "-", "--config", str(PROJECT / "docs/beta.gouv.fr/startup-stats.yml")]
    written = []
    for _ in range(2):
        paths = [tmp_path / "findings.json", tmp_path / "findings.atom"]
        more = ["--findings", str(paths[0]), "--findings-feed", str(paths[1])]
        assert cli.main([*arguments, *more], today=TODAY) == 0
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    document = json.loads(written[0][0])
    told = len(document["findings"]) + len(document["others"])
    assert told > 30
    assert sum(len(content) for content in written[0]) < 2_000 * told
    members = {path.stem for path in (real_site / "content/_authors").iterdir()}
    assert len(members) > 3_000
    for content in written[0]:
        words = re.findall(r"[\w.-]+", content.decode().replace("&quot;", " "))
        assert {word.strip(".-") for word in words} & members == set()
        assert Unnamed(members)(content.decode()) == content.decode()


def test_a_document_that_would_not_be_valid_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("startup_stats.document.findings.SCHEMA_VERSION", 0)
    site = write_site(tmp_path)
    path = site / "findings.json"
    assert cli.main(["build", str(site), "-o", str(site / "out.json"), "--findings", str(path)], today=TODAY) == 3
    assert "ValueError" in capsys.readouterr().err
    assert not path.exists()
    assert not (site / "out.json").exists()
