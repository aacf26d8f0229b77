"""GitHub's own OpenAPI description (npm @octokit/openapi): what may be asked, and what an answer looks like."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tests.needed import npm

if TYPE_CHECKING:
    from collections.abc import Mapping

# OpenAPI lets these two hold slashes, in its words: "The Git reference", "The path".
_LONG = ("ref", "path")
# No rule on a value.
_SILENT = ("example", "examples", "x-github", "externalDocs", "discriminator", "deprecated")


@cache
def description() -> dict[str, Any]:
    """Return the whole description."""
    read: dict[str, Any] = json.loads(npm("@octokit/openapi/generated/api.github.com.json").read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True, slots=True)
class Operation:
    """What the description says of one method and path."""

    method: str
    template: str

    @property
    def _described(self) -> dict[str, Any]:
        found: dict[str, Any] = description()["paths"][self.template][self.method]
        return found

    def faults_of_query(self, query: Mapping[str, list[str]]) -> list[str]:
        """Say which parameters GitHub does not know or whose value it refuses."""
        known = {each["name"]: each.get("schema", {}) for each in map(_looked_up, self._described["parameters"])}
        faults = [f"no such parameter: {name}" for name in query if name not in known]
        for name, values in query.items():
            allowed = _looked_up(known.get(name, {})).get("enum")
            faults += [f"{name}: {value}" for value in values if allowed and value not in allowed]
        return faults

    def faults_of_request(self, body: Any) -> list[str]:
        """Say what GitHub would refuse in a request's body."""
        described = self._described.get("requestBody")
        if described is None:
            return [] if body is None else ["a body that GitHub does not want"]
        if isinstance(body, list) and self.template.endswith("/labels"):
            body = {"labels": body}  # « You can also pass an `array` of labels directly », says the description
        pointer = ("paths", self.template, self.method, "requestBody")
        return _faults(pointer, body)

    def faults_of_answer(self, status: int, body: Any) -> list[str]:
        """Say in what our answer differs from GitHub's; a status that is not described is not judged."""
        if str(status) not in self._described["responses"]:
            return []
        return _faults(("paths", self.template, self.method, "responses", str(status)), body)

    def answer(self, status: int, given: Any) -> Any:
        """Return an answer with all that GitHub promises, holding the values given; of a file's contents, a file."""
        schema = _schema(("paths", self.template, self.method, "responses", str(status)))
        if schema is None or given is None:
            return None
        if self.template.endswith("/contents/{path}"):
            schema = {"$ref": "#/components/schemas/content-file"}
        return filled(schema, given)


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    templates = [each for each in description()["paths"] if each.startswith("/repos/{owner}/{repo}")]
    templates.sort(key=lambda each: (each.count("{"), -len(each)))
    return [(re.compile(_pattern(each)), each) for each in templates]


def _pattern(template: str) -> str:
    return re.sub(r"\\{(\w+)\\}", lambda found: ".+" if found[1] in _LONG else "[^/]+", re.escape(template))


def find(method: str, path: str) -> Operation:
    """Return the operation that a request is; raises LookupError for one that GitHub does not have."""
    for pattern, template in _templates():
        if pattern.fullmatch(path) and method.lower() in description()["paths"][template]:
            return Operation(method.lower(), template)
    raise LookupError(method, path)


def _looked_up(node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = description()
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return _looked_up(found)


@cache
def _schema(pointer: tuple[str, ...]) -> dict[str, Any] | None:
    node: Any = description()
    for step in pointer:
        node = node[step]
    content = _looked_up(node).get("content", {})
    return content["application/json"]["schema"] if "application/json" in content else None


@cache
def _validator(pointer: tuple[str, ...]) -> Any:
    schema = _schema(pointer)
    if schema is None:
        return None
    held: dict[str, Any] = {}
    root = _json_schema(schema, held)
    return jsonschema_rs.Draft7Validator({"allOf": [root], "definitions": held}, validate_formats=True)


def _faults(pointer: tuple[str, ...], body: Any) -> list[str]:
    validator = _validator(pointer)
    if validator is None:
        return [] if body is None else ["a body where GitHub has none"]
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in validator.iter_errors(body)]


def _json_schema(node: Any, held: dict[str, Any]) -> Any:
    """Write a schema of OpenAPI 3.0 as one of JSON Schema, gathering in `held` what it refers to."""
    if isinstance(node, list):
        return [_json_schema(each, held) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name not in held:
            held[name] = {}
            held[name] = _json_schema(_looked_up(node), held)
        return {"$ref": f"#/definitions/{name}"}
    written = {key: _json_schema(value, held) for key, value in node.items() if key not in (*_SILENT, "nullable")}
    return {"anyOf": [written, {"type": "null"}]} if node.get("nullable") is True else written


_PLAIN: dict[str, Any] = {"string": "x", "integer": 1, "number": 1, "boolean": False, "array": []}
_FORMATS = {"uri": "https://github.example/x", "date-time": "2026-08-20T04:17:00Z", "email": "a@corail.example"}


def filled(schema: Mapping[str, Any], given: Any) -> Any:
    """Return a value that a schema allows: what is given, and plain values for all else that it requires."""
    schema = _looked_up(schema)
    if isinstance(given, list):
        return [filled(schema["items"], each) for each in given]
    if given is not None and not isinstance(given, dict):
        return given
    if given is None and schema.get("nullable"):
        return None
    for joined in ("anyOf", "oneOf"):
        if joined in schema:
            return filled(schema[joined][0], given)
    properties, required = _properties(schema)
    if not properties:
        return given if given is not None else _plain(schema)
    known = given or {}
    names = [name for name in properties if name in known or name in required]
    made = {name: _property(properties[name], known, name) for name in names}
    return made | {name: value for name, value in known.items() if name not in properties}


def _property(schema: Mapping[str, Any], known: Mapping[str, Any], name: str) -> Any:
    return None if name in known and known[name] is None else filled(schema, known.get(name))


def _properties(schema: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    properties, required = dict(schema.get("properties", {})), set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        more, needed = _properties(_looked_up(part))
        properties |= more
        required |= needed
    return properties, required


def _plain(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "string":
        return _FORMATS.get(schema.get("format", ""), "x")
    return _PLAIN.get(schema.get("type", ""), {})
