"""The collections of a portfolio: which files they have, and that none of them is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from startup_stats.content.records import Place, Record, list_files
from startup_stats.errors import OutsideError
from startup_stats.language import Text, number_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.content.source import Source

# By the name of their schema.
COLLECTIONS = ("product", "member", "incubator", "organisation")


# The site had none before 2022.
OPTIONAL = ("organisation",)
# In place of a folder: the content of that time had no such collection.
NONE = ""


class Folders(Protocol):
    """What says which folders there are."""

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""
        ...


def folders_of(source: Folders, layouts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the folder of each collection in a checkout, by the layouts that a site had, the newest first.

    Where products lie in the newest layout's folder, or in none, that layout holds; where they lie in an earlier one's,
    each collection is taken from the first layout whose folder is there, and may be missing.
    """
    newest = dict(layouts[0])
    lying = [layout for layout in layouts if "product" in layout and source.exists(layout["product"])]
    if not lying or lying[0]["product"] == newest["product"]:
        return newest
    return {
        name: next((layout[name] for layout in layouts if name in layout and source.exists(layout[name])), NONE)
        for name in COLLECTIONS
    }


def list_places(source: Source, folders: Mapping[str, str]) -> list[Place]:
    """List the files of all collections; raises OutsideError when a folder is missing that has to be there."""
    places = []
    for name in COLLECTIONS:
        if folders[name] != NONE and (name not in OPTIONAL or source.exists(folders[name])):
            places += list_files(source, name, folders[name])
    return places


def by_collection(records: Sequence[Record], folders: Mapping[str, str]) -> dict[str, tuple[Record, ...]]:
    """Return the records of each collection.

    Raises OutsideError when one holds nothing readable: an empty scan is a failure, never a portfolio of
    zero products.
    """
    sorted_out = {name: tuple(record for record in records if record.collection == name) for name in COLLECTIONS}
    for name, read in sorted_out.items():
        is_needed = bool(read) or (name not in OPTIONAL and folders[name] != NONE)
        if is_needed and all(record.data is None for record in read):
            raise OutsideError(_EMPTY.fill(folder=folders[name], files=number_of(len(read), *_FILES)))
    return sorted_out


_FILES = (Text("fichier", "file"), Text("fichiers", "files"))
_EMPTY = Text(
    "Le dossier « {folder} » ne contient aucune fiche lisible ({files}) : aucun chiffre n'est "
    "calculé. Donnez le dossier du site, ou corrigez « paths » dans startup-stats.yml.",
    'The folder "{folder}" holds no readable record ({files}): no figure is computed. '
    'Give the site\'s folder, or correct "paths" in startup-stats.yml.',
)
