"""The bill of materials of a release, CycloneDX 1.6 in JSON, on standard output.

REPORT is what `pip inspect` says of an environment that holds the program and what is locked for it; SECONDS is the
time that the document is of.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "startup-stats"


def bom(report: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return a CycloneDX 1.6 document of the program and of all that it needs, as `pip inspect` found it installed.

    Raises LookupError where something that it needs is not there.
    """
    found: dict[str, Mapping[str, Any]] = {
        canonicalize_name(each["metadata"]["name"]): each["metadata"] for each in report["installed"]
    }
    graph = _graph(found, report["environment"])
    purls = {name: f"pkg:pypi/{name}@{found[name]['version']}" for name in sorted(graph)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(purls.values()))}",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(),
            "tools": {"components": [{"type": "application", "name": "pip", "version": report["pip_version"]}]},
            "component": _component(found[NAME], purls[NAME], "application"),
        },
        "components": [_component(found[name], purl, "library") for name, purl in purls.items() if name != NAME],
        "dependencies": [
            {"ref": purl, "dependsOn": sorted(purls[need] for need in graph[name])} for name, purl in purls.items()
        ],
    }


def _graph(found: Mapping[str, Mapping[str, Any]], environment: Mapping[str, str]) -> dict[str, set[str]]:
    """Return what needs what, from the program on: extras as far as they are asked for, markers as they are here."""
    graph: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {NAME: {""}}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        if name not in found:
            message = f"{name} is needed, and pip found none installed."
            raise LookupError(message)
        graph[name] = set()
        for need in map(Requirement, found[name].get("requires_dist", ())):
            contexts = [{**environment, "extra": extra} for extra in asked[name]]
            if need.marker and not any(need.marker.evaluate(context) for context in contexts):
                continue
            other = canonicalize_name(need.name)
            graph[name].add(other)
            if not {"", *need.extras} <= asked.get(other, set()):
                asked[other] = asked.get(other, set()) | {"", *need.extras}
                waiting.append(other)
    return graph


def _component(metadata: Mapping[str, Any], purl: str, kind: str) -> dict[str, Any]:
    stated = metadata.get("license_expression")
    named = [each.rpartition(" :: ")[2] for each in metadata.get("classifier", ()) if each.startswith("License :: ")]
    licences = [{"expression": stated}] if stated else [{"license": {"name": name}} for name in named]
    component = {"type": kind, "bom-ref": purl, "name": metadata["name"], "version": metadata["version"], "purl": purl}
    return {**component, "licenses": licences} if licences else component


def main(arguments: list[str] | None = None) -> int:
    """Write the document; 1 where something that the program needs is not installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("seconds", type=int)
    given = parser.parse_args(arguments)
    try:
        made = bom(json.loads(given.report.read_text(encoding="utf-8")), datetime.fromtimestamp(given.seconds, UTC))
    except LookupError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
