"""The registry: every rule on content that could be read, what it looks at, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from startup_stats.checks import dates, declarations, references
from startup_stats.checks.context import Broken, Subject
from startup_stats.content.reading_rules import READING_RULES
from startup_stats.findings import Rule, Severity
from startup_stats.language import Text
from startup_stats.schema.violations import VIOLATION_RULES
from startup_stats.standards.observed_rules import OBSERVED_RULES

Look = Callable[[Subject], Iterator[Broken]]


class Check(NamedTuple):
    """A rule, the collections whose records it looks at, and the function that looks.

    `across`: it asks about other records' fields too, so it looks when all of them are read.
    """

    rule: Rule
    collections: tuple[str, ...]
    look: Look
    across: bool = False


def _error(rule_id: str, message: Text, help_: Text) -> Rule:
    return Rule(rule_id, Severity.ERROR, message, help_)


def _warning(rule_id: str, message: Text, help_: Text) -> Rule:
    return Rule(rule_id, Severity.WARNING, message, help_)


_ADVICE = Text("{advice}", "{advice}")
_ENDS = Text("La fin ({end}) n'est pas après le début ({start}).", "The end ({end}) is not after the start ({start}).")
_CORRECT_DATES = Text("Corrigez l'une des deux dates.", "Correct one of the two dates.")

CHECKS: tuple[Check, ...] = (
    Check(
        _error(
            "sponsor-unknown",
            Text("« {value} » n'est pas une organisation connue : {file} n'existe pas.",
                 'There is no organisation "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("product",),
        references.sponsors,
    ),
    Check(
        _error(
            "incubator-unknown",
            Text("« {value} » n'est pas un incubateur connu : {file} n'existe pas.",
                 'There is no incubator "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("product",),
        references.incubators,
    ),
    Check(
        _error(
            "incubator-not-listed",
            Text("« incubators » ne contient pas l'incubateur « {incubator} ».",
                 '"incubators" does not hold the incubator "{incubator}".'),
            Text("Ajoutez-le à la liste, ou corrigez « incubator ».", 'Add it to the list, or correct "incubator".'),
        ),
        ("product",),
        references.main_incubator_left_out,
    ),
    Check(
        _error(
            "product-unknown",
            Text("« {value} » n'est pas un produit connu : {file} n'existe pas.",
                 'There is no product "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("member",),
        references.member_products,
    ),
    Check(
        _warning(
            "highlighted-product-unknown",
            Text("« {value} » n'est pas un produit connu : {file} n'existe pas.",
                 'There is no product "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("incubator",),
        references.highlighted_products,
    ),
    Check(
        _warning(
            "owner-unknown",
            Text("« {value} » n'est pas une organisation connue : {file} n'existe pas.",
                 'There is no organisation "{value}": {file} does not exist.'),
            _ADVICE,
        ),
        ("incubator",),
        references.owner,
    ),
    Check(
        _warning(
            "former-id-taken",
            Text("L'ancien identifiant « {old} » est aussi celui de « {other} » : l'une des deux adresses se perd.",
                 'The former id "{old}" is also that of "{other}": one of the two addresses is lost.'),
            Text("Gardez cette redirection dans une seule fiche.", "Keep this redirection in one file."),
        ),
        ("product",),
        references.former_id_taken,
        across=True,
    ),
    Check(_error("phase-ends-early", _ENDS, _CORRECT_DATES), ("product",), dates.phase_ends),
    Check(_error("mission-ends-early", _ENDS, _CORRECT_DATES), ("member",), dates.mission_ends),
    Check(
        _error(
            "phase-repeated",
            Text("La phase « {phase} » est déjà dans la liste.", 'The phase "{phase}" is in the list already.'),
            Text("Gardez une seule des deux.", "Keep one of the two."),
        ),
        ("product",),
        dates.phase_twice,
    ),
    Check(
        _warning(
            "phases-out-of-order",
            Text("Cette phase commence le {start}, avant une phase écrite plus haut ({latest}).",
                 "This phase starts on {start}, before a phase written above ({latest})."),
            Text("Écrivez les phases de la plus ancienne à la plus récente.", "Write the phases from first to last."),
        ),
        ("product",),
        dates.phases_out_of_order,
    ),
    Check(
        _warning(
            "phase-after-closing",
            Text("La phase « {phase} » commence après « {closing} », qui clôt la vie du produit.",
                 'The phase "{phase}" starts after "{closing}", which ends the product\'s life.'),
            Text("Corrigez les dates, ou retirez la phase de clôture si le produit a repris.",
                 "Correct the dates, or remove the closing phase if the product goes on."),
        ),
        ("product",),
        dates.phase_after_closing,
    ),
    Check(
        _warning(
            "date-in-future",
            Text("« {name} » est daté du {day}, qui n'est pas encore arrivé.",
                 '"{name}" is dated {day}, which is still to come.'),
            Text("Si c'est prévu, rien à faire : les chiffres ne le comptent pas avant. Sinon, corrigez la date.",
                 "If it is planned, leave it: no figure counts it before that day. Else correct the date."),
        ),
        ("product",),
        dates.future_dates,
    ),
    Check(
        _warning(
            "stats-contradiction",
            Text("« stats: false » contredit « stats_url » ({url}).",
                 '"stats: false" contradicts "stats_url" ({url}).'),
            Text("Écrivez « stats: true » si la page est publiée, ou retirez « stats_url ».",
                 'Write "stats: true" if the page is published, or remove "stats_url".'),
        ),
        ("product",),
        declarations.stats_denied,
    ),
    Check(
        _warning(
            "repository-malformed",
            Text("« {value} » n'est pas un dépôt de code : {problem}.", '"{value}" is no repository: {problem}.'),
            Text("Écrivez l'adresse du dépôt seule : https://github.com/compte/depot.",
                 "Write the repository's address alone: https://github.com/owner/name."),
        ),
        ("product",),
        declarations.repository,
    ),
    Check(
        _warning(
            "field-mistyped",
            Text("Le champ « {field} » est inconnu et ressemble à « {near} ».",
                 'The field "{field}" is unknown and looks like "{near}".'),
            Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?'),
        ),
        ("product", "member", "incubator", "organisation"),
        declarations.mistyped_fields,
    ),
    Check(
        _error(
            "member-file-name",
            Text("« {name} » n'est pas de la forme prénom.nom.md.", '"{name}" is not of the form first.last.md.'),
            Text("Renommez le fichier en minuscules, sans accents ni chiffres : prénom, point, nom.",
                 "Rename the file in lower case, without accents or digits: first name, dot, last name."),
        ),
        ("member",),
        declarations.member_file_name,
    ),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*READING_RULES, *VIOLATION_RULES, *(check.rule for check in CHECKS), *OBSERVED_RULES)
