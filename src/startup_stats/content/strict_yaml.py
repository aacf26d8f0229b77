"""YAML on libyaml's speed, with nothing done behind the author's back.

PyYAML composes the nodes in C; the values are built here, because its own constructor keeps the last of two
equal keys without a word, turns `2025-13-06` into a ValueError, and expands aliases without a bound.
Dates stay the text that the author wrote, so that JSON Schema can judge them.
"""

from __future__ import annotations

import math
import operator
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined] # PyYAML's stubs leave it out
from yaml.resolver import Resolver

from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.content.yaml_problems import explain
from startup_stats.language import Text, same

if TYPE_CHECKING:
    import re

    from startup_stats.findings import Rule

# libyaml composes by recursion in C: a text this short can't nest deep enough to exhaust the stack
# (measured: 20,000 levels pass, 400,000 crash the process); a longer one is walked by events first.
_SHORT_TEXT = 8_192
_MAX_DEPTH = 40
# A product's front matter has about 60 values; all aliases expanded count.
_MAX_VALUES = 50_000

_TAG = "tag:yaml.org,2002:"
_STRING, _MAPPING, _SEQUENCE, _MERGE = (f"{_TAG}{kind}" for kind in ("str", "map", "seq", "merge"))
# First character → (tag, pattern) of the types that a plain scalar may have.
_IMPLICIT_TYPES: dict[str, list[tuple[str, re.Pattern[str]]]] = Resolver.yaml_implicit_resolvers
_SCALARS = SafeConstructor()
_DATE_LENGTH = len("2025-06-13")


class _Composer(CParser):
    """PyYAML's C parser with its table of YAML 1.1 types (what Jekyll reads too); it constructs nothing.

    PyYAML's own resolver also follows paths, which nobody here uses: without, composing takes half the time.
    """

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return _MAPPING if kind is yaml.MappingNode else _SEQUENCE
        if value is not None and implicit[0]:
            for tag, pattern in _IMPLICIT_TYPES.get(value[:1], ()):
                if pattern.match(value):
                    return tag
        return _STRING

    # Called at every node, for paths that nobody follows: built-in functions cost half of what methods would.
    descend_resolver = operator.is_
    ascend_resolver = bool


def compose(text: str) -> yaml.Node | None:
    """Return the root node of a YAML text, None for an empty one; raises Unreadable."""
    try:
        if len(text) > _SHORT_TEXT:
            _refuse_deep_nesting(text)
        node: yaml.Node | None = _Composer(text).get_single_node()
    except yaml.YAMLError as error:
        line, column, problem, advice = explain(error, text)
        raise Unreadable(Fault(rules.YAML_SYNTAX, line, column, {"problem": problem, "advice": advice})) from None
    return node


def load(text: str, *, text_keys: bool = False) -> tuple[Any, list[Fault]]:
    """Build the values of a YAML text, and say what is doubtful in it.

    With `text_keys` a key such as `2025:` is its text, else it is a fault and left out. Raises Unreadable
    when nothing can be built. Lines and columns of faults count from 1 in the text given.
    """
    node = compose(text)
    builder = _Builder(text_keys=text_keys)
    return (None if node is None else builder.build(node, 0)), builder.faults


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise Unreadable(_fault(rules.TOO_COMPLEX, event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Builder:
    """Turns nodes into values once; keeps the faults it met and the number of values it made."""

    def __init__(self, *, text_keys: bool) -> None:
        self.faults: list[Fault] = []
        self._text_keys = text_keys
        self._left = _MAX_VALUES

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:  # an alias inside its own anchor ends here too
            raise Unreadable(_fault(rules.TOO_COMPLEX, node.start_mark))
        if node.tag == _STRING and isinstance(node, yaml.ScalarNode):
            return node.value
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if node.tag == _SEQUENCE and isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise _unsupported(node, Text("Étiquette de type YAML", "YAML type tag"))

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if value_node.tag is _STRING:  # what the resolver said of a plain or quoted text: most values
                self._left -= 1
                value = value_node.value
            else:
                value = self.build(value_node, depth + 1)
            if key_node.tag == _MERGE:
                raise _unsupported(key_node, Text("Clé de fusion « << »", 'Merge key "<<"'))
            if not self._is_text_key(key_node):
                shown = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
                self.faults.append(_fault(rules.KEY_NOT_TEXT, key_node.start_mark, key=shown))
                continue
            key = key_node.value
            if key in values:
                first = next(other.start_mark.line + 1 for other, _ in node.value if other.value == key)
                self.faults.append(_fault(rules.DUPLICATE_KEY, key_node.start_mark, key=key, first=first))
            values[key] = value
        return values

    def _is_text_key(self, node: yaml.Node) -> bool:
        return isinstance(node, yaml.ScalarNode) and (node.tag == _STRING or self._text_keys)

    def _scalar(self, node: yaml.ScalarNode) -> str | float | bool | None:
        """Build what is no plain text; a value that can't be built is a fault and stays its text."""
        kind = node.tag.removeprefix(_TAG)
        if kind in _PUNCTUATION:
            return str(node.value)
        try:
            if kind == "timestamp":
                return _date_text(node)
            if kind in _CONSTRUCTORS:
                value: float | bool | None = _CONSTRUCTORS[kind](_SCALARS, node)
                return node.value if isinstance(value, float) and not math.isfinite(value) else value
        except (ValueError, LookupError, AttributeError, OverflowError):  # what PyYAML raises on « !!bool x »
            rule = rules.IMPOSSIBLE_DATE if kind == "timestamp" else rules.IMPOSSIBLE_NUMBER
            self.faults.append(_fault(rule, node.start_mark, value=node.value[:40]))
            return str(node.value)
        raise _unsupported(node, Text("Étiquette de type YAML", "YAML type tag"))


# YAML 1.1 has types for a lone « = » and « << »; as values they are the text an author typed.
_PUNCTUATION = ("value", "merge")

_CONSTRUCTORS: dict[str, Any] = {
    "null": SafeConstructor.construct_yaml_null,
    "bool": SafeConstructor.construct_yaml_bool,
    "int": SafeConstructor.construct_yaml_int,
    "float": SafeConstructor.construct_yaml_float,
}


def _date_text(node: yaml.ScalarNode) -> str:
    """Return the text of a date, after seeing that the calendar has it."""
    if len(node.value) == _DATE_LENGTH:
        return date.fromisoformat(node.value).isoformat()
    return str(_SCALARS.construct_yaml_timestamp(node).isoformat())


def _fault(rule: Rule, mark: Any, **values: object) -> Fault:
    return Fault(rule, mark.line + 1, mark.column + 1, values)


def _unsupported(node: yaml.Node, construct: Text) -> Unreadable:
    name = Text("{what} ({tag})", "{what} ({tag})").fill(what=construct, tag=same(node.tag[:60]))
    return Unreadable(_fault(rules.YAML_UNSUPPORTED, node.start_mark, construct=name))
