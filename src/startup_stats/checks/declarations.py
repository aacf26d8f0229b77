"""What a file declares: standards, addresses, field names, its own name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from startup_stats.checks.context import Broken, Check, Subject
from startup_stats.content.addresses import address_of
from startup_stats.content.invisible import visible, without_invisible
from startup_stats.findings import error, warning
from startup_stats.language import Text
from startup_stats.model import Scalar
from startup_stats.schema import validators
from startup_stats.schema.formats import is_address, split_address

if TYPE_CHECKING:
    from collections.abc import Iterator


_MEMBER_NAME = re.compile(r"[a-z_.-]+\.[a-z_.-]+")
# On these a repository is /owner/name; a GitLab has groups inside groups, and its pages below « /-/ ».
_GITHUB = ("github.com", "www.github.com")
_GITLABS = ("framagit.org", "salsa.debian.org")
_NOT_FORGES = ("gitbook.io", "notion.so", "notion.site", "hackmd.io", "docs.google.com")
# How alike an unknown field must be to a known one: « accesibility_status » is, « rgpd » and « robots » are not.
_TYPO = 0.85
# As many spaces make a sentence of a field's name.
_WORDS = 3


def stats_denied(subject: Subject) -> Iterator[Broken]:
    """Find products that give the address of a statistics page and say that they have none."""
    if subject.data.get("stats") is False and subject.data.get("stats_url"):
        names = {"flag": subject.name("stats"), "field": subject.name("stats_url")}
        yield Broken(("stats",), {"url": subject.data["stats_url"], **names})


def fast_incomplete(subject: Subject) -> Iterator[Broken]:
    """Find supports by the FAST fund that lack their promotion or their amount."""
    fast = subject.data.get("fast")
    if isinstance(fast, dict):
        for field in ("promotion", "montant"):
            if field not in fast:
                names = {"field": subject.name("fast", field), "above": subject.name("fast")}
                yield Broken(("fast",), names, of_key=True)


def repository(subject: Subject) -> Iterator[Broken]:
    """Find repositories that are not the address of one repository."""
    value = subject.data.get("repository")
    if isinstance(value, str) and value and (problem := _repository_problem(value)):
        yield Broken(("repository",), {"value": value, "problem": problem})


def _repository_problem(value: str) -> Text | None:
    url = split_address(value)
    if url is None or url.hostname is None or url.hostname.endswith(_NOT_FORGES):
        return NO_ADDRESS
    if not is_address(value) or value.endswith("#"):
        return STRAY
    steps = [step for step in url.path.split("/") if step]
    on_github = url.hostname in _GITHUB
    is_forge = on_github or url.hostname in _GITLABS or url.hostname.startswith("gitlab")
    if not steps or (is_forge and (len(steps) == 1 or (on_github and steps[0] == "orgs"))):
        return ACCOUNT
    return INSIDE if "-" in steps[1:] or (on_github and len(steps) > 2) else None  # noqa: PLR2004 - owner/name


def mistyped_fields(subject: Subject) -> Iterator[Broken]:
    """Find unknown fields that look like a known one that the file does not have, both by the site's own names."""
    schema = validators.schema(subject.record.collection, subject.context.vocabulary)
    known, given = schema["properties"], subject.record.data or {}
    if given.keys() <= known.keys():
        return
    for field in sorted(given.keys() - known.keys()):
        near = [name for name in _alike(field, tuple(known)) if name not in given]
        if near and near[0] not in schema.get("required", ()):  # told already
            yield Broken((field,), {"field": visible(field), "near": near[0]}, of_key=True)


def sentences_as_fields(subject: Subject) -> Iterator[Broken]:
    """Find names of fields that are a sentence: the text of the record has slipped among its fields."""
    for field in subject.record.data or ():
        if " " in field and field.count(" ") >= _WORDS:
            yield Broken((field,), {"field": visible(field)[:40]}, of_key=True)


@cache
def _alike(field: str, known: tuple[str, ...]) -> list[str]:
    """Return the known fields that an unknown one looks like, the likest first; hundreds of files share a few."""
    from difflib import get_close_matches

    return get_close_matches(without_invisible(field).casefold(), known, n=len(known), cutoff=_TYPO)


def member_file_name(subject: Subject) -> Iterator[Broken]:
    """Find members' files that are not named first.last.md."""
    if not _MEMBER_NAME.fullmatch(subject.record.id):
        yield Broken((), {"name": f"{subject.record.id}.md"})


def address_unknown(subject: Subject) -> Iterator[Broken]:
    """Find products whose file asks for a page at an address that can't be followed from here."""
    fields = {name: value for name in ("permalink", "slug") if isinstance(value := subject.data.get(name), Scalar)}
    if address_of(subject.record.path, fields, "/{id}") is None:
        example = f"{subject.context.vocabulary.product_prefixes[0]}{subject.record.id}.html"
        yield Broken(("permalink" if "permalink" in fields else "slug",), {"example": example})


NO_ADDRESS = Text("ce n'est pas l'adresse d'un dépôt", "it is not the address of a repository")
STRAY = Text("des caractères en trop suivent l'adresse", "stray characters follow the address")
ACCOUNT = Text("c'est la page d'un compte, pas d'un dépôt", "it is the page of an account, not of a repository")
INSIDE = Text("c'est une page à l'intérieur d'un dépôt", "it is a page inside a repository")


CHECKS: tuple[Check, ...] = (
    Check(
        warning(
            "page-address-unknown",
            Text("L'adresse de la page de ce produit n'est pas connue : sa fiche en demande une autre que son nom.",
                 "The address of this product's page is not known: its file asks for another one than its name."),
            Text("Écrivez dans « permalink » un chemin simple, comme {example}, ou retirez ce champ.",
                 'Write a plain path in "permalink", such as {example}, or remove that field.'),
        ),
        ("product",),
        address_unknown,
    ),
    Check(
        warning(
            "stats-contradiction",
            Text("« {flag}: false » contredit « {field} » ({url}).",
                 '"{flag}: false" contradicts "{field}" ({url}).'),
            Text("Écrivez « {flag}: true » si la page est publiée, ou retirez « {field} ».",
                 'Write "{flag}: true" if the page is published, or remove "{field}".'),
        ),
        ("product",),
        stats_denied,
    ),
    Check(
        warning(
            "fast-incomplete",
            Text("« {above} » n'a pas de « {field} » : les contrôles du site refusent la fiche.",
                 '"{above}" has no "{field}": the site\'s own checks refuse the record.'),
            Text("Ajoutez sous « {above} » une ligne « {field}: » avec un nombre, sans guillemets.",
                 'Add below "{above}" a line "{field}:" with a number, without quotes.'),
        ),
        ("product",),
        fast_incomplete,
    ),
    Check(
        warning(
            "repository-malformed",
            Text("« {value} » n'est pas un dépôt de code : {problem}.", '"{value}" is no repository: {problem}.'),
            Text("Écrivez l'adresse du dépôt seule : https://github.com/compte/depot.",
                 "Write the repository's address alone: https://github.com/owner/name."),
        ),
        ("product",),
        repository,
    ),
    Check(
        warning(
            "field-mistyped",
            Text("Le champ « {field} » est inconnu et ressemble à « {near} ».",
                 'The field "{field}" is unknown and looks like "{near}".'),
            Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?'),
        ),
        ("product", "member", "incubator", "organisation"),
        mistyped_fields,
    ),
    Check(
        warning(
            "field-is-a-sentence",
            Text("« {field}… » est lu comme un nom de champ.", '"{field}…" is read as the name of a field.'),
            Text("Si le texte de la fiche commence ici, ajoutez une ligne « --- » juste avant.",
                 'If the text of the record begins here, add a line "---" just before.'),
        ),
        ("product", "member", "incubator", "organisation"),
        sentences_as_fields,
    ),
    Check(
        error(
            "member-file-name",
            Text("« {name} » n'est pas de la forme prénom.nom.md.", '"{name}" is not of the form first.last.md.'),
            Text("Renommez le fichier en minuscules, sans accents ni chiffres : prénom, point, nom.",
                 "Rename the file in lower case, without accents or digits: first name, dot, last name."),
        ),
        ("member",),
        member_file_name,
    ),
)  # fmt: skip
