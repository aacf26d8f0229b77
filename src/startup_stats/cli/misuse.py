"""What click finds wrong with a command line, said in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.language import Text, same

if TYPE_CHECKING:
    import click

_SEE_HELP = Text("Voyez « startup-stats --help ».", 'See "startup-stats --help".')


def misuse_text(error: click.ClickException) -> Text:
    """Return what is wrong with the command line and where help is."""
    from click import exceptions

    if isinstance(error, exceptions.NoSuchOption):
        told = Text("L'option « {name} » n'existe pas.", 'There is no option "{name}".').fill(name=error.option_name)
        return _and(told, _nearest(error.possibilities))
    if isinstance(error, exceptions.NoSuchCommand):
        told = Text("La commande « {name} » n'existe pas.", 'There is no command "{name}".')
        return _and(told.fill(name=error.command_name), _nearest(error.possibilities))
    if isinstance(error, exceptions.BadOptionUsage):
        told = Text("L'option « {name} » est mal employée.", 'The option "{name}" is not used as it should.')
        return _and(told.fill(name=error.option_name), _SEE_HELP)
    if isinstance(error, exceptions.MissingParameter):
        told = Text("Il manque « {name} ».", '"{name}" is missing.')
        return _and(told.fill(name=_parameter(error)), _SEE_HELP)
    if isinstance(error, exceptions.BadParameter):
        told = Text("« {name} » n'accepte pas cette valeur : {detail}", '"{name}" does not take this value: {detail}')
        return _and(told.fill(name=_parameter(error), detail=_detail(error)), _SEE_HELP)
    return _and(Text("Il y a des arguments en trop.", "There are too many arguments."), _SEE_HELP)


def _detail(error: click.BadParameter) -> Text:
    """Return what a parameter takes, where click knows it; its own words name the value."""
    from click import Choice

    kind = error.param.type if error.param else None
    if isinstance(kind, Choice):
        return same(", ".join(str(choice) for choice in kind.choices) + ".")
    return Text("un nombre entier est attendu.", "a whole number is expected.")


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return "?"
    return error.param.opts[-1] if error.param.param_type_name == "option" else error.param.opts[0].upper()


def _nearest(possibilities: list[str] | None) -> Text:
    if not possibilities:
        return _SEE_HELP
    return Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?').fill(near=possibilities[0])


def _and(first: Text, second: Text) -> Text:
    return Text(f"{first.fr} {second.fr}", f"{first.en} {second.en}")
