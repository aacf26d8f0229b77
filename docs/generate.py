"""Write the ids in the schemas from the code, and the reference pages of docs/ from both: `make docs`.

tests/test_docs.py fails when one is not what this makes, so that they can't drift.
"""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import yaml

from startup_stats.checks.rules import RULES
from startup_stats.cli import program
from startup_stats.config.reading import parse_config
from startup_stats.config.settings import Config
from startup_stats.document.data_package import data_package
from startup_stats.document.tables import KIT_TABLES
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.terms import Method
from startup_stats.language import Language, Text
from startup_stats.schema import validators
from startup_stats.standards.catalogue import GRADED, OBSERVED, STANDARDS
from startup_stats.standards.reasons import REASONS
from startup_stats.standards.self_assessment import CATEGORIES
from startup_stats.vocabulary import CONFORMITY, STATUSES, VOCABULARY, Role
from startup_stats.writers.json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from startup_stats.config.settings import Figure

DOCS = Path(__file__).resolve().parent
_MADE = Text(
    "<!-- Page écrite par `make docs` : corrigez le code ou les schémas, pas cette page. -->",
    "<!-- Written by `make docs`: change the code or the schemas, not this page. -->",
)


# What Jekyll and its plugins read has one name everywhere.
_JEKYLL_S = ("redirect_from", "robots")


def _ways(node: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the way to each field of a schema: of those within a list or a group too."""
    for name, inner in node.get("properties", {}).items():
        if name not in _JEKYLL_S:
            yield f"{above}{name}"
            yield from _ways(inner.get("items", inner), f"{above}{name}.")


# What the schemas know by a word: the name of its definition → the words, in the order of the code.
VOCABULARIES: Mapping[str, Iterable[str | None]] = {
    "indicator_id": INDICATORS,
    "standard_id": STANDARDS,
    "observed_id": OBSERVED,
    "category_id": CATEGORIES,
    "phase": VOCABULARY.phases.current,
    "role": get_args(Role),
    "event": VOCABULARY.events,
    "event_meaning": dict.fromkeys((*(meaning for meaning in VOCABULARY.events.values() if meaning), None)),
    "conformity": CONFORMITY,
    "conformity_id": CONFORMITY,
    "member_status": STATUSES,
    "status_id": STATUSES,
    "domain": VOCABULARY.domains,
    **{
        f"{name}_field": list(_ways(validators.schema(name)))
        for name in ("product", "member", "incubator", "organisation")
    },
}


def schemas() -> Mapping[Path, str]:
    """Return the text of every schema with its vocabularies as the code has them, by its path."""
    return {file: _with_vocabularies(file) for file in sorted((DOCS.parent / "schemas").iterdir())}


def _with_vocabularies(file: Path) -> str:
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["$id"] = validators.address(file.name.partition(".")[0])
    for name, words in VOCABULARIES.items():
        if name in schema.get("$defs", {}):
            schema["$defs"][name]["enum"] = list(words)
    _require_all(schema)
    if file.name.startswith("config"):
        schema["properties"]["standards"]["properties"] = {name: {"$ref": "#/$defs/graded_terms"} for name in GRADED}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _require_all(node: Any) -> None:
    """Where something is required for every id, require it for those that there are."""
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _require_all(inner)
    names = node.get("propertyNames", {}).get("$ref") if isinstance(node, dict) else None
    if names and "required" in node:
        node["required"] = list(VOCABULARIES[names.rpartition("/")[2]])


def kit() -> Mapping[Path, str]:
    """Return what the kit says of the tables that it publishes: a data package, of which the site fills in the rest."""
    values = {"day": "stats.as_of", "repository": "stats.source.repository | default: 'content'"}
    document = {"as_of": "{day}", "source": {"repository": "{repository}"}, "licence": None}
    text = to_json(data_package(document, KIT_TABLES))
    for name, value in values.items():
        text = text.replace(f'"{{{name}}}"', f"{{{{ {value} | jsonify }}}}")
    return {DOCS.parent / "site/_pages/stats-data/datapackage.json.liquid": _PACKAGE + text.removeprefix("{\n")}


_PACKAGE = """\
---
permalink: /stats/data/datapackage.json
layout: null
sitemap: false
---
{%- assign stats = site.data.stats -%}
{
{%- if stats.licence %}
 "licenses": [{"title": {{ stats.licence.name | jsonify }}, "path": {{ stats.licence.url | jsonify }}}],
{%- endif %}
"""


def pages() -> Mapping[Path, str]:
    """Return the text of every generated page, by its path."""
    both = {
        ("indicators.md", "fr/indicateurs.md"): _indicators,
        ("published.md", "fr/chiffres-publies.md"): _published,
        ("rules.md", "fr/regles.md"): _rules,
        ("configuration.md", "fr/configuration.md"): _configuration,
        ("inputs.md", "fr/entrees.md"): _inputs,
        ("standards.md", "fr/standards.md"): _standards,
        ("stats-json.md", "fr/stats-json.md"): _stats,
        ("findings-json.md", "fr/suivre-ses-fiches.md"): _findings,
    }
    made = {
        DOCS / "cli.md": _page("en", _COMMANDS, _commands()),
        DOCS / "modules.md": _page("en", Text("Les modules", "Modules"), _modules()),
    }
    for (english, french), write in both.items():
        made[DOCS / english] = write("en")
        made[DOCS / french] = write("fr")
    return made


def _page(language: Language, title: Text, body: str) -> str:
    return f"{_MADE.said(language)}\n\n# {title.said(language)}\n\n{body.rstrip()}\n"


def _indicators(language: Language) -> str:
    blocks = [_INDICATORS_INTRODUCTION.said(language)]
    terms = Config().terms(date.min)
    for name, entry in INDICATORS.items():
        methods = "\n".join(
            f"| `{method}` | {entry.description(method, terms).said(language)} |" for method in get_args(Method)
        )
        head = Text("| Méthode | Ce qui est compté |", "| Method | What is counted |").said(language)
        title = terms.fill(entry.title).said(language)
        blocks.append(
            f"## `{name}` · {title}\n\n{entry.subject.unit.said(language)}\n\n{head}\n| --- | --- |\n{methods}"
        )
    blocks.append(_INDICATORS_END.said(language))
    return _page(language, Text("Les indicateurs", "Indicators"), "\n\n".join(blocks))


def _published(language: Language) -> str:
    """List the published figures, from what tests/write_published.py computed on the real history."""
    folder = DOCS / "beta.gouv.fr"
    computed = json.loads((folder / "published.json").read_text(encoding="utf-8"))
    config = parse_config("startup-stats.yml", (folder / "startup-stats.yml").read_bytes())
    terms = config.terms(date.fromisoformat(computed["as_of"]))
    blocks = [_PUBLISHED_INTRODUCTION.fill(as_of=terms.as_of).said(language)]
    for name, entry in INDICATORS.items():
        of_indicator = [each for each in computed["published"] if each["indicator"] == name]
        rows = [_published_row(each, config, language) for each in of_indicator]
        if rows:
            head = [_HEAD_OF_PUBLISHED.said(language), "| --- | ---: | --- | --- | --- |"]
            title = terms.fill(entry.title).said(language)
            blocks.append("\n".join([f"## {title}", "", *head, *rows]))
    title = Text("Les chiffres publiés, et ce qui les redonne", "Published figures, and what gives them again")
    return _page(language, title, "\n\n".join(blocks))


def _published_row(given: Mapping[str, Any], config: Config, language: Language) -> str:
    figures = config.references[given["indicator"], given["year"]].published
    figure = next(each for each in figures if (each.value, each.source) == (given["value"], given["source"]))
    methods: dict[tuple[str, str | None], list[str]] = {}
    for each in given["reproduced"]:
        methods.setdefault((each["from"], each["to"]), []).append(f"`{each['method']}`")
    by: dict[str, list[str]] = {}
    for (first, last), names in sorted(methods.items(), key=lambda each: each[0][0]):
        by.setdefault(", ".join(names), []).append(_days(first, last).said(language))
    colon, semicolon = (" : ", " ; ") if language == "fr" else (": ", "; ")
    again = "<br>".join(f"{names}{colon}{semicolon.join(days)}" for names, days in by.items())
    named = _named(figure, language) if figure.known_at else ""
    return f"| {given['year']} | {given['value']} | {given['source']} | {again or _NOTHING.said(language)} | {named} |"


def _days(first: str, last: str | None) -> Text:
    day = date.fromisoformat(first)
    if last is None:
        return _SINCE.fill(first=day)
    return (_ON if first == last else _SPAN).fill(first=day, last=date.fromisoformat(last))


def _named(figure: Figure, language: Language) -> str:
    method = f"`{figure.method}`" if figure.method else "`members.new_by_year.admin`"
    return _NAMED.fill(method=method, day=date.fromisoformat(str(figure.known_at))).said(language)


def _rules(language: Language) -> str:
    head = Text("| Règle | Gravité | Message | Que faire |", "| Rule | Severity | Message | What to do |")
    rows = [
        f"| `{rule.id}` | {rule.severity.value} | {rule.message.said(language)} | {_help(rule.help, language)} |"
        for rule in RULES
    ]
    return _page(
        language, Text("Les règles", "Rules"), "\n".join([head.said(language), "| --- | --- | --- | --- |", *rows])
    )


def _help(text: Text, language: Language) -> str:
    said = text.said(language)
    return Text("selon le cas", "depends on the case").said(language) if said == "{advice}" else said


def _configuration(language: Language) -> str:
    head = Text("| Clé | Type | Défaut | Rôle |", "| Key | Type | Default | What for |")
    rows = "\n".join([head.said(language), "| --- | --- | --- | --- |", *_keys(validators.schema("config"), language)])
    way = "../beta.gouv.fr" if language == "fr" else "beta.gouv.fr"
    full = Text(
        "La configuration complète de beta.gouv.fr : [startup-stats.yml]({way}/startup-stats.yml).",
        "The full configuration of beta.gouv.fr: [startup-stats.yml]({way}/startup-stats.yml).",
    ).fill(way=way)
    body = f"{_CONFIGURATION_INTRODUCTION.said(language)}\n\n{full.said(language)}\n\n{rows}"
    return _page(language, Text("La configuration", "Configuration"), body)


def _keys(schema: Mapping[str, Any], language: Language, above: str = "") -> Iterator[str]:
    for name, described in schema.get("properties", {}).items():
        resolved = _resolved(described)
        default = f"`{described['default']}`" if "default" in described else ""
        yield f"| `{above}{name}` | {_kind(resolved)} | {default} | {_described(resolved, language)} |"
        if above.count(".") < 2:  # noqa: PLR2004 - what lies deeper is said where it lies
            yield from _keys(resolved, language, f"{above}{name}.")
    others = schema.get("additionalProperties")
    if others and "properties" in _resolved(others):
        yield from _keys({"properties": {"<id>": others}}, language, above)


def _standards(language: Language) -> str:
    head = Text(
        "| Standard | Ce qu'il demande | Déclaré par | S'applique en | Vérifié en ligne |",
        "| Standard | What it asks | Declared by | Applies in | Verified online |",
    )
    rows = [
        f"| `{name}` · {each.title.said(language)} | {each.description.said(language)} | `{each.fields[0]}` "
        f"| {', '.join(VOCABULARY.phases[phase].title.said(language) for phase in VOCABULARY.phases.of(*each.roles))} "
        f"| {(_OBSERVED if each.visit else _UNOBSERVED).said(language)} |"
        for name, each in STANDARDS.items()
    ]
    reasons = [f"| `{code}` | {words.said(language)} |" for code, words in REASONS.items()]
    why = Text("| Raison | En mots |", "| Reason | In words |").said(language)
    parts = [
        _STANDARDS_INTRODUCTION.said(language),
        "\n".join([head.said(language), "| --- | --- | --- | --- | --- |", *rows]),
        _VERDICTS.said(language),
        _SELF_ASSESSMENT.said(language),
        _categories(language),
        _REASONS.said(language),
        "\n".join([why, "| --- | --- |", *reasons]),
    ]
    return _page(language, Text("Les standards de qualité", "Quality standards"), "\n\n".join(parts))


def _categories(language: Language) -> str:
    head = Text("| Catégorie | En mots | Standard |", "| Category | In words | Standard |").said(language)
    rows = [
        f"| `{name}` | {each.title.said(language)} | {f'`{each.standard.id}`' if each.standard else ''} |"
        for name, each in CATEGORIES.items()
    ]
    return "\n".join([head, "| --- | --- | --- |", *rows])


def _stats(language: Language) -> str:
    body = "\n".join(
        [_STATS_INTRODUCTION.said(language), "", *_keys_of("stats", language), "", _RECOMPUTED.said(language)]
    )
    return _page(language, Text("stats.json, version 2", "stats.json, version 2"), body)


def _findings(language: Language) -> str:
    body = "\n".join([_FINDINGS_INTRODUCTION.said(language), "", *_keys_of("findings", language)])
    return _page(language, _FINDINGS_TITLE, body)


def _keys_of(name: str, language: Language) -> list[str]:
    head = Text("| Clé | Type | Contenu |", "| Key | Type | Content |")
    nodes = _paths(validators.schema(name), "")
    rows = [f"| `{path}` | {_kind(node)} | {_described(node, language)} |" for path, node in nodes]
    return [head.said(language), "| --- | --- | --- |", *rows]


def _paths(schema: Mapping[str, Any], above: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    names = schema.get("propertyNames")
    # What is no id of ours is a year.
    by_name = {} if names is None else {"<id>" if "$ref" in names else "<yyyy>": schema["additionalProperties"]}
    for name, described in (schema.get("properties", {}) | by_name).items():
        node = _resolved(described, "stats")
        yield f"{above}{name}", node
        yield from _paths(node, f"{above}{name}.")
        if "items" in node:
            yield from _paths(_resolved(node["items"], "stats"), f"{above}{name}[].")


def _resolved(node: Mapping[str, Any], name: str = "config") -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    target: Mapping[str, Any] = validators.schema(name)["$defs"][node["$ref"].rpartition("/")[2]]
    return {**target, **node}


def _kind(node: Mapping[str, Any]) -> str:
    if "enum" in node:
        return ", ".join(f"`{value}`" for value in node["enum"])
    if "anyOf" in node:
        return " / ".join(_kind(_resolved(each, "stats")) for each in node["anyOf"])
    kind = node.get("type", f"`{node['const']}`" if "const" in node else "")
    return " / ".join(kind) if isinstance(kind, list) else str(kind)


def _described(node: Mapping[str, Any], language: Language) -> str:
    return str(node.get("description" if language == "fr" else "x-description-en", ""))


def _inputs(language: Language) -> str:
    metadata = yaml.safe_load((DOCS.parent / "action.yml").read_text(encoding="utf-8"))
    title = Text("L'action GitHub : entrées et sorties", "The GitHub Action: inputs and outputs")
    parts = []
    for key, heading in (("inputs", Text("Entrées", "Inputs")), ("outputs", Text("Sorties", "Outputs"))):
        said = {
            name: _IN_FRENCH[name] if language == "fr" else entry["description"]
            for name, entry in metadata[key].items()
        }
        rows = [f"| `{name}` | {said[name]} | {_default(entry)} |" for name, entry in metadata[key].items()]
        parts.append("\n".join([f"## {heading.said(language)}", "", "| | | |", "| --- | --- | --- |", *rows]))
    return _page(language, title, "\n\n".join(parts))


def _default(entry: Mapping[str, Any]) -> str:
    return f"`{entry['default']}`" if entry.get("default") else ""


def _modules() -> str:
    """List every module with the first sentence of its docstring."""
    source = DOCS.parent / "src" / "startup_stats"
    rooms: dict[str, list[str]] = {}
    for file in sorted(source.rglob("*.py")):
        said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
        name = str(file.relative_to(source))
        rooms.setdefault(str(file.parent.relative_to(source)), []).append(f"| `{name}` | {' '.join(said.split())} |")
    return "\n\n".join("\n".join(["| | |", "| --- | --- |", *lines]) for _, lines in sorted(rooms.items()))


def _commands() -> str:
    group = program.command
    settings = {"terminal_width": 100, **group.context_settings}
    context = click.Context(group, info_name="startup-stats", **settings)
    helps = [("startup-stats", group.get_help(context))]
    for name in group.list_commands(context):
        command = program.imported(name)
        inner = click.Context(command, info_name=name, parent=context, **settings)
        helps.append((f"startup-stats {name}", command.get_help(inner)))
    return "\n\n".join(f"## `{name}`\n\n```text\n{text}\n```" for name, text in helps)


# action.yml speaks English only, as GitHub shows it; a name without its French words here stops `make docs`.
_IN_FRENCH = {
    "mode": "Que faire : update calcule le fichier, check juge les fiches (celles que change une pull request)",
    "comment": "En mode check, tenir un commentaire sur la pull request : never, on-findings ou always",
    "token": "Le jeton qui publie et qui écrit le commentaire ou l'issue ; les permissions du job disent ce qu'il peut",
    "path": "Le dossier du site, depuis l'espace de travail",
    "config": "Un fichier de configuration, à la place de celui du site",
    "probe": "En mode update, demander d'abord au web ce qui s'y voit, dans _data/stats_evidence.json : true ou false",
    "history": "En mode update, mettre d'abord à jour _data/stats_history.json, chaque chiffre tel qu'il était connu chaque "
    "jour (demande fetch-depth: 0) : true ou false",
    "publish": "Ce que devient le fichier : commit, pull-request, ou none, qui l'écrit, sans plus",
    "accept": "Remplacer et publier des chiffres qui bougent plus que la garde ne le permet, true ou false",
    "branch": "La branche où publier, ou vers laquelle ouvrir une pull request ; sinon celle du checkout",
    "dry-run": "Montrer ce qui serait publié sans rien envoyer, true ou false",
    "tracking-issue": "En mode update, tenir une issue avec les erreurs (true), ou une par incubateur avec les défauts de ses "
    "fiches (incubators), fermée quand il n'y a plus rien ; ou false",
    "as-of": "Le jour des chiffres (aaaa-mm-jj), à la place d'aujourd'hui",
    "fail-on": "Échouer sur ces défauts : error, warning ou never ; vide, c'est error en mode check, never sinon",
    "language": "La langue des messages et du fichier, fr ou en, à la place de celle de la configuration",
    "changed": "Le fichier a-t-il changé, ou quelque chose a-t-il été publié, true ou false",
    "commit-sha": "Le commit publié ou proposé ; vide s'il n'y avait rien à publier",
    "pull-request": "L'adresse de la pull request tenue ou fermée ; vide sans elle",
    "unknown": "Le nombre de standards de produits dont personne ne sait s'ils sont respectés",
    "errors": "Le nombre d'erreurs dans le contenu",
    "warnings": "Le nombre d'avertissements dans le contenu",
    "stats-file": "Le fichier écrit, depuis l'espace de travail ; vide en mode check et quand la garde a refusé",
    "alarm": "Des chiffres bougent plus que la garde ne le permet, true ou false ; le résumé du job dit lesquels",
}
_COMMANDS = Text("Les commandes", "Commands")
_INDICATORS_INTRODUCTION = Text(
    "Chaque indicateur a deux méthodes, que la configuration choisit : `programme` (par défaut, notre lecture de ce que "
    "les documents du programme disent compter) et `site` (ce que dessine le stats.js du site). Les années vont de "
    "`first_year` à celle de `as_of` ; par la méthode `site`, à la suivante, toutes avec un nombre. Par la méthode "
    "`programme`, une date à venir n'est pas comptée, et une année qui ne peut pas avoir de chiffre n'en a pas (`value: "
    "null`, avec `reason`) : un impact national pas encore évalué, une année que les fiches ne couvrent pas. Ce n'est "
    "jamais 0. Ce qui n'a pas de date utilisable figure sous `undated`, ce qui est daté hors des années sous `outside`, "
    "avec son année. `startup-stats explain INDICATEUR ANNÉE` montre qui est compté, par quel champ de quelle fiche, et "
    "qui ne l'est pas et pourquoi.\n\n"
    "`complete` dit que l'année civile, ou son évaluation, est terminée. **Cela ne dit pas que le chiffre est "
    "définitif** : des fiches complétées plus tard le changent encore. Les lancements de 2020 étaient 26 au 31 mars "
    "2021 ; ils sont 42 aujourd'hui.",
    "Each indicator has two methods, chosen in the configuration: `programme` (the default, our reading of what the "
    "programme's documents say they count) and `site` (what the site's stats.js draws). Years run from `first_year` to "
    "that of `as_of`; by the method `site` to the next one, all with a number. By the method `programme` a date still to "
    "come is not counted, and a year that can have no figure has none (`value: null`, with `reason`): national impact "
    "not evaluated yet, a year that files do not cover. It is never 0. What has no usable date stands under `undated`, "
    "what is dated outside the years under `outside`, with its year. `startup-stats explain INDICATOR YEAR` shows who is "
    "counted, by which field of which file, and who is not and why.\n\n"
    "`complete` says that the calendar year, or its evaluation, is over. **It does not say that the figure is final**: "
    "files completed later still move it. The launches of 2020 were 26 on 31 March 2021; they are 42 today.",
)
_INDICATORS_END = Text(
    "## Les chiffres publiés\n\n"
    "Les documents ont été écrits à des jours différents, avec des définitions différentes ; aucune méthode n'est « celle "
    "du programme ». [Les chiffres publiés, et ce qui les redonne](chiffres-publies.md) dit pour chacun quelle méthode le "
    "redonne et avec les fiches de quels jours, ou que rien ne le redonne. Comment lire un chiffre « connu au » un jour : "
    "[d'où vient un chiffre, et pourquoi il change](revisions.md).\n\n"
    "## Membres actifs et missions\n\n"
    "`members.active` compte des personnes : chacune une fois, par la mission commencée en dernier. La page « communauté » "
    "du site compte des missions en cours, et une personne peut en avoir plusieurs : au 20 août 2026, 1 360 personnes, "
    "1 521 missions.",
    "## Published figures\n\n"
    'The documents were written on different days, by different definitions; no method is "the programme\'s". '
    "[Published figures, and what gives them again](published.md) says of each by which method and the files of which days "
    'it can be had again, or that nothing gives it. How to read a figure "known at" a day: [where a figure comes from, '
    "and why it changes](revisions.md).\n\n"
    "## Active members and missions\n\n"
    "`members.active` counts people: each once, by the mission that started last. The site's community page counts "
    "missions under way, and a person can have several: on 20 August 2026, 1,360 people and 1,521 missions.",
)
_PUBLISHED_INTRODUCTION = Text(
    "Chaque chiffre qu'un document publie, tel que la [configuration de beta.gouv.fr](../beta.gouv.fr/startup-stats.yml) "
    "le donne, et ce qui le redonne quand on recalcule l'indicateur avec les fiches de chaque jour, du premier commit du "
    "contenu au {as_of}.\n\n"
    "*Redonné par* : les méthodes et les jours (inclus) où elles donnent exactement ce chiffre. Un chiffre qui monte passe "
    "par toutes les valeurs : il ne dit quelque chose du document que si ces jours sont ceux où il a pu être écrit. "
    "*Retenu* : la méthode et le jour que la configuration nomme, un de ceux-là. `members.new_by_year.admin` "
    "est un autre compte : les nouveaux membres dont la toute première mission est celle d'un agent public.\n\n"
    "Pour refaire un calcul : `startup-stats build --known-at 2021-03-31 --method programme -o -` dans un clone du contenu "
    "([plus](revisions.md)).",
    "Each figure that a document publishes, as the [configuration of beta.gouv.fr](beta.gouv.fr/startup-stats.yml) gives "
    "it, and what gives it again when the indicator is computed from the files of each day, from the content's first commit "
    "to {as_of}.\n\n"
    "*Given again by*: the methods, and the days (inclusive) on which they give exactly that figure. A figure that rises "
    "passes through all values: it says something of the document only where those are days on which it can have been "
    "written. *Named*: the method and the day that the configuration names, one of these. "
    "`members.new_by_year.admin` is another count: new members whose very first mission is that of a public agent.\n\n"
    "To compute one again: `startup-stats build --known-at 2021-03-31 --method programme -o -` in a clone of the content "
    "([more](revisions.md)).",
)
_HEAD_OF_PUBLISHED = Text(
    "| Année | Publié | Document | Redonné par | Retenu |", "| Year | Published | Document | Given again by | Named |"
)
_SPAN, _SINCE = Text("du {first} au {last}", "{first} to {last}"), Text("depuis le {first}", "since {first}")
_ON, _NOTHING = Text("le {first}", "{first}"), Text("rien", "nothing")
_NAMED = Text("{method}, {day}", "{method}, {day}")
_CONFIGURATION_INTRODUCTION = Text(
    "`startup-stats.yml`, à la racine du site ou dans `.github/`. Tout y est facultatif : sans fichier, les valeurs "
    "par défaut conviennent à beta.gouv.fr. Tous les défauts sont dits à la fois, avec leur ligne.",
    "`startup-stats.yml`, at the site's root or in `.github/`. All of it is optional: without a file, the defaults "
    "serve beta.gouv.fr. All faults are told at once, with their line.",
)
_OBSERVED, _UNOBSERVED = Text("oui", "yes"), Text("non", "no")
_STANDARDS_INTRODUCTION = Text(
    "Ce qu'une fiche déclare est une chose, ce que le web en dit une autre : les deux sont gardés, jamais mêlés. Un "
    "standard s'applique à partir d'une phase (`standards` dans la configuration) ; les produits abandonnés et les "
    "investigations closes n'y sont pas soumis.",
    "What a file declares is one thing, what the web says of it another: both are kept, never mixed. A standard "
    "applies from a phase on (`standards` in the configuration); abandoned products and closed investigations are out.",
)
_VERDICTS = Text(
    "## Le verdict\n\n`startup-stats probe` va voir en ligne, et tient un registre (`_data/stats_evidence.json`). Un "
    "premier « oui » compte aussitôt ; une absence, et tout changement d'un état connu, ne comptent qu'une fois "
    "confirmés par la vérification suivante. Ce qui ne prouve rien (une panne, un délai, un accès refusé) laisse en "
    "place l'état connu : une panne n'a jamais fait bouger un chiffre. Quand trop de réponses ne disent rien "
    "(`probing.max_unknown`), le registre n'est pas remplacé.\n\n"
    "| Fiche | Registre | Verdict |\n| --- | --- | --- |\n"
    "| déclare | vu | respecté |\n| ne déclare pas | vu | respecté, mais pas déclaré |\n"
    "| déclare | absent | non respecté |\n| déclare | rien de sûr | inconnu |\n"
    "| dit non | pas vu | non respecté |\n| ne dit rien | pas vu | non renseigné |\n\n"
    "Sans registre, seule la fiche compte. L'accessibilité suit la mention lue sur la page du produit ; « totalement » "
    "et « partiellement conforme » y répondent.",
    "## The verdict\n\n`startup-stats probe` goes and looks, and keeps a ledger (`_data/stats_evidence.json`). A first "
    '"yes" counts at once; an absence, and any change of a known state, count only when the next run confirms them. '
    "What proves nothing (an outage, a time-out, a refused access) leaves the known state in place: no outage ever "
    "moved a figure. When too many answers say nothing (`probing.max_unknown`), the ledger is not replaced.\n\n"
    "| File | Ledger | Verdict |\n| --- | --- | --- |\n"
    "| declares | seen | met |\n| does not declare | seen | met, though not declared |\n"
    "| declares | absent | unmet |\n| declares | nothing certain | unknown |\n"
    "| says no | not seen | unmet |\n| says nothing | not seen | undeclared |\n\n"
    "Without a ledger the file alone counts. Accessibility follows the mention on the product's page; it is met by "
    '"totalement conforme" and "partiellement conforme".',
)
_SELF_ASSESSMENT = Text(
    "## Ce que les équipes répondent\n\nUne troisième source, gardée à part des deux autres : les réponses que chaque "
    "équipe donne de son produit, par exemple sur standards.beta.gouv.fr. Elles ne sont pas vérifiées, et aucun verdict "
    'n\'en vient. `self_assessment.url` dit où elles sont : un objet JSON, `{produit: {"completion": {catégorie: 0 à '
    '100}, "conformity": {catégorie: 0 à 100}}}`. `startup-stats probe` le demande une fois par relevé (une seule '
    "requête, sans suivre de redirection, 4 Mio au plus), et le garde dans le registre avec le jour depuis lequel ces "
    "réponses sont celles-ci. Les anciens identifiants des produits (`redirect_from`) sont suivis ; les accents, les "
    "majuscules et les traits d'union des catégories ne comptent pas ; une catégorie inconnue est dite, et laissée de "
    "côté. Une panne, ou une ligne illisible, laisse en place ce qui était connu, et le relevé le dit. Un relevé "
    "d'une partie (`--only`, `--products`) ne le demande pas ; de plusieurs machines (`--shard`), la première le "
    "demande pour toutes.\n\n"
    "stats.json en donne des comptes (`self_assessment`) : combien de produits ont répondu, combien à tous les critères, "
    "combien disent les respecter tous, parmi ceux que le standard de la catégorie concerne (sans standard : ceux que "
    "n'importe lequel concerne). Pas de moyenne : les catégories n'ont pas le même nombre de critères, et qui n'a rien "
    "répondu y compterait pour 0. Une équipe qui dit tout respecter là où sa page ou sa fiche dit « non conforme » est "
    "signalée (`self-assessment-contradicted`).",
    "## What teams answer\n\nA third source, kept apart from the other two: what each team answers of its own product, on "
    "standards.beta.gouv.fr for example. It is not verified, and no verdict comes from it. `self_assessment.url` says "
    'where: a JSON object, `{product: {"completion": {category: 0 to 100}, "conformity": {category: 0 to 100}}}`. '
    "`startup-stats probe` asks for it once a run (one request, no redirect followed, 4 MiB at most), and keeps it in the "
    "ledger with the day since which the answers are these. Former ids of products (`redirect_from`) are followed; "
    "accents, capitals and hyphens of categories do not matter; an unknown category is told, and left out. An outage, or "
    "a row that can't be read, leaves in place what was known, and the run says so. A run on a selection (`--only`, "
    "`--products`) does not ask; of several machines (`--shard`) the first asks for all.\n\n"
    "stats.json gives counts of it (`self_assessment`): how many products answered, how many all criteria, how many say "
    "that they meet them all, among those that the category's standard concerns (without a standard: those that any "
    "concerns). No mean: categories have different numbers of criteria, and who answered nothing would count as 0. A team "
    'that says it meets all where its page or its file says "non conforme" is told (`self-assessment-contradicted`).',
)
_REASONS = Text("## Les raisons", "## The reasons")
_STATS_INTRODUCTION = Text(
    "Le fichier est trié, indenté d'une espace, en UTF-8, et identique à l'octet près pour un même contenu. Il est "
    "décrit par `schemas/stats.schema.json`, qui le valide avant chaque écriture.",
    "The file is sorted, indented by one space, in UTF-8, and the same bytes for the same content. It is described "
    "by `schemas/stats.schema.json`, which validates it before each writing.",
)
_FINDINGS_TITLE = Text("Suivre ses fiches", "Following findings: stats_findings.json")
_FINDINGS_INTRODUCTION = Text(
    "Chaque nuit, l'outil relève ce qui ne va pas dans les fiches : [les règles](regles.md). Un incubateur peut suivre les "
    "siennes de trois façons, sans installer quoi que ce soit.\n\n"
    "## Par une issue\n\n"
    "Avec `tracking-issue: incubators` (il faut au job `issues: write`), chaque incubateur dont une fiche est à corriger a "
    "son issue, « Fiches à corriger : … », avec ses produits, ce qui ne va pas dans chacun, que faire, et le lien pour "
    "corriger. Abonnez-vous à la vôtre : elle n'est modifiée que si ses défauts changent, se ferme quand tout est corrigé, "
    "et se rouvre si un défaut revient. Un produit de deux incubateurs est dans les deux issues ; ceux qui n'en ont pas "
    "sont dans « Sans incubateur ». Un incubateur qu'aucune fiche ne connaît a la sienne aussi. L'issue ne dit ni jour ni "
    "ligne, qui changent sans qu'il y ait rien à faire : ils sont dans le fichier. Il s'écrit soixante issues au plus par "
    "passage, pour que GitHub les accepte ; le reste attend le suivant. L'outil reconnaît les siennes à leur étiquette "
    "`startup-stats`, à un commentaire caché et à leur auteur. L'issue commune de `tracking-issue: true` se ferme alors, et "
    "inversement ; l'échec d'une publication, qu'elle disait aussi, reste dans le résumé du job. Avec `dry-run: true`, rien "
    "n'est envoyé, et le journal dit ce qui le serait.\n\n"
    "## Par un lecteur de flux\n\n"
    "`startup-stats build --findings-feed findings.atom` écrit un flux Atom, une entrée par incubateur (`category` est son "
    "identifiant), datée de son défaut le plus récent. Placez-le dans le dossier publié du site, par une étape avant son "
    "déploiement.\n\n"
    "## Par un fichier\n\n"
    "`_data/stats_findings.json` dit tout, pour qui veut le trier ou le compter. L'action l'écrit à côté de "
    "`_data/stats.json` et le publie avec lui ; à la main, `startup-stats build --findings _data/stats_findings.json`.\n\n"
    "`since` est le jour depuis lequel un défaut est relevé sans interruption. Il vient du fichier précédent : un défaut "
    "est le même s'il a le même produit (ou l'un de ses anciens identifiants, `redirect_from`), la même règle et le même "
    "champ ; et le même message, là où il y en a plusieurs. Une ligne qui bouge, une valeur fausse remplacée par une autre "
    "valeur fausse n'y changent rien. Sans fichier précédent, ou s'il est abîmé, tout est daté du jour, et c'est dit. Les "
    "membres ne sont jamais nommés : leurs défauts sont comptés, et un identifiant de membre cité dans la fiche d'un "
    "produit y devient « … ». Les règles de `ignore` n'y sont pas.\n\n"
    "Le fichier est trié, indenté d'une espace, en UTF-8, et identique à l'octet près pour un même contenu et un même "
    "fichier précédent. Un autre jour, à lui seul, ne le fait pas réécrire. Il est décrit par "
    "`schemas/findings.schema.json`, qui le valide avant chaque écriture.",
    "Each night the tool tells what is wrong in the files: [the rules](rules.md). `_data/stats_findings.json` says whose "
    "each finding is, where it is corrected, and since when; the Action writes it beside `_data/stats.json` and publishes "
    "it with it, `startup-stats build --findings FILE` by hand. `--findings-feed FILE` writes the same as an Atom feed, an "
    "entry an incubator, dated by its newest finding.\n\n"
    "With `tracking-issue: incubators` (the job needs `issues: write`) each incubator with something to correct has its "
    "issue, edited only when its findings change, closed when there are none, opened again when one comes back. It says "
    "no day and no line. At most sixty are written a run; the rest waits for the next.\n\n"
    "`since` comes from the file before: a finding is the same by its product (a former id, `redirect_from`, is the "
    "product too), rule and field, and by its message where there are several. Without a file before, or with one that is "
    "damaged, all is dated that day, and that is said. Members are never named: findings on their files are counted, and "
    "a member's id quoted in a product's file becomes \"…\". Rules under `ignore` are left out.\n\n"
    "The file is sorted, indented by one space, in UTF-8, and the same bytes for the same content and the same file "
    "before. Another day alone does not have it written. It is described by `schemas/findings.schema.json`, which "
    "validates it before each writing.",
)
_RECIPE = """```sh
export GIT_INDEX_FILE=$(mktemp -u)
git ls-tree -r COMMIT -- content/_startups content/_authors content/_incubators content/_organisations |
  git update-index --index-info
echo "swh:1:dir:$(git write-tree)"
```"""
_RECOMPUTED = Text(
    "## Refaire le calcul\n\n`startup-stats verify FICHIER` retrouve le commit, la configuration et le registre que "
    "`source` nomme, recalcule tout, et répond « Égal », ou donne le chemin de la première différence.\n\n"
    "`source.content` ne demande que git. C'est l'identifiant ([SWHID](https://www.swhid.org/)) de l'arborescence qui "
    "contient les dossiers des fiches, à leur place depuis le dossier du site, et rien d'autre ; COMMIT est "
    f"`source.commit`, et les dossiers ceux de `paths` :\n\n{_RECIPE}\n\n"
    "Il reste le même à chaque commit qui ne touche pas aux fiches. Il est null quand ce qui a été lu n'est celui "
    "d'aucun commit (une fiche modifiée, ajoutée, ignorée de git), hors de git, et là où git nomme par sha256.",
    "## Computing it again\n\n`startup-stats verify FILE` finds the commit, the configuration and the ledger that "
    '`source` names, computes all of it again, and answers "Equal", or gives the path of the first difference.\n\n'
    "`source.content` takes git alone. It is the identifier ([SWHID](https://www.swhid.org/)) of the tree that holds the "
    "content's folders, at their places from the site's folder, and nothing else; COMMIT is `source.commit`, and the "
    f"folders those of `paths`:\n\n{_RECIPE}\n\n"
    "It stays the same at each commit that leaves the content alone. It is null where what was read is no commit's "
    "content (a file that was changed, added, or is ignored by git), outside of git, and where git names by sha256.",
)

if __name__ == "__main__":
    for made in (schemas, kit, pages):
        for path, text in made().items():
            path.write_text(text, encoding="utf-8")
        validators.schema.cache_clear()
