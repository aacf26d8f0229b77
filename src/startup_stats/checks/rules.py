"""The registry: every rule, those of reading, of the schemas, of content that could be read, and of the web.

Apart from the engine, which looks at content and needs no rule on the web.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.checks.engine import CHECKS
from startup_stats.config.words import CONFIGURATION_RULES
from startup_stats.content.reading_rules import READING_RULES
from startup_stats.schema.violations import VIOLATION_RULES
from startup_stats.standards.contradictions import CONTRADICTION_RULES

if TYPE_CHECKING:
    from startup_stats.findings import Rule

RULES: tuple[Rule, ...] = (
    *READING_RULES,
    *VIOLATION_RULES,
    *(check.rule for check in CHECKS),
    *CONTRADICTION_RULES,
    *CONFIGURATION_RULES,
)
