"""How the written files are published."""

from __future__ import annotations

from typing import Literal

Mode = Literal["commit", "pull-request", "none"]
