"""Rules on content: what each leaves alone, and what it finds, at which place and with which words."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from startup_stats.checks.engine import CHECKS
from startup_stats.schema.validators import schema
from tests.sites import INCUBATOR, MEMBER, PRODUCT, check, write_site

if TYPE_CHECKING:
    from pathlib import Path

OTHER = PRODUCT.replace("sponsors: [/organisations/marees]", "redirect_from: [/startups/ancien]")
FILES: dict[str, str | bytes] = {
    "content/_startups/autre.md": OTHER,
    "content/_incubators/port.md": INCUBATOR,
}
GOOD = {"product": PRODUCT, "member": MEMBER, "incubator": INCUBATOR}
PATHS = {
    "product": "content/_startups/voisin.md",
    "member": "content/_authors/ana.corail.md",
    "incubator": "content/_incubators/ruche.md",
}
SPONSORS = "sponsors: [/organisations/marees]"
ENDED = "events: [{name: end, date: 2021-01-01}]"
PHASES = PRODUCT[PRODUCT.index("phases:") : PRODUCT.index("---\nUn")]

# (record, text replaced, replacement)
LEFT_ALONE = {
    "no sponsor": ("product", SPONSORS, "sponsors: []"),
    "two incubators": ("product", SPONSORS, "incubators: [ruche, port]"),
    "products of a member": ("member", "    status: admin", "    status: admin\n    startups: [voisin, autre]"),
    "former products": ("member", "missions:", "startups: [voisin]\npreviously: [autre]\nmissions:"),
    "a product put forward": ("incubator", "title: La Ruche", "title: La Ruche\nhighlighted_startups: [voisin]"),
    "an owner": ("incubator", "title: La Ruche", "title: La Ruche\nowner: /organisations/marees"),
    "an empty owner": ("incubator", "title: La Ruche", "title: La Ruche\nowner: ''"),
    "a former id": ("product", SPONSORS, "redirect_from: [/startups/vieux, /startup/voisin, /autre/page]"),
    "an end a day later": ("product", "start: 2020-01-15", "start: 2020-01-15\n    end: 2020-01-16"),
    "days in order, but not as texts": ("product", "start: 2020-01-15", "start: 2020-1-9\n    end: 2020-01-15"),
    "an end that is no date": ("product", "start: 2020-01-15", "start: 2020-01-15\n    end: '2019'"),
    "an end that is open": ("product", "start: 2020-01-15", "start: 2020-01-15\n    end:"),
    "phases that start on one day": ("product", "start: 2020-06-01", "start: 2020-01-15"),
    "a closing phase last": ("product", "name: construction", "name: abandon"),
    "a phase and its closing on one day": (
        "product",
        PHASES,
        "phases: [{name: construction, start: 2020-01-01}, {name: abandon, start: 2020-01-01}]\n",
    ),
    "today": ("product", "start: 2020-06-01", "start: 2026-08-20"),
    "an end to come": ("product", "start: 2020-06-01", "start: 2020-06-01\n    end: 2027-01-01"),
    "stats without address": ("product", SPONSORS, "stats: false"),
    "stats with address": ("product", SPONSORS, "stats: true\nstats_url: https://voisin.example/stats"),
    "an address without flag": ("product", SPONSORS, "stats_url: https://voisin.example/stats"),
    "support by FAST": ("product", SPONSORS, "fast: {promotion: 12, montant: 100}"),
    "no address": ("product", SPONSORS, "stats: false\nstats_url: ''"),
    "GitHub": ("product", SPONSORS, "repository: https://github.com/owner/name"),
    "GitHub with a slash": ("product", SPONSORS, "repository: https://github.com/owner/name/"),
    "GitHub's .git": ("product", SPONSORS, "repository: http://github.com/owner/name.git"),
    "a GitLab group in a group": ("product", SPONSORS, "repository: https://gitlab.com/a/b/c/d"),
    "a forge of one step": ("product", SPONSORS, "repository: https://git.voisin.example/name"),
    "no repository": ("product", SPONSORS, "repository: ''"),
    "a null repository": ("product", SPONSORS, "repository:"),
    "unknown fields like no other": ("product", SPONSORS, "couleur: bleu\nxyz: 1\nde deux mots: a"),
    "a dash in a member's name": ("member", "fullname: Ana Corail", "fullname: Ana-Lise Corail"),
    "lists of other shapes": ("product", SPONSORS, "sponsors: [3]"),
}

# (record, text replaced, replacement, rule, line, column, words of the message, words of the help)
FOUND = {
    "an unknown sponsor": (
        ("product", "marees]", "maree]"),
        ("sponsor-unknown", 7, 12, "content/_organisations/maree.md n'existe pas", "« /organisations/marees » ?"),
    ),
    "a sponsor without its path": (
        ("product", "[/organisations/marees]", "[marees]"),
        ("sponsor-unknown", 7, 12, "« marees »", "Vouliez-vous dire « /organisations/marees » ?"),
    ),
    "an unknown incubator": (
        ("product", "incubator: ruche", "incubator: rouche"),
        ("incubator-unknown", 4, 12, "« rouche »", "Vouliez-vous dire « ruche » ?"),
    ),
    "an unknown incubator among others": (
        ("product", SPONSORS, "incubators: [ruche, xyz]"),
        ("incubator-unknown", 7, 21, "content/_incubators/xyz.md", "Valeurs possibles : port, ruche."),
    ),
    "an incubator left out": (
        ("product", "incubator: ruche\n", "incubator: ruche\nincubators: [port, port2]\n"),
        ("incubator-not-listed", 5, 13, "« ruche »", "Ajoutez-le"),
    ),
    "an unknown product": (
        ("member", "missions:", "startups: [voisins]\nmissions:"),
        ("product-unknown", 5, 12, "« voisins »", "Vouliez-vous dire « voisin » ?"),
    ),
    "an unknown former product": (
        ("member", "missions:", "previously:\n- autre\n- zzz\nmissions:"),
        ("product-unknown", 7, 3, "content/_startups/zzz.md", "Valeurs possibles : autre, voisin."),
    ),
    "a product renamed": (
        ("member", "    status: admin", "    status: admin\n    startups: [ancien]"),
        ("product-unknown", 9, 16, "« ancien »", "Ce produit s'appelle désormais « autre »."),
    ),
    "an unknown product put forward": (
        ("incubator", "title: La Ruche", "title: La Ruche\nhighlighted_startups:\n  - voisine"),
        ("highlighted-product-unknown", 4, 5, "« voisine »", "« voisin »"),
    ),
    "an unknown owner": (
        ("incubator", "title: La Ruche", "title: La Ruche\nowner: /organisations/mer"),
        ("owner-unknown", 3, 8, "content/_organisations/mer.md", "possibles : /organisations/marees."),
    ),
    "a former id that is a product": (
        ("product", SPONSORS, "redirect_from:\n  - /startups/vieux\n  - /startups/autre/"),
        ("former-id-taken", 9, 5, "« autre » est aussi celui de « autre »", "une seule fiche"),
    ),
    "an end before the start": (
        ("product", "start: 2020-01-15", "start: 2020-01-15\n    end: 2020-01-14"),
        ("phase-ends-early", 11, 10, "La fin (14 janvier 2020) n'est pas après le début (15 janvier 2020)", "Corrigez"),
    ),
    "an end on the day of the start": (
        ("product", "start: 2020-01-15", "start: 2020-01-15\n    end: 2020-01-15"),
        ("phase-ends-early", 11, 10, "15 janvier 2020", "Corrigez"),
    ),
    "a mission that ends early": (
        ("member", "end: 2027-01-14", "end: 2019-01-14"),
        ("mission-ends-early", 7, 10, "14 janvier 2019", "Corrigez"),
    ),
    "a phase twice": (
        ("product", "name: construction", "name: investigation"),
        ("phase-repeated", 11, 11, "« investigation »", "une seule"),
    ),
    "phases out of order": (
        ("product", "start: 2020-06-01", "start: 2019-06-01"),
        ("phases-out-of-order", 12, 12, "le 1er juin 2019, avant une phase écrite plus haut (15 janvier 2020)", "plus"),
    ),
    "a phase after the closing one": (
        ("product", "name: investigation", "name: abandon"),
        ("phase-after-closing", 12, 12, "« construction » commence après « abandon »", "clôture"),
    ),
    "a phase to come": (
        ("product", "start: 2020-06-01", "start: 2026-08-21"),
        ("date-in-future", 12, 12, "« construction » est daté du 21 août 2026", "prévu"),
    ),
    "an event to come": (
        ("product", SPONSORS, "events: [{name: end, date: 2027-01-01}]"),
        ("date-in-future", 7, 28, "« end » est daté du 1er janvier 2027", "prévu"),
    ),
    "an end beside a hand-over": (
        ("product", "construction\n    start: 2020-06-01", f"opere\n    start: 2020-06-01\n{ENDED}"),
        ("end-handed-over", 13, 17, "il continue (Opéré)", "Retirez"),
    ),
    "an end beside a running phase": (
        ("product", SPONSORS, ENDED),
        ("end-running", 7, 17, "il est en cours (Construction)", "Ajoutez la phase"),
    ),
    "support by FAST without its amount": (
        ("product", SPONSORS, "fast:\n  promotion: 12"),
        ("fast-incomplete", 7, 1, "« fast » n'a pas de « montant »", "« montant: »"),
    ),
    "stats denied": (
        ("product", SPONSORS, "stats: false\nstats_url: https://voisin.example/stats"),
        ("stats-contradiction", 7, 8, "https://voisin.example/stats", "« stats: true »"),
    ),
    "an address that is none": (
        ("product", "link: https://voisin.example", "link: voisin.example"),
        ("address-malformed", 6, 7, "« voisin.example »", "https://"),
    ),
    "two e-mail addresses": (
        ("product", "contact: marche@voisin.example", "contact: a@b.example, c@d.example"),
        ("email-malformed", 5, 10, "« a@b.example, c@d.example »", "une seule adresse"),
    ),
    "a field mistyped": (
        ("product", SPONSORS, "accesibility_status: non conforme"),
        ("field-mistyped", 7, 1, "« accesibility_status »", "« accessibility_status » ?"),
    ),
    "a sentence for a field": (
        ("product", SPONSORS, "Le marché est tout près : venez."),
        ("field-is-a-sentence", 7, 1, "« Le marché est tout près… »", "« --- » juste avant"),
    ),
    "a member's field mistyped": (
        ("member", "missions:", "competence: [a]\nmissions:"),
        ("field-mistyped", 5, 1, "« competence »", "« competences » ?"),
    ),
}

# what stands as repository → words of the problem
REPOSITORIES = {
    "https://github.com/owner": "un compte",
    "https://github.com/orgs/owner/teams/x/repositories": "un compte",
    "https://gitlab.com/group/": "un compte",
    "https://gitlab.voisin.example/group": "un compte",
    "https://framagit.org/group": "un compte",
    "https://github.com": "un compte",
    "https://git.voisin.example/": "un compte",
    "https://github.com/owner/name/tree/main": "à l'intérieur",
    "https://gitlab.com/a/b/-/tree/main": "à l'intérieur",
    "https://github.com/owner/name#": "caractères en trop",
    "'https://github.com/owner/name; '": "caractères en trop",
    "'https://github.com/owner/name '": "caractères en trop",
    "owner/name": "n'est pas l'adresse",
    "git@github.com:owner/name.git": "n'est pas l'adresse",
    "https://x.gitbook.io/owner/name": "n'est pas l'adresse",
    "https://[::1": "n'est pas l'adresse",
}


def _site(root: Path, record: str, old: str, new: str) -> Path:
    good = GOOD[record]
    assert good.count(old) == 1
    return write_site(root, **{**FILES, PATHS[record]: good.replace(old, new)})


@pytest.mark.parametrize(("record", "old", "new"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_left_alone(tmp_path: Path, record: str, old: str, new: str) -> None:
    rules = {"record-unforeseen", *(check.rule.id for check in CHECKS)}
    assert [finding for finding in check(_site(tmp_path, record, old, new)) if finding.rule in rules] == []


@pytest.mark.parametrize(("change", "expected"), FOUND.values(), ids=FOUND)
def test_found(tmp_path: Path, change: tuple[str, str, str], expected: tuple[str, int, int, str, str]) -> None:
    rule, line, column, message, advice = expected
    found = [finding for finding in check(_site(tmp_path, *change)) if finding.rule == rule]
    assert [(one.location.line, one.location.column) for one in found] == [(line, column)]
    assert (found[0].field or "").partition("[")[0] == _field_at(tmp_path / found[0].location.path, line)
    assert message in found[0].message.fr
    assert advice in found[0].help.fr
    assert "{" not in found[0].message.en + found[0].help.en


def _field_at(file: Path, line: int) -> str:
    """Return the field that a line is of, "" for a file's name."""
    above = "\n".join(file.read_text(encoding="utf-8").split("\n")[:line])
    fields: list[str] = re.findall(r"(?m)^(?:(\w[^:\n]*):|---$)", above)
    return fields[-1].strip()


@pytest.mark.parametrize(("value", "words"), REPOSITORIES.items())
def test_repositories(tmp_path: Path, value: str, words: str) -> None:
    (found,) = check(_site(tmp_path, "product", SPONSORS, f"repository: {value}"))
    assert (found.rule, found.location.line) == ("repository-malformed", 7)
    assert words in found.message.fr


def test_two_products_with_one_former_id(tmp_path: Path) -> None:
    found = check(_site(tmp_path, "product", SPONSORS, "redirect_from: [/startups/ancien]"))
    assert [(one.rule, one.location.path) for one in found] == [
        ("former-id-taken", "content/_startups/autre.md"),
        ("former-id-taken", "content/_startups/voisin.md"),
    ]


def test_a_list_of_names_is_cut(tmp_path: Path) -> None:
    many = {f"content/_organisations/ministere-{number}.md": "---\nname: O\n---\n" for number in range(20)}
    site = write_site(
        tmp_path, **many, **{PATHS["product"]: PRODUCT.replace("/organisations/marees", "/organisations/zz99")}
    )
    (found,) = check(site)
    assert found.help.fr.count("/organisations/") == 8
    assert found.help.fr.endswith(", ….")


@pytest.mark.parametrize(
    ("name", "found"), [("ana.corail", 0), ("ana-lise.de_corail", 0), ("ana", 1), ("Ana.Corail", 1), ("ana.2corail", 1)]
)
def test_member_file_names(tmp_path: Path, name: str, found: int) -> None:
    rules = [one.rule for one in check(write_site(tmp_path, **{f"content/_authors/{name}.md": MEMBER}))]
    assert rules == ["member-file-name"] * found


def test_a_file_that_can_t_be_read_exists_all_the_same(tmp_path: Path) -> None:
    found = check(write_site(tmp_path, **{"content/_incubators/ruche.md": "no fence", **FILES}))
    assert [one.rule for one in found] == ["front-matter-missing"]


def test_the_day_decides_what_is_to_come(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    assert [one.rule for one in check(site, date(2020, 5, 31))] == ["date-in-future"]
    assert check(site, date(2020, 6, 1)) == []


def test_every_rule_looks_at_collections_with_a_schema() -> None:
    for each in CHECKS:
        assert each.collections
        for collection in each.collections:
            assert schema(collection)["properties"]
