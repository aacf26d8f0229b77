"""Templates in Jekyll's dialect of Liquid → text, without Jekyll."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from liquid import CachingDictLoader, Environment

if TYPE_CHECKING:
    from collections.abc import Mapping

_INCLUDE = re.compile(r"\{%(-?)\s*include\s+([\w./-]+)(.*?)(-?)%\}", re.DOTALL)
_ARGUMENT = re.compile(r"(\w+)=(\"[^\"]*\"|[\w.]+)")


def render(templates: Mapping[str, str], template: str, values: Mapping[str, Any]) -> str:
    """Render a template that includes others by name.

    Jekyll's `{% include name a=b %}` and `include.a` become Liquid's own include with a variable of its own; jsonify
    is Jekyll's filter. Everything else in the kit is Liquid as Shopify describes it.
    """
    loader = CachingDictLoader({name: _standard(text) for name, text in templates.items()})
    environment = Environment(loader=loader)
    environment.add_filter("jsonify", _jsonify)
    return environment.from_string(_standard(template)).render(**values)


def _standard(text: str) -> str:
    return _INCLUDE.sub(_standard_include, text).replace("include.", "include_")


def _standard_include(found: re.Match[str]) -> str:
    before, name, arguments, after = found.groups()
    given = "".join(f", include_{key}: {value}" for key, value in _ARGUMENT.findall(arguments))
    return f'{{%{before} include "{name}"{given} {after}%}}'


def _jsonify(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
