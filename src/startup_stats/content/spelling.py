"""Values that mean what they should and are written as they should not: dates in quotes, yes for true.

The site's own checks read YAML 1.2 and stop on them; Jekyll reads YAML 1.1, as we do, and so do the figures.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from startup_stats.content import reading_rules as rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.findings import Rule

# Where dates stand: the list, the fields of its items. And the fields that say yes or no. The test
# test_the_reader_knows_every_date_and_every_flag holds both to the schemas.
DATES = {"phases": ("start", "end"), "events": ("date",), "missions": ("start", "end")}
FLAGS = ("stats", "analyse_risques", "mon_service_securise")

_TEXT, _FLAG = "tag:yaml.org,2002:str", "tag:yaml.org,2002:bool"
_YES = ("yes", "on", "y", "true")
_LENGTH = len("2025-06-13")

# A node whose value is written as it should not, the rule, and what its sentences name.
Misspelt = tuple[yaml.ScalarNode, "Rule", dict[str, object]]


def misspelt(root: yaml.Node | None) -> Iterator[Misspelt]:
    """Find the values of a front matter that are written as they should not."""
    for field, node in _pairs(root):
        if field in FLAGS and node.tag == _FLAG and node.value.lower() not in ("true", "false"):
            meant = "true" if node.value.lower() in _YES else "false"
            yield node, rules.YES_OR_NO_WORD, {"value": node.value, "meant": meant}
        if field in DATES and isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from _quoted_dates(item, DATES[field])


def _quoted_dates(item: yaml.Node, fields: tuple[str, ...]) -> Iterator[Misspelt]:
    for field, node in _pairs(item):
        if field in fields and node.tag == _TEXT and len(node.value) == _LENGTH and _is_date(node.value):
            yield node, rules.QUOTED_DATE, {"value": node.value}


def _pairs(node: yaml.Node | None) -> list[tuple[Any, Any]]:
    """Return the names and value nodes of a mapping; of any other node nothing."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value if isinstance(node, yaml.MappingNode) else []
    return [(key.value, value) for key, value in pairs if isinstance(key, yaml.ScalarNode)]


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
