"""The workflows that a site begins with: ours as they are, told where the site and its content lie."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from startup_stats.config.reading import FILES
from startup_stats.errors import OutsideError
from startup_stats.kit import workflow_files
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the workflows say for a site at its repository's top, with its content below one folder.
_WATCHED = re.compile(r"(?m)^(    paths: ).*$")
_WITH = re.compile(r"(?m)^(      - uses: startup-stats/startup-stats@.*\n        with:\n)")


def first_workflows(prefix: str, folders: Iterable[str]) -> dict[str, str]:
    """Return the text of each workflow by its file's name, for a site at `prefix` whose content lies in `folders`.

    Raises OutsideError for a way to the site that GitHub would read otherwise.
    """
    if "${{" in prefix or not prefix.isprintable():
        raise OutsideError(_NO_WAY)
    above = sorted({folder.partition("/")[0] for folder in folders if folder})
    # Where all lies below one folder, what is added to it is watched too.
    content = [f"{name}/**" for name in above]
    watched = json.dumps([_literal(prefix) + path for path in (*content, *FILES)], ensure_ascii=False)
    path = f"          path: {json.dumps(prefix.rstrip('/'), ensure_ascii=False)}\n" if prefix else ""
    return {
        name: _WITH.sub(lambda found: found[1] + path, _WATCHED.sub(lambda found: found[1] + watched, text))
        for name, text in workflow_files().items()
    }


def _literal(path: str) -> str:
    """Write a path so that GitHub's filters take each of its characters for itself."""
    return re.sub(r"([\\*?+\[\]!])", r"\\\1", path)


_NO_WAY = Text(
    "Le chemin du site dans son dépôt a des caractères qu'un workflow lirait autrement ; rien n'a été écrit. "
    "Renommez le dossier.",
    "The site's path in its repository has characters that a workflow would read otherwise; nothing was written. "
    "Rename the folder.",
)
