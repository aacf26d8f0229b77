"""What Jekyll takes as a document is what is counted: a table, and the real Jekyll beside it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from startup_stats.content.source import FolderSource
from tests.sites import FOLDERS, check, reading, write_site

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


def test_what_is_counted(site: Path) -> None:
    counted = sorted(product.id for product in reading(FolderSource(site)).portfolio.products)
    assert counted == sorted(["voisin", *[product for _, product, _ in FILES.values() if product]])


@pytest.mark.parametrize("name", FILES)
def test_what_is_left_out_or_unusual_is_told(site: Path, name: str) -> None:
    path = f"content/_startups/{name}"
    rules = [found.rule for found in check(site) if found.location.path == path]
    expected = FILES[name][2]
    assert rules == ([] if expected is None else [expected])


def test_the_real_jekyll_shows_the_same(site: Path, tmp_path: Path) -> None:
    (site / "_config.yml").write_text(
        "collections_dir: content\ncollections:\n  startups: {output: true, permalink: '/startups/:title.html'}\n"
    )
    (site / "liste.txt").write_text("---\n---\n{% for s in site.startups %}{{ s.path | jsonify }}\n{% endfor %}")
    built = ["jekyll", "build", "--quiet", "--source", site, "--destination", tmp_path / "out"]
    subprocess.run(built, check=True, capture_output=True)
    lines = (tmp_path / "out" / "liste.txt").read_text(encoding="utf-8").split()
    lines = (tmp_path / "out" / "liste.txt").read_text(encoding="utf-8").splitlines()
    shown = {json.loads(line).removeprefix("_startups/") for line in lines if line}
    assert shown - {"voisin.md"} == {name for name, (_, product, _) in FILES.items() if product}


def test_of_two_files_with_one_id_the_usual_one_counts(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"content/_startups/x.txt": RECORD, "content/_startups/x.md": RECORD})
    assert [product.path for product in reading(FolderSource(site)).portfolio.products] == [
        "content/_startups/voisin.md", "content/_startups/x.md",
    ]  # fmt: skip
    told = [(found.rule, found.location.path) for found in check(site) if found.rule == "record-id-taken"]
    assert told == [("record-id-taken", "content/_startups/x.txt")]


@pytest.mark.parametrize("missing", [True, False], ids=["missing", "empty"])
def test_organisations_may_be_missing(tmp_path: Path, *, missing: bool) -> None:
    """As they were before 2022: nobody can say then that a sponsor is none."""
    site = write_site(tmp_path)
    (site / FOLDERS["organisation"] / "marees.md").unlink()
    if missing:
        (site / FOLDERS["organisation"]).rmdir()
    assert reading(FolderSource(site)).portfolio.organisations == ()
    assert [found.rule for found in check(site)] == []
