"""The ways in which people break a file: each told at the line where it was typed, with what to do about it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from startup_stats import cli
from tests.sites import TODAY

if TYPE_CHECKING:
    from pathlib import Path

PRODUCT = "_startups/plage-pour-tous.md"
MEMBER = "_authors/ondine.marevive.md"
NBSP, NARROW, ZERO_WIDTH, SOFT = "\xa0", "\u202f", "\u200b", "\xad"


class Row(NamedTuple):
    """What is typed in place of what, in a file of examples/site; where it must be told, and words of what is told."""

    old: str
    new: str
    line: int
    column: int
    words: tuple[str, ...]
    file: str = PRODUCT


TITLE, CONTACT = "title: Plage pour tous", "contact: equipe@plage-pour-tous.example"
PHASE = "  - name: construction\n    start: 2022-01-03\n"
FENCE = "  - django\n---\n"
BODY = "Tapis de sable, fauteuils amphibies, places réservées : l’offre existe."
MISSION = "mission: Donner à chacun les moyens d’aller à la plage, quel que soit son handicap"

ROWS = {
    # Spaces that are missing, or are none.
    "no space after the colon": Row(
        TITLE, "title:Plage pour tous", 2, 7, ("espace après le deux-points", "« title: Plage")
    ),
    "no space after an address's colon": Row(CONTACT, "contact:equipe@plage.example", 11, 9, ("espace après le deux",)),
    "no space before a date": Row("start: 2022-01-03", "start:2022-01-03", 23, 11, ("« start: 2022-01-03 »",)),
    "no space before the last date": Row("start: 2023-05-09", "start:2023-05-09", 25, 11, ("« start: 2023-05-09 »",)),
    "no space after the dash": Row("- name: construction", "-name: construction", 22, 4, ("espace après le tiret",)),
    "no space after any dash of phases": Row(
        "  - name: investigation",
        "  -name: investigation",
        19,
        4,
        ("espace après le tiret", "« - name: investigation »"),
    ),
    "no space after a sponsor's dash": Row(
        "  - /organisations/ministere-des-marees",
        "  -/organisations/ministere-des-marees",
        9,
        3,
        ("espace après le tiret",),
    ),
    "a no-break space after the colon": Row(TITLE, f"title:{NBSP}Plage", 2, 7, ("espace insécable", "U+00A0")),
    "a narrow no-break space after the colon": Row(TITLE, f"title:{NARROW}Plage", 2, 7, ("insécable étroite",)),
    "a no-break space before the colon": Row(TITLE, f"title{NBSP}: Plage", 2, 1, ("invisible", "« title »")),
    "a no-break space for indent": Row(
        "    start: 2022-01-03", f"{NBSP * 4}start: 2022-01-03", 23, 1, ("espace insécable",)
    ),
    "a no-break space after a dash": Row("- name: construction", f"-{NBSP}name: construction", 22, 4, ("insécable",)),
    "a zero width space in a name": Row("contact:", f"con{ZERO_WIDTH}tact:", 11, 1, ("sans largeur", "« contact »")),
    "a zero width space before a name": Row(
        "contact:", f"{ZERO_WIDTH}contact:", 11, 1, ("sans largeur", "« contact »")
    ),
    "a zero width space in a phase": Row(
        "name: construction", f"name: construction{ZERO_WIDTH}", 22, 11, ("caractère invisible", "sans largeur")
    ),
    "a no-break space in a date": Row(
        "2022-01-03", f"2022-01-03{NBSP}", 23, 12, ("caractère invisible", "espace insécable")
    ),
    "a soft hyphen in an incubator": Row(
        "incubator: fabrique-du-littoral", f"incubator: fabrique-du{SOFT}-littoral", 4, 12, ("invisible", "U+00AD")
    ),
    "a no-break space in an address": Row(
        "link: https://plage", f"link: {NBSP}https://plage", 12, 7, ("caractère invisible", "espace insécable")
    ),
    "a tab for indent": Row("    start: 2022-01-03", "\tstart: 2022-01-03", 23, 1, ("tabulation", "espaces")),
    # Values that begin with a mark of YAML.
    "a title between apostrophes that hold one": Row(
        TITLE, "title: 'L'heure de la plage'", 2, 8, ('"L\'heure de la plage"',)
    ),
    "a title with an apostrophe first": Row(TITLE, "title: 'Plage pour tous", 2, 8, ('title: "Plage pour tous"',)),
    "a title with quotes inside": Row(
        TITLE, 'title: "Plage" pour tous', 2, 8, ("toute la valeur", "'\"Plage\" pour tous'")
    ),
    "a title with a quote first": Row(
        TITLE, 'title: "Plage pour tous', 2, 8, ("jamais fermé", 'title: "Plage pour tous"')
    ),
    "a title with a bracket first": Row(
        TITLE, "title: [Bêta] Plage pour tous", 2, 8, ("toute la valeur de guillemets",)
    ),
    "a Markdown link": Row(
        MISSION, "mission: [La plage](https://plage.example)", 3, 10, ("toute la valeur de guillemets",)
    ),
    "a Markdown link and a text": Row(MISSION, "mission: [La plage](https://a.example) : oui", 3, 10, ("guillemets",)),
    "bold text": Row(TITLE, "title: **Plage** pour tous", 2, 8, ("« * »", "toute la valeur de guillemets")),
    "a star": Row(TITLE, "title: *Plage", 2, 8, ("« * »", 'title: "*Plage"')),
    "an at sign": Row(TITLE, "title: @plage", 2, 8, ("« @ »", 'title: "@plage"')),
    "a backquote": Row(TITLE, "title: `plage`", 2, 8, ("« ` »", "guillemets")),
    "a percent sign": Row(MISSION, "mission: %age des plages ouvertes", 3, 10, ("« % »", "guillemets")),
    "a number sign": Row(TITLE, "title: #Plage", 2, 7, ("« # »", 'title: "#Plage"')),
    "an ampersand": Row(TITLE, "title: & compagnie", 2, 8, ("« & »", 'title: "& compagnie"')),
    "an ampersand and a word": Row(TITLE, "title: &Plage", 2, 8, ("« & »", 'title: "&Plage"')),
    "an exclamation mark": Row(TITLE, "title: !Plage", 2, 8, ("point d'exclamation", "guillemets")),
    "a bar": Row(TITLE, "title: | Plage", 2, 8, ("« | »", 'title: "| Plage"')),
    "a greater-than sign": Row(MISSION, "mission: > 50 % des plages", 3, 10, ("« > »", 'mission: "> 50 % des plages"')),
    "a brace": Row(TITLE, "title: {Plage} pour tous", 2, 8, ("« { »", "guillemets")),
    "a question mark": Row(TITLE, "title: ? Plage", 2, 8, ("« ? »", "guillemets")),
    "a dash": Row(TITLE, "title: - Plage pour tous", 2, 8, ("tiret", "guillemets")),
    "a comma": Row(TITLE, "title: , Plage", 2, 8, ("« , »", "guillemets")),
    "a colon in a value": Row(
        MISSION, "mission: Notre but : la plage", 3, 20, ("deux-points", 'mission: "Notre but : la plage"')
    ),
    "a colon at the end": Row(TITLE, "title: Plage :", 2, 14, ("deux-points", 'title: "Plage :"')),
    "a backslash between quotes": Row(TITLE, 'title: "Plage \\pour"', 2, 15, ("barre oblique inverse",)),
    # Fields and lists.
    "a capital": Row("title:", "Title:", 2, 1, ("« title »", "minuscules")),
    "all in capitals": Row("contact:", "CONTACT:", 11, 1, ("« contact »", "minuscules")),
    "a capital in a phase": Row("    start: 2022-01-03", "    Start: 2022-01-03", 23, 5, ("« start »", "minuscules")),
    "a capital in a field that may lack": Row("stats_url:", "Stats_url:", 15, 1, ("« stats_url »",)),
    "a field in the plural": Row("contact:", "contacts:", 11, 1, ("« contact »",)),
    "phases in the singular": Row("phases:", "phase:", 18, 1, ("« phases »",)),
    "a field without colon": Row(
        CONTACT, "contact equipe@plage-pour-tous.example", 11, 1, ("deux-points", "« contact: »")
    ),
    "a field too far right": Row("link:", "  link:", 12, 1, ("Alignez-la", "ligne : 0)")),
    "a start too far left": Row("    start: 2022-01-03", "   start: 2022-01-03", 23, 4, ("Alignez-la", "ligne : 4)")),
    "the first field too far right": Row(TITLE, f" {TITLE}", 2, 1, ("Alignez-la", "ligne : 0)")),
    "a list too far left": Row(
        "  - name: investigation", " - name: investigation", 19, 2, ("Alignez-la", "ligne : 2)")
    ),
    "a phase without colon": Row("- name: construction", "- name construction", 22, 5, ("deux-points", "« name: »")),
    "a field twice": Row(CONTACT, f"{CONTACT}\n{CONTACT}", 12, 1, ("déjà écrit à la ligne 11",)),
    "a text for a list": Row(
        "techno:\n  - vue\n  - django", "techno: vue, django", 32, 9, ("liste", "un élément par ligne", "- vue, django")
    ),
    "a sponsor for a list": Row(
        "sponsors:\n  - /organisations/ministere-des-marees\n  - /organisations/ministere-du-temps-calme",
        "sponsors: /organisations/ministere-des-marees",
        8,
        11,
        ("liste", "- /organisations/ministere-des-marees"),
    ),
    "a phase for phases": Row(
        "  - name: investigation\n    start: 2021-05-03\n    end: 2021-11-26\n"
        + PHASE
        + "  - name: acceleration\n    start: 2023-05-09\n",
        "  name: construction\n  start: 2022-01-03\n",
        19,
        3,
        ("liste", "- name: …, start: …"),
    ),
    "a list for a text": Row(CONTACT, "contact:\n  - equipe@plage-pour-tous.example", 12, 3, ("un seul texte",)),
    "a field without value": Row(TITLE, "title:", 2, 7, ("vide",)),
    "yes in French": Row("stats: true", "stats: oui", 14, 8, ("true (oui)",)),
    "yes in English": Row("stats: true", "stats: yes", 14, 8, ("Écrivez true",)),
    "true in quotes": Row("stats: true", "stats: 'true'", 14, 8, ("sans guillemets",)),
    # Dates.
    "a date in French": Row("2022-01-03", "03/01/2022", 23, 12, ("année-mois-jour",)),
    "a date with words": Row("2022-01-03", "3 janvier 2022", 23, 12, ("année-mois-jour",)),
    "a year": Row("2022-01-03", "2022", 23, 12, ("devrait être une date", "année-mois-jour")),
    "a month": Row("2022-01-03", "2022-01", 23, 12, ("année-mois-jour",)),
    "a day without zero": Row("2022-01-03", "2022-1-3", 23, 12, ("année-mois-jour",)),
    "month 13": Row("2022-01-03", "2022-13-03", 23, 12, ("n'existe pas",)),
    "a date in quotes": Row("2022-01-03", "'2022-01-03'", 23, 12, ("guillemets", "2022-01-03")),
    "an end before the start": Row("end: 2021-11-26", "end: 2020-11-26", 21, 10, ("pas après le début",)),
    # Words that must be known.
    "a phase misspelt": Row("name: construction", "name: constuction", 22, 11, ("« construction » ?",)),
    "a phase with a capital": Row("name: construction", "name: Construction", 22, 11, ("« construction » ?",)),
    "an incubator misspelt": Row(
        "incubator: fabrique-du-littoral", "incubator: fabrique-littoral", 4, 12, ("« fabrique-du-littoral » ?",)
    ),
    "a sponsor without its path": Row(
        "- /organisations/ministere-des-marees", "- ministere-des-marees", 9, 5, ("/organis",)
    ),
    "a status of accessibility": Row("totalement conforme", "conforme", 16, 23, ("totalement conforme",)),
    "a mission's status": Row("status: service", "status: prestataire", 18, 11, ("service",), MEMBER),
    "a mission without end": Row("  end: 2018-02-28\n", "", 16, 3, ("« end »",), MEMBER),
    "a name without space": Row("fullname: Ondine", "fullname:Ondine", 2, 10, ("espace après le deux-points",), MEMBER),
    # The fences.
    "the last fence typed as a long dash": Row(FENCE, "  - django\n—\n", 35, 1, ("trois tirets",)),
    "the last fence typed as long dashes": Row(FENCE, "  - django\n—-\n", 35, 1, ("trois tirets",)),
    "the last fence of two dashes": Row(FENCE, "  - django\n--\n", 35, 1, ("trois tirets",)),
    "the last fence of four dashes": Row(FENCE, "  - django\n----\n", 35, 1, ("trois tirets",)),
    "the last fence and a no-break space": Row(
        FENCE, f"  - django\n---{NBSP}\n", 35, 4, ("espace insécable", "trois tirets")
    ),
    "the last fence indented": Row(FENCE, "  - django\n  ---\n", 35, 1, ("espaces",)),
    "the last fence erased": Row(FENCE, "  - django\n", 35, 1, ("juste avant", "« --- »")),
    "the last fence stuck to a field": Row(FENCE, "  - django---\n", 34, 11, ("seul sur sa ligne",)),
    "the last fence and a text": Row(FENCE, "  - django\n---Tapis\n", 35, 4, ("seul sur sa ligne",)),
    "the last fence erased before a rule": Row(
        f"{FENCE}{BODY}", f"  - django\n{BODY}\n---\n", 35, 1, ("« --- » juste avant",)
    ),
    "the first fence erased": Row("---\ntitle", "title", 1, 1, ("première ligne",)),
    "the first fence typed as a long dash": Row("---\ntitle", "—\ntitle", 1, 1, ("trois tirets",)),
    "a line before the first fence": Row("---\ntitle", "\n---\ntitle", 1, 1, ("lignes vides",)),
    "a byte order mark": Row("---\ntitle", "\ufeff---\ntitle", 1, 1, ("sans BOM",)),
    "Windows line ends": Row("title: Plage pour tous\n", "title: Plage pour tous\r\n", 2, 23, ("fins de ligne",)),
    # Merges left half way.
    "a conflict": Row(
        f"{TITLE}\n", f"<<<<<<< HEAD\n{TITLE}\n=======\ntitle: La plage\n>>>>>>> main\n", 2, 1, ("conflit", "<<<<<<<")
    ),
    "two lines with a colon in their value": Row(
        f"{TITLE}\n{MISSION}", "title: A : b\nmission: C : d", 2, 10, ('guillemets : title: "A : b"',)
    ),
    "a line too far right, below a title of two lines": Row(
        f"{TITLE}\n", 'title: "Plage\n  pour tous"\n ', 4, 1, ("trop à gauche ou trop à droite",)
    ),
    "a line too far right, below a line that begins with a word": Row(
        f"{TITLE}\n", "title: Plage\n  pour tous\n ", 4, 1, ("trop à gauche ou trop à droite",)
    ),
    "a conflict in the phases": Row(
        PHASE,
        f"<<<<<<< HEAD\n{PHASE}=======\n  - name: abandon\n    start: 2022-01-03\n>>>>>>> x\n",
        22,
        1,
        ("conflit",),
    ),
    # What is YAML's own, or none of it.
    "a value that begins with an exclamation mark": Row(
        TITLE, "title: !Plage", 2, 8, ("Étiquette de type YAML (!Plage)", "point d'exclamation", "guillemets")
    ),
    "a value that says its type": Row(
        TITLE, "title: !!binary SGk=", 2, 8, ("Étiquette de type YAML (tag:yaml.org,2002:binary)", "toutes lettres")
    ),
    "a star before a line that is as long as one is looked at": Row(
        CONTACT, f"contact: *{'a' * 1_990}", 11, 10, ("« * »", "guillemets")
    ),
    "a sentence below a field": Row(
        MISSION, f"{MISSION}\nLe tapis est posé sur le sable.", 4, 1, ("cette ligne n'est pas un champ", "« --- »")
    ),
    "a short line too far right": Row(TITLE, f"{TITLE}\n X: y", 3, 1, ("trop à droite", "Alignez-la")),
    "the end of a conflict": Row(FENCE, "  - django\n>>>>>>> main\n---\n", 35, 1, ("conflit", ">>>>>>>")),
}


@pytest.fixture(scope="module")
def site(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(example, tmp_path_factory.mktemp("broken") / "site")


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_breakage_is_told_where_it_was_typed(site: Path, capsys: pytest.CaptureFixture[str], row: Row) -> None:
    place = site / "content" / row.file
    good = place.read_bytes().decode()
    assert row.old in good
    place.write_bytes(good.replace(row.old, row.new, 1).encode())
    try:
        code = cli.main(["check", str(site), "--format", "json", "--fail-on", "warning"], today=TODAY)
    finally:
        place.write_bytes(good.encode())
    said = capsys.readouterr()
    assert (code, said.err) == (1, "")
    found = [one for one in json.loads(said.out)["findings"] if one["path"].endswith(row.file)]
    assert found, "counted in silence"
    assert "record-unforeseen" not in {one["rule"] for one in found}
    told = [f"{one['line']}: {one['message']} {one['help']}" for one in found]
    assert (found[0]["line"], found[0]["column"]) == (row.line, row.column), told
    here = " ".join(f"{one['message']} {one['help']}" for one in found if one["line"] == row.line)
    assert [word for word in row.words if word not in here] == [], told


def test_there_are_enough() -> None:
    assert len(ROWS) >= 60
