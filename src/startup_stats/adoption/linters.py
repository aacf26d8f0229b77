"""A site's own linters: which of the files that we write each would judge, and the line that makes it leave them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.adoption.site_files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from startup_stats.content.source import Bytes

_SCRIPT, _STYLE, _DATA = "assets/additional/js/stats.js", "assets/additional/style/stats.css", "_data/stats*.json"
# As a linter is told of them → files that it would meet.
_JUDGED: Mapping[str, Sequence[str]] = MappingProxyType(
    {_SCRIPT: (_SCRIPT,), _STYLE: (_STYLE,), _DATA: ("_data/stats.json", "_data/stats_evidence.json")}
)
# Where a site says what is run.
_SCRIPTS = ("package.json", "Makefile", "Rakefile", ".pre-commit-config.yaml")


class Linter(NamedTuple):
    """A linter: what its configuration is called, which files of ours it judges, where it is told to leave them.

    `key` is the list of what is left alone in its configuration, or `file` a file of its own; `negative` says that the
    list holds what is judged too, and a « ! » marks the rest. A linter that does nothing by its configuration alone
    `runs` where a script says so. `version` is what its configuration says where two versions differ.
    """

    name: str
    configs: Sequence[str]
    judged: Sequence[str]
    key: str | None = None
    file: str | None = None
    negative: bool = False
    runs: str | None = None
    version: str = ""


_BIOME = ("biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc")
_ESLINT = ("eslint.config.js", "eslint.config.mjs", "eslint.config.cjs", "eslint.config.ts")
_OLD_ESLINT = (".eslintrc", ".eslintrc.json", ".eslintrc.js", ".eslintrc.cjs", ".eslintrc.yml", ".eslintrc.yaml")
_STYLELINT = ("stylelint.config.js", "stylelint.config.mjs", ".stylelintrc", ".stylelintrc.json", ".stylelintrc.yml")
_PRETTIER = (".prettierrc", ".prettierrc.json", ".prettierrc.yml", ".prettierrc.yaml", ".prettierrc.toml",
             "prettier.config.js", "prettier.config.mjs")  # fmt: skip
# Of one name the first that fits: Biome judges styles, and knows files.includes, since 2.0.
LINTERS = (
    Linter("Biome", _BIOME, (_SCRIPT, _DATA), key="files.ignore", version=r'schemas/1\.|"ignore"'),
    Linter("Biome", _BIOME, (_SCRIPT, _STYLE, _DATA), key="files.includes", negative=True),
    Linter("ESLint", _ESLINT, (_SCRIPT,), key="ignores"),
    Linter("ESLint", _OLD_ESLINT, (_SCRIPT,), key="ignorePatterns", file=".eslintignore"),
    Linter("Stylelint", _STYLELINT, (_STYLE,), key="ignoreFiles", file=".stylelintignore"),
    Linter(
        "Prettier", _PRETTIER, (_SCRIPT, _STYLE, _DATA), file=".prettierignore", runs=r"prettier\b.*\s(--check|-c|-l)\b"
    ),
)


class Turning(NamedTuple):
    """A linter that will turn red on files of ours: where it is told to leave them, and in which words."""

    name: str
    place: str
    words: str


def turning(source: Bytes, prefix: str, workflows: Iterable[str]) -> Iterator[Turning]:
    """Yield the linters of a folder that would judge what we write into `prefix` below it.

    `workflows` are the paths of what the repository runs.
    """
    scripts = "\n".join(_text(source, path) for path in (*_SCRIPTS, *workflows))
    seen = set()
    for linter in LINTERS:
        config = next((name for name in linter.configs if read_text(source, name) is not None), None)
        text = _text(source, config) if config else ""
        applies = config and linter.name not in seen and re.search(linter.version, text)
        if not applies or (linter.runs and not re.search(linter.runs, scripts)):
            continue
        seen.add(linter.name)
        left = _left_alone(linter, text, _text(source, linter.file) if linter.file else "")
        judged = [f"{prefix}{name}" for name in linter.judged if not _are_left(prefix, _JUDGED[name], left)]
        if judged:
            yield _told(linter, str(config), judged)


def _told(linter: Linter, config: str, judged: Sequence[str]) -> Turning:
    if linter.key is None:
        return Turning(linter.name, str(linter.file), "  ".join(judged))
    words = ", ".join(f'"{"!" if linter.negative else ""}{name}"' for name in judged)
    return Turning(linter.name, f"{config} ({linter.key})", words)


def _left_alone(linter: Linter, config: str, ignore_file: str) -> list[str]:
    """Return the patterns of what a linter leaves alone."""
    patterns = [line.strip() for line in ignore_file.splitlines()]
    if linter.key is not None:
        *_, key = linter.key.split(".")
        for listed in re.findall(rf"""\b{key}["']?\s*[:=]\s*\[([^\]]*)\]""", config):
            quoted = re.findall(r"""["']([^"'\n]+)["']""", listed)
            patterns += [each for each in quoted if each.startswith("!")] if linter.negative else quoted
    return [pattern.lstrip("!").removeprefix("./").strip("/") for pattern in patterns if pattern[:1] not in {"", "#"}]


def _are_left(prefix: str, files: Iterable[str], patterns: Sequence[str]) -> bool:
    return all(any(_fits(f"{prefix}{file}", pattern) for pattern in patterns) for file in files)


def _fits(path: str, pattern: str) -> bool:
    """Say whether a pattern means a file, a folder above it, or either of them wherever it lies."""
    anywhere = pattern.removeprefix("**/")
    above = [path, *(path[:place] for place, char in enumerate(path) if char == "/")]
    return any(fnmatchcase(f"/{each}", f"/{anywhere}") or fnmatchcase(f"/{each}", f"*/{anywhere}") for each in above)


def _text(source: Bytes, path: str) -> str:
    """Return a file's text; nothing where there is none that can be read."""
    return read_text(source, path) or ""
