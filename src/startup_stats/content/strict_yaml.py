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
from startup_stats.content.spelling import misspelt
from startup_stats.content.text import place_after
from startup_stats.content.yaml_problems import explain
from startup_stats.findings import Fix
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
# No figure has so many digits; Python refuses to write one of thousands, and takes minutes to read « 1:00:00:… ».
_LONGEST_NUMBER = 100


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
    builder = _Builder(text, text_keys=text_keys)
    data = None if node is None else builder.build(node, 0)
    return data, builder.faults + [_misspelt_fault(builder, text, *each) for each in misspelt(node)]


def _misspelt_fault(
    builder: _Builder, text: str, node: yaml.ScalarNode, rule: Rule, values: dict[str, object]
) -> Fault:
    fault = builder.fault(rule, node, **values)
    # Without its quotes a date would become part of what touches it: of a « # » after it, as of a « : » before it.
    before, after = text[node.start_mark.index - 1], text[node.end_mark.index :][:1]
    if literal(node, text) is None or not before.isspace() or after == "#":
        return fault
    mended = str(values.get("meant", node.value))
    return fault._replace(fix=fix_of(text, node.start_mark.index, node.end_mark.index, mended))


def literal(node: yaml.ScalarNode, text: str) -> int | None:
    """Return where a value's own characters begin in a text; None where it is not written as it reads."""
    start = node.start_mark.index
    raw = text[start : node.end_mark.index]
    if raw in (f"'{node.value}'", f'"{node.value}"'):
        return int(start) + 1
    return int(start) if raw == node.value else None


def fix_of(text: str, start: int, end: int, mended: str) -> Fix:
    """Return the fix that puts something else in place of a part of a text."""
    return Fix(*place_after(text[:start]), *place_after(text[:end]), mended)


def place_of(mark: Any, text: str) -> tuple[int, int]:
    """Return the line and column, from 1, of a place in a text that libyaml marked.

    Lines are those of every editor: libyaml's own count also ends a line at a lone carriage return and at U+0085,
    U+2028 and U+2029.
    """
    return place_after(text[: mark.index])


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise Unreadable(Fault(rules.TOO_COMPLEX, *place_of(event.start_mark, text)))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Builder:
    """Turns nodes into values once; keeps the faults it met and the number of values it made."""

    def __init__(self, text: str, *, text_keys: bool) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._text_keys = text_keys
        self._left = _MAX_VALUES

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:  # an alias inside its own anchor ends here too
            raise Unreadable(self.fault(rules.TOO_COMPLEX, node))
        if node.tag == _STRING and isinstance(node, yaml.ScalarNode):
            return node.value
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if node.tag == _SEQUENCE and isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise self._unsupported(node, _TYPE_TAG)

    def fault(self, rule: Rule, node: yaml.Node, **values: object) -> Fault:
        """Break a rule at the place of a node."""
        return Fault(rule, *place_of(node.start_mark, self._text), values)

    def _unsupported(self, node: yaml.Node, construct: Text) -> Unreadable:
        name = Text("{what} ({tag})", "{what} ({tag})").fill(what=construct, tag=same(node.tag[:60]))
        advice = _QUOTE_MARK if node.tag.startswith("!") else _WRITE_OUT
        return Unreadable(self.fault(rules.YAML_UNSUPPORTED, node, construct=name, advice=advice))

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if value_node.tag is _STRING:  # what the resolver said of a plain or quoted text: most values
                self._left -= 1
                value = value_node.value
            else:
                value = self.build(value_node, depth + 1)
            if key_node.tag == _MERGE:
                raise self._unsupported(key_node, Text("Clé de fusion « << »", 'Merge key "<<"'))
            if not self._is_text_key(key_node):
                shown = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
                self.faults.append(self.fault(rules.KEY_NOT_TEXT, key_node, key=shown))
                continue
            key = key_node.value
            if key in values:
                first = next(other for other, _ in node.value if other.value == key)
                line, _ = place_of(first.start_mark, self._text)
                self.faults.append(self.fault(rules.DUPLICATE_KEY, key_node, key=key, first=line))
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
                return _built(_CONSTRUCTORS[kind], node)
        except (ValueError, LookupError, AttributeError, OverflowError):  # what PyYAML raises on « !!bool x »
            rule = rules.IMPOSSIBLE_DATE if kind == "timestamp" else rules.IMPOSSIBLE_NUMBER
            self.faults.append(self.fault(rule, node, value=node.value[:40]))
            return str(node.value)
        raise self._unsupported(node, _TYPE_TAG)


# YAML 1.1 has types for a lone « = » and « << »; as values they are the text an author typed.
_PUNCTUATION = ("value", "merge")

_CONSTRUCTORS: dict[str, Any] = {
    "null": SafeConstructor.construct_yaml_null,
    "bool": SafeConstructor.construct_yaml_bool,
    "int": SafeConstructor.construct_yaml_int,
    "float": SafeConstructor.construct_yaml_float,
}


def _built(construct: Any, node: yaml.ScalarNode) -> str | float | bool | None:
    if len(node.value) > _LONGEST_NUMBER:
        raise OverflowError
    value: float | bool | None = construct(_SCALARS, node)
    return str(node.value) if isinstance(value, float) and not math.isfinite(value) else value


def _date_text(node: yaml.ScalarNode) -> str:
    """Return the text of a date, after seeing that the calendar has it."""
    if len(node.value) == _DATE_LENGTH:
        return date.fromisoformat(node.value).isoformat()
    return str(_SCALARS.construct_yaml_timestamp(node).isoformat())


_TYPE_TAG = Text("Étiquette de type YAML", "YAML type tag")
_WRITE_OUT = Text("Écrivez la valeur en toutes lettres.", "Write the value out.")
_QUOTE_MARK = Text(
    "Si le point d'exclamation fait partie du texte, entourez toute la valeur de guillemets.",
    "If the exclamation mark is part of the text, put quotes around the whole value.",
)
