"""What Jekyll takes as a document is what is counted: a table, and the real Jekyll beside it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.content.addresses import address_of
from startup_stats.content.source import FolderSource
from tests.sites import FOLDERS, PRODUCT, check, reading, record, write_site

if TYPE_CHECKING:
    from pathlib import Path

RECORD = b"---\ntitle: X\nmission: x\nincubator: ruche\ncontact: x@x.example\nphases: []\n---\n"
MARK = b"\xef\xbb\xbf"
# Path in the folder of products, its bytes → its id where it is counted, and the rule that tells of it, if any does.
FILES: dict[str, tuple[bytes, str | None, str | None]] = {
    "a.md": (RECORD, "a", None),
    "a.b.c.md": (RECORD, "a.b.c", None),
    "mon espace.md": (RECORD, "mon espace", None),
    "Éa(b).md": (RECORD, "Éa(b)", None),
    "2020-01-02-date.md": (RECORD, "2020-01-02-date", None),
    "points...md": (RECORD, "points..", None),
    "crlf.md": (RECORD.replace(b"\n", b"\r\n"), "crlf", "line-ends-windows"),
    "blancs.md": (RECORD.replace(b"---\n", b"---\t \n", 1), "blancs", None),
    "sans": (RECORD, "sans", "file-name-unusual"),
    "texte.txt": (RECORD, "texte", "file-name-unusual"),
    "autre.markdown": (RECORD, "autre", "file-name-unusual"),
    "donnees.yml": (RECORD, "donnees", "file-name-unusual"),
    "MAJ.MD": (RECORD, "MAJ", "file-name-unusual"),
    "image.png": (RECORD, "image.png", "file-name-unusual"),
    "sous/b.md": (RECORD, "b", "file-name-unusual"),
    "sous/_plus/c.md": (RECORD, "c", "file-name-unusual"),
    "ancien~/d.md": (RECORD, "d", "file-name-unusual"),
    "publie.md": (RECORD.replace(b"---\n", b"---\npublished: true\n", 1), "publie", None),
    "vide.md": (RECORD.replace(b"---\n", b"---\npublished:\n", 1), "vide", None),
    "mot.md": (RECORD.replace(b"---\n", b'---\npublished: "false"\n', 1), "mot", None),
    "retire.md": (RECORD.replace(b"---\n", b"---\npublished: false\n", 1), None, "record-unpublished"),
    "non.md": (RECORD.replace(b"---\n", b"---\npublished: no\n", 1), None, "record-unpublished"),
    "_brouillon.md": (RECORD, None, "file-name-passed-over"),
    "_dossier/e.md": (RECORD, None, "file-name-passed-over"),
    ".cache.md": (RECORD, None, "file-name-passed-over"),
    "#emacs.md": (RECORD, None, "file-name-passed-over"),
    "~word.md": (RECORD, None, "file-name-passed-over"),
    "copie.md~": (RECORD, None, "file-name-passed-over"),
    "point.": (RECORD, None, "file-name-passed-over"),
    "marque.md": (MARK + RECORD, None, "byte-order-mark"),
    "rien.md": (b"", None, "front-matter-missing"),
    "sans-fin.md": (b"---", None, "front-matter-missing"),
    "texte-seul.md": (b"Bonjour\n", None, "front-matter-missing"),
    "insecable.md": (RECORD.replace(b"---\n", b"---\xc2\xa0\n", 1), None, "front-matter-missing"),
    "LISEZMOI": (b"Bonjour\n", None, "file-not-shown"),
    "notes.txt": (b"Bonjour\n", None, "file-not-shown"),
    "photo.png": (b"\x89PNG\r\n", None, None),
    ".gitkeep": (b"", None, None),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"content/_startups/{name}": content for name, (content, _, _) in FILES.items()}
    root = write_site(tmp_path_factory.mktemp("site"))
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def test_what_its_author_hides_is_not_among_the_records_that_are_told(site: Path) -> None:
    shown = {record.path: record.shown for record in reading(FolderSource(site)).records["product"]}
    rules = {f"content/_startups/{name}": rule for name, (_, product, rule) in FILES.items() if product or rule}
    hidden = {path for path, rule in rules.items() if rule == "record-unpublished"}
    assert len(hidden) == 2
    assert [path for path in hidden if shown[path]] == []
    counted = [f"content/_startups/{name}" for name, (_, product, _) in FILES.items() if product]
    assert [path for path in counted if not shown[path]] == []


def test_what_is_counted(site: Path) -> None:
    counted = sorted(product.id for product in reading(FolderSource(site)).portfolio.products)
    assert counted == sorted(["voisin", *[product for _, product, _ in FILES.values() if product]])


@pytest.mark.parametrize("name", FILES)
def test_what_is_left_out_or_unusual_is_told(site: Path, name: str) -> None:
    path = f"content/_startups/{name}"
    rules = [found.rule for found in check(site) if found.location.path == path]
    expected = FILES[name][2]
    assert rules == ([] if expected is None else [expected])


def test_the_real_jekyll_shows_the_same(site: Path) -> None:
    shown = jekyll(site, "true")
    assert shown.keys() - {"voisin.md"} == {name for name, (_, product, _) in FILES.items() if product}


# File's name, its fields → the address of its page by the template /startups/{id}.html; None where nobody can say.
ADDRESSES: list[tuple[str, dict[str, str | int], str | None]] = [
    ("a.md", {}, "/startups/a.html"),
    ("mon.espace.collectivite.md", {}, "/startups/mon.espace.collectivite.html"),
    ("mon espace.md", {}, "/startups/mon-espace.html"),
    ("Éa(b).md", {}, "/startups/%C3%89a(b).html"),
    ("e\u0301.md", {}, "/startups/e%CC%81.html"),
    ("日本.md", {}, "/startups/%E6%97%A5%E6%9C%AC.html"),
    ("emoji😀.md", {}, "/startups/emoji.html"),
    ("a_b~c!d$.md", {}, "/startups/a_b~c!d$.html"),
    ("l'eau & le [vin].md", {}, "/startups/l'eau-&-le-vin.html"),
    ("x#y.md", {}, "/startups/x-y.html"),
    ("--a--.md", {}, "/startups/a.html"),
    ("2020-01-02-date.md", {}, "/startups/date.html"),
    ("20-1-2-x.y.md", {}, "/startups/x.y.html"),
    ("points...md", {}, "/startups/points.html"),
    ("a..b.md", {}, "/startups/a/b.html"),
    ("sans", {}, "/startups/sans.html"),
    ("v.w", {}, "/startups/v.html"),
    ("s1.md", {"slug": "Un Autre/nom"}, "/startups/Un-Autre-nom.html"),
    ("s2.md", {"slug": "déjà vu"}, "/startups/d%C3%A9j%C3%A0-vu.html"),
    ("2020-01-02-d.md", {"slug": "zz"}, "/startups/zz.html"),
    ("p1.md", {"permalink": "/ici/la"}, "/ici/la"),
    ("p2.md", {"permalink": "ici//la/"}, "/ici/la/"),
    ("p3.md", {"permalink": "/../x"}, "/x"),
    ("p4.md", {"permalink": "https://x.example/y"}, "/https:/x.example/y"),
]
UNKNOWN: list[tuple[str, dict[str, str | int], str | None]] = [
    ("q1.md", {"permalink": "/:title/x"}, None),
    ("q2.md", {"permalink": 3}, None),
    ("q3.md", {"slug": 2020}, None),
    ("q4.md", {"slug": "???"}, None),
]


@pytest.mark.parametrize(("name", "fields", "address"), ADDRESSES + UNKNOWN)
def test_the_address_of_a_page(name: str, fields: dict[str, str | int], address: str | None) -> None:
    assert address_of(f"content/_startups/{name}", fields, "/startups/{id}.html") == address


def test_an_address_elsewhere() -> None:
    assert address_of("c/a b.md", {}, "https://x.example/{id}") == "https://x.example/a-b"


@pytest.mark.parametrize(
    ("lines", "field", "column"),
    [("permalink: /:title", "permalink", 12), ("slug: '???'", "slug", 7), ("permalink: 3\nslug: x", "permalink", 12)],
)
def test_an_address_that_nobody_knows_is_told(lines: str, field: str, column: int, tmp_path: Path) -> None:
    asks = PRODUCT.replace("---\nUn", f"{lines}\n---\nUn")
    told = check(write_site(tmp_path, **{"content/_startups/voisin.md": asks}))[-1]
    assert (told.rule, told.field, *told.location[1:]) == ("page-address-unknown", field, 13, column)


def test_the_real_jekyll_has_the_same_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "content/_startups"
    folder.mkdir(parents=True)
    for name, fields, _ in ADDRESSES:
        (folder / name).write_text(record({"title": "X", **fields}), encoding="utf-8")
    shown = jekyll(tmp_path, "{{ s.url | jsonify }}")
    assert shown == {name: address for name, _, address in ADDRESSES}


def jekyll(site: Path, asked: str) -> dict[str, Any]:
    """Return what the real Jekyll says of each document, by the path of its file."""
    (site / "_config.yml").write_text(
        "collections_dir: content\ncollections:\n  startups: {output: true, permalink: '/startups/:title.html'}\n"
    )
    line = f"{{{{ s.path | jsonify }}}}: {asked}"
    (site / "liste.txt").write_text(f"---\n---\n{{% for s in site.startups %}}{line},\n{{% endfor %}}")
    built = [
        "jekyll",
        "build",
        "--quiet",
        "--disable-disk-cache",
        "--source",
        str(site),
        "--destination",
        str(site / "out"),
    ]
    subprocess.run(built, check=True, capture_output=True)
    listed = (site / "out" / "liste.txt").read_text(encoding="utf-8").strip().removesuffix(",")
    return {path.removeprefix("_startups/"): told for path, told in json.loads(f"{{{listed}}}").items()}


def test_of_two_files_with_one_id_the_usual_one_counts(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"content/_startups/x.txt": RECORD, "content/_startups/x.md": RECORD})
    assert [product.path for product in reading(FolderSource(site)).portfolio.products] == [
        "content/_startups/voisin.md", "content/_startups/x.md",
    ]  # fmt: skip
    told = [(found.rule, found.location.path) for found in check(site) if found.rule == "record-id-taken"]
    assert told == [("record-id-taken", "content/_startups/x.txt")]


def test_a_picture_that_can_t_be_read_is_no_record(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / FOLDERS["product"] / "photo.png").symlink_to("nowhere.png")
    assert check(site) == []


@pytest.mark.parametrize("missing", [True, False], ids=["missing", "empty"])
def test_organisations_may_be_missing(tmp_path: Path, *, missing: bool) -> None:
    """As they were before 2022: nobody can say then that a sponsor is none."""
    site = write_site(tmp_path)
    (site / FOLDERS["organisation"] / "marees.md").unlink()
    if missing:
        (site / FOLDERS["organisation"]).rmdir()
    assert reading(FolderSource(site)).portfolio.organisations == ()
    assert [found.rule for found in check(site)] == []
