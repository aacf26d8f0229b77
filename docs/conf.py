"""The documentation as a site, from the very files that GitHub shows: `make manual`.

The source folder is the project's, so that a link from docs/ to CONTRIBUTING.md leads somewhere in both places.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from startup_stats import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

project = "startup-stats"
version = release = __version__
language = "fr"
root_doc = "docs/fr/index"
include_patterns = ["*.md", "docs/**", "site/README.md"]
# What isn't walked through at all: all other folders, of which an environment or two are large, and a page of one site.
exclude_patterns = [
    *sorted({each.name for each in ROOT.iterdir() if each.is_dir()} - {"docs", "site"}),
    "docs/beta.gouv.fr",
]

extensions = ["myst_parser"]
myst_heading_anchors = 4  # as GitHub makes them, for links to a section
nitpicky = True

html_theme = "furo"
html_title = f"startup-stats {__version__}"
html_extra_path = ["home"]  # the address without a page leads to the French home
html_copy_source = html_show_sourcelink = html_show_copyright = False

# What the home does not name stands below it; a page that stood nowhere would fail the build.
_TREES = """

```{{toctree}}
:hidden:
{french}
```

```{{toctree}}
:hidden:
:glob:
:caption: In English
/README
../*
/site/README
/CONTRIBUTING
/SECURITY
/CHANGELOG
```
"""


def _add_trees(_app: Sphinx, name: str, text: list[str]) -> None:
    """Give the home its table of pages: those of its list, in its order, then the English ones."""
    if name == root_doc:
        text[0] += _TREES.format(french="\n".join(re.findall(r"(?m)^- .*\]\(([\w-]+)\.md\)", text[0])))


def _index_rows(_app: Sphinx, tree: nodes.document) -> None:
    """Let the search lead to the row that starts with a code word: a rule, a key, an input.

    A word that starts several rows of a page is no row's own name.
    """
    firsts = {row: row.children[0].next_node(nodes.literal) for row in tree.findall(nodes.row)}
    named = {row: word for row, word in firsts.items() if word is not None and word.parent.children[0] is word}
    rows = Counter(word.astext() for word in named.values())
    for row, word in named.items():
        name = word.astext()
        if rows[name] == 1:
            row["names"].append(name)
            word.parent.insert(0, addnodes.index(entries=[("single", name, tree.set_id(row), "main", None)]))


def setup(app: Sphinx) -> None:
    """Hang the two in where Sphinx reads a page."""
    app.connect("source-read", _add_trees)
    app.connect("doctree-read", _index_rows)
