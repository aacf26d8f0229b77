"""The bill of materials of a release, CycloneDX 1.6 in JSON, on standard output.

PACKAGES is the folder of an environment that holds the program and what is locked for it, SECONDS the time that the
document is of.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from email import message_from_string
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

NAME = "startup-stats"


def bom(found: Mapping[str, Message], environment: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return a CycloneDX 1.6 document of the program and of all that it needs, by the metadata of what is installed.

    The environment says where it is other than this interpreter's, in the words of a requirement's marker.
    Raises LookupError where something that it needs is not there.
    """
    graph = _graph(found, environment)
    purls = {name: f"pkg:pypi/{name}@{found[name]['Version']}" for name in sorted(graph)}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(purls.values()))}",
        "version": 1,
        "metadata": {"timestamp": at.isoformat(), "component": _component(found[NAME], purls[NAME], "application")},
        "components": [_component(found[name], purl, "library") for name, purl in purls.items() if name != NAME],
        "dependencies": [
            {"ref": purl, "dependsOn": sorted(purls[need] for need in graph[name])} for name, purl in purls.items()
        ],
    }


def _graph(found: Mapping[str, Message], environment: Mapping[str, str]) -> dict[str, set[str]]:
    """Return what needs what, from the program on: extras as far as they are asked for, markers as they are here."""
    graph: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {NAME: {""}}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        if name not in found:
            message = f"{name} is needed, and is not installed."
            raise LookupError(message)
        graph[name] = set()
        for need in map(Requirement, found[name].get_all("Requires-Dist", [])):
            contexts = [{**environment, "extra": extra} for extra in asked[name]]
            if need.marker and not any(need.marker.evaluate(context) for context in contexts):
                continue
            other = canonicalize_name(need.name)
            graph[name].add(other)
            if not {"", *need.extras} <= asked.get(other, set()):
                asked[other] = asked.get(other, set()) | {"", *need.extras}
                waiting.append(other)
    return graph


def _component(metadata: Message, purl: str, kind: str) -> dict[str, Any]:
    stated, classified = metadata["License-Expression"], metadata.get_all("Classifier", [])
    named = [each.rpartition(" :: ")[2] for each in classified if each.startswith("License :: ")]
    licences = [{"expression": stated}] if stated else [{"license": {"name": name}} for name in named]
    component = {"type": kind, "bom-ref": purl, "name": metadata["Name"], "version": metadata["Version"], "purl": purl}
    return {**component, "licenses": licences} if licences else component


def installed(folder: Path) -> Mapping[str, Message]:
    """Return the metadata of each package in a folder of packages, by its canonical name."""
    read = {
        each.metadata["Name"]: message_from_string(str(each.read_text("METADATA")))
        for each in distributions(path=[str(folder)])
    }
    return {canonicalize_name(name): metadata for name, metadata in read.items()}


def main(arguments: list[str] | None = None) -> int:
    """Write the document; 1 where something that the program needs is not installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("seconds", type=int)
    given = parser.parse_args(arguments)
    try:
        at = datetime.fromtimestamp(given.seconds, UTC)
        made = bom(installed(given.packages), {}, at)
    except LookupError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
